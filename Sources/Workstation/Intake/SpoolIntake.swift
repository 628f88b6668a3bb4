import DICOM
import Foundation
import Logging
import Radiology
import Store

/// Takes in what lies in `spool/incoming/`: looks, waits for writers to finish, claims file after file.
struct SpoolIntake: Sendable {
    let spool: Spool
    let ingest: Ingest
    let archive: Archive
    let minFree: StorageSettings.Reserve
    let clock: Clock
    let log: Logger

    /// A writer may pause: a film that ends too early is believed to be cut off only when it has not grown for so long.
    static let patience: TimeInterval = 30

    struct Sweep: Sendable {
        var outcomes: [(name: String, outcome: Ingest.Outcome)] = []
        /// Something is still being written, or more lies there than one look takes: look again soon.
        var isUnfinished = false
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
            try checkRoom()
            if isStillGrowing(file) {
                sweep.isUnfinished = true
                continue
            }
            guard let claimed = try spool.claim(file) else { continue }
            let outcome = try take(claimed)
            taken(outcome)
            sweep.outcomes.append((file.path, outcome))
            await Task.yield()
        }
        return sweep
    }

    /// When the store cannot take a film now, the film goes back to where it was dropped.
    private func take(_ claimed: ClaimedFile) throws -> Ingest.Outcome {
        do {
            return try ingest(claimed, source: "spool")
        } catch {
            try? spool.giveBack(claimed)
            throw error
        }
    }

    /// Whether a young file ends before its data set does: its writer is only slow.
    private func isStillGrowing(_ file: SpoolFile) -> Bool {
        let age = clock.now().timeIntervalSince1970 - Double(file.modified) / 1e9
        guard age < Self.patience, age > -Self.patience,
            let bytes = try? FileBytes.read("\(spool.paths.incoming)/\(file.path)", limit: ingest.limits.maxBytes).bytes
        else { return false }
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

    /// Intake stops before the disk is full; nothing is lost, the files wait where they are.
    private func checkRoom() throws {
        let space = try FreeSpace(at: spool.paths.root)
        let size = space.fraction > 0 ? Int(Double(space.bytes) / space.fraction) : 0
        guard space.bytes >= minFree.bytes(ofDisk: size) else {
            throw StoreError.cannotWrite(path: "the workspace", reason: "less free space than MIN_FREE")
        }
    }
}
