import Foundation
import Radiology
import Store
import Synchronization
import Testing
import Workstation

/// One workspace in a folder that vanishes with the test, and the person who works in it.
///
/// It is Monday, 2 March 2026, 08:00 UTC when the test begins, and the clock goes on from there.
final class Clinic: Sendable {
    let paths: WorkspacePaths
    /// The folder around the workspace: nothing may appear in it.
    private let home: String
    private let said = Mutex(Said())
    private let clock: Clock

    private struct Said {
        var answers: [String] = []
        var notes: [String] = []
        var log = ""
    }

    static let mondayMorning = Date(timeIntervalSince1970: 1_772_438_400)

    /// - Parameters:
    ///   - settings: lines of `local.cfg`.
    ///   - beginning: the clock's first moment; `nil` is the real time of day.
    init(_ settings: String = Clinic.baseline, beginning: Date? = Clinic.mondayMorning) throws {
        home = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path + "/story-\(UUID().uuidString)"
        paths = WorkspacePaths(root: home + "/clinic")
        let start = ContinuousClock.now
        clock = Clock(timeZone: .gmt) {
            let (seconds, attoseconds) = (ContinuousClock.now - start).components
            return beginning.map { $0 + Double(seconds) + Double(attoseconds) / 1e18 } ?? Date()
        }
        try FileManager.default.createDirectory(atPath: paths.incoming, withIntermediateDirectories: true)
        try put(Array(settings.utf8), "local.cfg")
    }

    deinit { try? FileManager.default.removeItem(atPath: home) }

    /// Stories run beside each other: each listener, and each dashboard, takes a free port of this machine.
    private static let loopback = [
        "XRV_DICOM_AE_PORT": "0", "XRV_DICOM_BIND": "127.0.0.1", "XRV_DASHBOARD_DASHBOARD_PORT": "0",
    ]

    static let baseline = "[openai]\nOPENAI_URL_PRIMARY = builtin:baseline\n"

    /// Settings for a model server; waits are short.
    static func asking(_ url: String, orElse secondary: String = "", _ more: String = "") -> String {
        """
        [openai]
        OPENAI_URL_PRIMARY = \(url)
        OPENAI_URL_SECONDARY = \(secondary)
        OPENAI_API_KEY = sk-secret-canary
        MAX_RETRIES = 2
        RETRY_BASE = 0.02
        \(more)

        """
    }

    /// - Parameter environment: wins over the settings' files.
    func open(json: Bool = false, environment: [String: String] = [:]) throws -> Workstation {
        let console = Console(
            wantsJSON: json, answer: { line in self.said.withLock { $0.answers.append(line) } },
            note: { line in self.said.withLock { $0.notes.append(line) } }, progress: { _ in })
        let log = LogChoice(level: "debug", format: "text") { line in self.said.withLock { $0.log += line } }
        return try Workstation.open(
            workspace: paths.root, environment: Self.loopback.merging(environment) { $1 }, log: log, console: console,
            clock: clock)
    }

    /// The database as another programme sees it.
    func archive() throws -> Archive { try Archive.open(paths: paths, now: Clinic.mondayMorning) }

    var now: Date { clock.now() }
    var answers: [String] { said.withLock { $0.answers } }
    var notes: [String] { said.withLock { $0.notes } }
    /// Everything that the programme said anywhere.
    var everythingSaid: String {
        said.withLock { ($0.answers + $0.notes + [$0.log]).joined(separator: "\n") }
    }
}

/// What lies where.
extension Clinic {
    /// Writes a file of the workspace.
    func put(_ bytes: [UInt8], _ path: String) throws {
        let file = URL(filePath: "\(paths.root)/\(path)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }

    /// Drops a file into the spool; it was written an hour ago.
    func drop(_ bytes: [UInt8], as name: String) throws {
        try put(bytes, "spool/incoming/\(name)")
        try FileManager.default.setAttributes(
            [.modificationDate: now - 3600], ofItemAtPath: "\(paths.incoming)/\(name)")
    }

    /// A file outside the spool, as `ingest` is given it.
    @discardableResult
    func shelve(_ bytes: [UInt8], as name: String) throws -> String {
        try put(bytes, "shelf/\(name)")
        return "\(paths.root)/shelf/\(name)"
    }

    func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: paths.absolute(path)))) }

    func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: paths.absolute(path)) }

    private func isLink(_ path: String) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: paths.absolute(path))) != nil
    }

    func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: paths.absolute(path)) }

    /// The files below a folder, by their path from there; links count, folders do not.
    func files(_ folder: String) -> Set<String> {
        let found = FileManager.default.enumerator(atPath: paths.absolute(folder))
        var files: Set<String> = []
        while let name = found?.nextObject() as? String {
            if found?.fileAttributes?[.type] as? FileAttributeType != .typeDirectory { files.insert(name) }
        }
        return files
    }

    /// What lies beside the workspace and should not.
    var strays: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: home))?.filter { $0 != "clinic" } ?? []
    }

    /// SHA-256 of every file of the spool and the archive, and how often it lies there; reasons are left out.
    func holdings() throws -> [ContentHash: Int] {
        var found: [ContentHash: Int] = [:]
        for folder in ["spool/incoming", "spool/work", "spool/rejected", "archive"] {
            for name in files(folder) where !name.hasSuffix(".reason.json") && !isLink("\(folder)/\(name)") {
                found[ContentHash(of: try bytes("\(folder)/\(name)")), default: 0] += 1
            }
        }
        return found
    }
}

/// What became of a film.
extension Clinic {
    func record(_ uid: SOPInstanceUID) throws -> ExamRecord { try #require(try archive().exams.record(uid)) }

    func status(_ film: SyntheticFilm) throws -> ExamStatus? { try archive().exams.record(film.uid)?.status }

    /// How the attempts at a film ended: `ok`, or the error's code.
    func attempts(_ film: SyntheticFilm) throws -> [String] {
        try archive().aiReports.attempts(of: film.uid).map { attempt in
            switch attempt.outcome {
            case .answered: "ok"
            case .failed(let code): code
            }
        }
    }

    /// Name → reason, for each file that was set aside; the reason file and the list say the same.
    func rejections() throws -> [String: String] {
        let listed = try archive().rejections.list(limit: 1000)
        let reasons = listed.map { ($0.keptPath ?? $0.name, $0.reason.rawValue) }
        let onDisk = files("spool/rejected").filter { $0.hasSuffix(".reason.json") }
        #expect(onDisk.count == listed.count)
        return Dictionary(uniqueKeysWithValues: reasons.map { (String($0.split(separator: "/").last ?? ""), $1) })
    }

    /// Takes films in without the spool's wait.
    func take(_ films: SyntheticFilm..., priority: Int = 0) async throws {
        let shelved = try films.map { try shelve($0.bytes(), as: "\($0.number)-\($0.mark).dcm") }
        try await open().ingest(shelved, priority: priority, move: true, dryRun: false)
    }
}

/// How a command ended early.
func ending(of command: () async throws -> Void) async throws -> WorkstationError.Ending? {
    do {
        try await command()
        return nil
    } catch let error as WorkstationError {
        #expect(!error.message.isEmpty && !error.suggestion.isEmpty)
        return error.ending
    }
}
