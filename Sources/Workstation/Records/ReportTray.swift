import Foundation
import Radiology
import Store

/// HL7 v2 files that were dropped: `archive/reports/<hash>.hl7`, for good. What of them has found no exam yet stands in
/// `archive/reports/waiting/<hash>.json`. A file without such a note is done with.
struct ReportTray: Sendable {
    let paths: WorkspacePaths

    /// The reports of a file that wait.
    struct Note: Codable, Sendable, Equatable {
        struct Entry: Codable, Sendable, Equatable {
            /// Among the readable reports of the file, from 0.
            let index: Int
            /// Numbers of the patient: a film of one of them is worth another look.
            let numbers: [String]
            /// Why it waits: a sentence without patient data.
            var problem: String
        }

        let hash: String
        /// RFC 3339 UTC.
        let received: String
        var waiting: [Entry]
    }

    private static let largest = 4 << 20
    private static let shown = "archive/reports"

    private var folder: String { "\(paths.archive)/reports" }
    func path(_ hash: String) -> String { "\(folder)/\(hash).hl7" }
    private func notePath(_ hash: String) -> String { "\(folder)/waiting/\(hash).json" }

    /// Whether all of the file's reports are at their exams.
    func isDone(_ hash: String) -> Bool {
        FileManager.default.fileExists(atPath: path(hash)) && !FileManager.default.fileExists(atPath: notePath(hash))
    }

    /// Makes a file safe. The note comes first: a power cut between the two leaves a note without a file, and the file
    /// is still in the spool.
    /// - Returns: where it lies, relative to the workspace.
    func keep(_ bytes: [UInt8], _ note: Note) throws(StoreError) -> String {
        try write(note)
        try AtomicFile.write(bytes, to: path(note.hash), durable: true, shownAs: Self.shown)
        return paths.shown(path(note.hash))
    }

    /// Notes what still waits; nothing any more removes the note.
    func write(_ note: Note) throws(StoreError) {
        guard !note.waiting.isEmpty else {
            try? FileManager.default.removeItem(atPath: notePath(note.hash))
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let text = try? encoder.encode(note) else {
            throw .cannotWrite(path: Self.shown, reason: "the note cannot be written as JSON")
        }
        try AtomicFile.write(Array(text), to: notePath(note.hash), durable: true, shownAs: Self.shown)
    }

    /// The files of which something waits, the oldest first.
    func notes() -> [Note] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/waiting")) ?? []
        let hashes = names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.map { String($0.dropLast(5)) }
        return hashes.compactMap(note).sorted { ($0.received, $0.hash) < ($1.received, $1.hash) }
    }

    /// `nil` when nothing of the file waits.
    func note(_ hash: String) -> Note? {
        guard let file = try? FileBytes.read(notePath(hash), limit: Self.largest),
            let note = try? JSONDecoder().decode(Note.self, from: Data(file.bytes)), note.hash == hash
        else { return nil }
        return note
    }

    /// `nil` when the file is gone.
    func bytes(_ hash: String) -> [UInt8]? { try? FileBytes.read(path(hash), limit: Self.largest).bytes }

    /// How many reports wait.
    var count: Int { notes().reduce(0) { $0 + $1.waiting.count } }
}
