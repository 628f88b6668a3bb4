import DICOM
import Foundation
import HospitalRecords
import Radiology
import Store

extension Workstation {
    /// Takes files and folders in. What cannot be taken stays where it is and is listed with its reason.
    /// - move: the source is removed once the store holds its bytes.
    public func ingest(_ paths: [String], priority: Int, move: Bool, dryRun: Bool) async throws {
        var tally = Tally()
        let files = try Self.filesBelow(paths, refusedInto: &tally)
        do {
            if dryRun {
                for file in files { preview(file, into: &tally) }
            } else if let hold = try freeWorkspace() {
                try takeAll(files, priority: priority, move: move, into: &tally)
                withExtendedLifetime(hold) {}
            } else {
                console.note("A daemon is at work here: the files are put into its spool.")
                if priority != 0 {
                    console.note("The spool keeps no --priority: the films wait in the ordinary order.")
                }
                try handOver(files, move: move, into: &tally)
            }
        } catch let error as StoreError {
            // What was done so far is said before the command ends.
            return try answer(tally, endingWith: WorkstationError(error))
        }
        try answer(tally)
    }

    static let ingestWords = [
        "queued", "ignored", "known", "revision", "reports", "reports without an exam", "handed over",
        "would be queued", "would be ignored",
        "would be looked through for reports", "refused",
        "not removed",
    ]

    private func answer(_ tally: Tally, endingWith absence: WorkstationError? = nil) throws {
        try tally.answer(
            Self.ingestWords, on: console, endingWith: absence, suggestion: "They are listed above.")
    }

    /// `nil` while another process is at work here. A busy database is no such sign.
    func freeWorkspace() throws -> WorkspaceHold? {
        do {
            return try takenOver(WorkspaceHold(paths))
        } catch StoreError.busy {
            return nil
        }
    }

    private func preview(_ file: RawPath, into tally: inout Tally) {
        do {
            let bytes = try FileBytes.read(file, limit: intakeLimits.maxBytes).bytes
            if HL7v2.looksLike(bytes) { return tally.count("would be looked through for reports") }
            let exam = try ingest.preview(bytes)
            tally.count(readingRules.refusal(of: exam) == nil ? "would be queued" : "would be ignored")
        } catch {
            tally.fail(file.shown, Self.words(for: error), as: "refused")
        }
    }

    private func takeAll(_ files: [RawPath], priority: Int, move: Bool, into tally: inout Tally) throws {
        for (number, file) in files.enumerated() {
            try Task.checkCancellation()
            try take(file, priority: priority, move: move, into: &tally)
            console.progress(.init("Taking films in", done: number + 1, of: files.count))
        }
        let reports = try reportDesk.retry()
        if reports > 0 { tally.count("reports", reports) }
    }

    private func take(_ file: RawPath, priority: Int, move: Bool, into tally: inout Tally) throws {
        let film: FileBytes
        do {
            film = try FileBytes.read(file, limit: intakeLimits.maxBytes)
            if !HL7v2.looksLike(film.bytes) { _ = try ingest.preview(film.bytes) }
        } catch FileBytes.Failure.busy(let reason) {
            throw StoreError.busy(what: "the system's files and memory (\(reason))")
        } catch {
            return tally.fail(file.shown, Self.words(for: error), as: "refused")
        }
        try reserve.check()
        // The very bytes that were looked at: the source may change meanwhile.
        let kept = try spool.keep(film.bytes, as: file.name)
        guard let claimed = try spool.claim(kept) else { return tally.count("handed over") }
        let outcome = try patiently(claimed, priority: priority)
        tally.add(outcome, of: file.shown)
        if case .rejected = outcome { return }
        if move { remove(file, readAs: film.identity, into: &tally) }
    }

    /// The store waits for a busy database; each step of the intake may be repeated.
    private func patiently(_ claimed: ClaimedFile, priority: Int) throws -> Ingest.Outcome {
        var tries = 0
        while true {
            do {
                return try ingest(claimed, source: "command", priority: priority)
            } catch StoreError.busy where tries < 2 {
                tries += 1
            } catch {
                try? spool.giveBack(claimed)
                throw error
            }
        }
    }

    private func handOver(_ files: [RawPath], move: Bool, into tally: inout Tally) throws {
        for file in files {
            try Task.checkCancellation()
            try reserve.check()
            let before = FileBytes.identity(file)
            do {
                _ = try spool.keep(copyOf: file, as: file.name)
            } catch {
                guard case .cannotRead(_, let reason) = error else { throw error }
                tally.fail(file.shown, "It cannot be read: \(reason).", as: "refused")
                continue
            }
            tally.count("handed over")
            if move, let before { remove(file, readAs: before, into: &tally) }
        }
    }

    /// Removes a source whose bytes the store holds, unless they are other bytes by now.
    private func remove(_ file: RawPath, readAs identity: FileBytes.Identity, into tally: inout Tally) {
        guard FileBytes.identity(file) == identity else {
            return tally.fail(file.shown, "It changed while it was taken in and stays where it is.", as: "not removed")
        }
        if let reason = file.remove() {
            tally.fail(file.shown, "It was taken in and could not be removed: \(reason).", as: "not removed")
        }
    }

    private static func words(for error: any Error) -> String {
        switch error {
        case let refusal as Ingest.Refusal: refusal.detail
        case let failure as FileBytes.Failure: "It cannot be read: \(failure.words)."
        default: "It cannot be read."
        }
    }

    /// The regular files at and below some paths, in order; links are not followed, and are listed with what else is
    /// not taken.
    static func filesBelow(_ paths: [String], refusedInto tally: inout Tally) throws -> [RawPath] {
        var files: [RawPath] = []
        for path in paths {
            guard let walk = FolderWalk(path) else {
                throw WorkstationError(
                    .badInput, "\(path) does not exist.", suggestion: "Name files or folders that this user may read.")
            }
            files += walk.files
            for refused in walk.refused { tally.fail(refused.path.shown, refused.sentence, as: "refused") }
        }
        return files
    }
}

extension Tally {
    mutating func add(_ outcome: Ingest.Outcome, of file: String) {
        switch outcome {
        case .queued: count("queued")
        case .ignored: count("ignored")
        case .known: count("known")
        case .revision: count("revision")
        case .reports(let kept, let waiting):
            count("reports", kept)
            count("reports without an exam", waiting)
        case .rejected(let reason, let detail): fail(file, "\(reason.rawValue): \(detail)", as: "refused")
        // Counted when it is taken in, at another look.
        case .stillWritten: break
        }
    }
}
