import DICOM
import Foundation
import HospitalRecords
import Logging
import Radiology
import Store

/// Takes in what lies in `spool/incoming/`: looks, waits for writers to finish, claims file after file.
struct SpoolIntake: Sendable {
    let spool: Spool
    let ingest: Ingest
    let archive: Archive
    let reserve: DiskReserve
    let clock: Clock
    let log: Logger

    /// A writer may pause: a film that ends too early is believed to be cut off only when it has not grown for so long.
    static let patience: TimeInterval = 30

    struct Sweep: Sendable {
        var outcomes: [(name: String, outcome: Ingest.Outcome)] = []
        /// Something is still being written, or more lies there than one look takes: look again soon.
        var isUnfinished = false
        /// Those of them whose names are known.
        var growing: [String] = []
        /// One file's own trouble: it stays where it is.
        var left: [(name: String, sentence: String)] = []

        fileprivate var hasNewFilms: Bool {
            outcomes.contains { _, outcome in
                switch outcome {
                case .queued, .ignored: true
                case .known, .revision, .reports, .rejected, .stillWritten: false
                }
            }
        }

        fileprivate mutating func wait(for name: String) {
            isUnfinished = true
            growing.append(name)
        }
    }

    /// One look at the folder. `settling` carries what the last looks saw.
    /// - Throws: `StoreError` when the store cannot take films; they wait where they were dropped.
    func sweep(_ settling: inout Settling, taken: (Ingest.Outcome) -> Void = { _ in }) async throws -> Sweep {
        let scan = try spool.scan()
        var sweep = Sweep()
        try setAside(scan.refused, into: &sweep)
        let ready = settling.settled(scan.files, at: clock.now())
        sweep.isUnfinished = settling.isWaiting || scan.isPartial
        for file in ready {
            try Task.checkCancellation()
            try reserve.check()
            if spool.isBeingWritten(file) || !file.isOurs && isStillGrowing(file) {
                sweep.wait(for: file.path)
                continue
            }
            do {
                guard let outcome = try take(file) else { continue }
                if outcome == .stillWritten {
                    sweep.wait(for: file.path)
                } else {
                    taken(outcome)
                    sweep.outcomes.append((file.path, outcome))
                }
            } catch let error as StoreError where Self.concernsOneFile(error) {
                log.warning("A file stays in the spool. \(error.suggestion)")
                sweep.left.append((file.path, error.suggestion))
            }
            await Task.yield()
        }
        if sweep.hasNewFilms { try bringReports(into: &sweep, taken) }
        // Folders that a writer may still fill are younger.
        if !scan.isPartial { _ = try? spool.removeEmptyFolders(untouchedSince: clock.now() - 60) }
        return sweep
    }

    /// Reports that came before their films.
    private func bringReports(into sweep: inout Sweep, _ taken: (Ingest.Outcome) -> Void) throws {
        let films = sweep.outcomes.compactMap { if case .queued(let uid) = $0.outcome { uid } else { nil } }
        var kept = try ingest.reports.retry(for: films)
        for uid in films where try ingest.reports.inherit(uid) { kept += 1 }
        guard kept > 0 else { return }
        let outcome = Ingest.Outcome.reports(kept: kept, waiting: 0)
        taken(outcome)
        sweep.outcomes.append(("reports that waited", outcome))
    }

    /// A spool on two file systems is every film's trouble.
    private static func concernsOneFile(_ error: StoreError) -> Bool {
        if case .otherFileSystem = error { return false }
        return error.recovery == .setAside
    }

    /// When the store cannot take a film now, the film goes back to where it was dropped. `nil`: it is gone.
    private func take(_ file: SpoolFile) throws -> Ingest.Outcome? {
        guard let claimed = try spool.claim(file) else { return nil }
        do {
            return try ingest(claimed, source: Self.source(of: claimed))
        } catch {
            try? spool.giveBack(claimed)
            throw error
        }
    }

    /// `dicom:ROOM1` for a film that an AE of this title sent.
    private static func source(of claimed: ClaimedFile) -> String {
        ReceivedName(claimed.name).map { FilmOrigin.prefix + $0.sender } ?? "spool"
    }

    /// Whether a young file ends before its data set does: its writer is only slow.
    private func isStillGrowing(_ file: SpoolFile) -> Bool {
        let age = clock.now().timeIntervalSince1970 - Double(file.modified) / 1e9
        guard age < Self.patience, age > -Self.patience,
            let bytes = try? FileBytes.read(descriptor: spool.descriptor(of: file), limit: ingest.limits.maxBytes).bytes
        else { return false }
        // HL7 has no end of its own: a whole file ends with a whole segment.
        if HL7v2.looksLike(bytes) { return ![0x0D, 0x0A, 0x1C].contains(bytes.last) }
        do {
            _ = try Part10File(bytes, limits: ingest.limits)
            return false
        } catch {
            if case .truncated = error { return true }
            return bytes.isEmpty
        }
    }

    private func setAside(_ refused: [Refusal], into sweep: inout Sweep) throws {
        for refusal in refused {
            guard let rejection = try spool.reject(refusal, received: clock.now(), source: "spool") else {
                log.warning("Something in the spool stays where it is: \(refusal.kind.rawValue).")
                continue
            }
            try archive.rejections.add(rejection, at: clock.now())
            sweep.outcomes.append((refusal.path, .rejected(rejection.reason, detail: rejection.detail)))
        }
    }
}
