import DICOM
import Foundation
import Radiology
import Store

extension Workstation {
    /// Takes files and folders in. What cannot be taken stays where it is and is listed with its reason.
    /// - move: the source is removed once the store holds its bytes.
    public func ingest(_ paths: [String], priority: Int, move: Bool, dryRun: Bool) async throws {
        let files = try paths.flatMap(Self.filesBelow)
        var tally = Tally()
        if dryRun {
            for file in files { preview(file, into: &tally) }
            return try tally.answer(Self.ingestWords, on: console)
        }
        do {
            let hold = try takenOver()
            for (number, file) in files.enumerated() {
                try Task.checkCancellation()
                try take(file, priority: priority, move: move, into: &tally)
                console.progress(.init("Taking films in", done: number + 1, of: files.count))
            }
            withExtendedLifetime(hold) {}
        } catch let error as WorkstationError where error.ending == .tryAgain {
            console.note("A daemon is at work here: the files are put into its spool.")
            try handOver(files, move: move, into: &tally)
        }
        try tally.answer(Self.ingestWords, on: console)
    }

    static let ingestWords = [
        "queued", "ignored", "known", "revision", "handed over", "would be queued", "would be ignored", "refused",
    ]

    private func preview(_ file: String, into tally: inout Tally) {
        do {
            let exam = try ingest.preview(FileBytes.read(file, limit: intakeLimits.maxBytes).bytes)
            tally.count(regionRules.reasonToIgnore(exam.region) == nil ? "would be queued" : "would be ignored")
        } catch {
            tally.fail(file, Self.words(for: error), as: "refused")
        }
    }

    private func take(_ file: String, priority: Int, move: Bool, into tally: inout Tally) throws {
        do {
            _ = try ingest.preview(FileBytes.read(file, limit: intakeLimits.maxBytes).bytes)
        } catch {
            return tally.fail(file, Self.words(for: error), as: "refused")
        }
        try Self.orEnding {
            let kept = try spool.keep(copyOf: file, as: URL(filePath: file).lastPathComponent)
            guard let claimed = try spool.claim(kept) else { return tally.count("handed over") }
            tally.add(try ingest(claimed, source: "command", priority: priority), of: file)
            if move { try? FileManager.default.removeItem(atPath: file) }
        }
    }

    private func handOver(_ files: [String], move: Bool, into tally: inout Tally) throws {
        for file in files {
            try Self.orEnding { _ = try spool.keep(copyOf: file, as: URL(filePath: file).lastPathComponent) }
            if move { try? FileManager.default.removeItem(atPath: file) }
            tally.count("handed over")
        }
    }

    private static func words(for error: any Error) -> String {
        switch error {
        case let refusal as Ingest.Refusal: refusal.detail
        case let failure as FileBytes.Failure: "It cannot be read: \(failure.words)."
        default: "It cannot be read."
        }
    }

    /// The regular files below a path, in order; links are not followed.
    static func filesBelow(_ path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw WorkstationError(
                .badInput, "\(path) does not exist.", suggestion: "Name files or folders that this user may read.")
        }
        guard isFolder.boolValue else { return [path] }
        let root = URL(filePath: path, directoryHint: .isDirectory)
        let found = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isRegularFileKey])
        var files: [String] = []
        while let file = found?.nextObject() as? URL {
            let isFile = try? file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile
            if isFile == true { files.append(file.path) }
        }
        return files.sorted()
    }
}

extension Tally {
    mutating func add(_ outcome: Ingest.Outcome, of file: String) {
        switch outcome {
        case .queued: count("queued")
        case .ignored: count("ignored")
        case .known: count("known")
        case .revision: count("revision")
        case .rejected(let reason, let detail): fail(file, "\(reason.rawValue): \(detail)", as: "refused")
        }
    }
}
