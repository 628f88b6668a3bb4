import Logging
import Store
import Synchronization

/// Lets the database follow the audit log without holding up whoever wrote: another process may have the database for
/// itself for a while.
final class AuditHead: Sendable {
    private let log: AuditLog
    private let isComing = Mutex(false)

    init(_ log: AuditLog) { self.log = log }

    func follow() {
        let isNext = isComing.withLock { coming in
            defer { coming = true }
            return !coming
        }
        guard isNext else { return }
        Blocking.later { [self] in
            // What is written from here on may come too late for this time.
            isComing.withLock { $0 = false }
            try? log.keepHead()
        }
    }
}

/// Writes the audit log for everybody: what comes at the same time is written together, with one wait for the disk.
///
/// Nothing is lost while the disk is full: what could not be written is kept and goes first when it can be; until then
/// what has to be written down is refused before it is done.
package actor AuditDesk {
    /// Kept while nothing can be written.
    private static let mostKept = 1000

    private enum Turn: Sendable {
        case done(Bool)
        /// The one before has finished: write what has gathered.
        case lead
    }

    private let house: LiveHouse
    private var gathered: [AuditEntry] = []
    private var waiting: [CheckedContinuation<Turn, Never>] = []
    private var isWriting = false
    private var kept: [AuditEntry] = []

    package init(_ house: LiveHouse) { self.house = house }

    /// - Returns: whether it is on the disk.
    package func write(_ entry: AuditEntry) async -> Bool { await write([entry]) }

    /// Before something is done that has to be written down.
    func isWritable() async -> Bool { kept.isEmpty ? true : await write([]) }

    func write(_ entries: [AuditEntry]) async -> Bool {
        gathered += entries
        if isWriting {
            if case .done(let isWritten) = await withCheckedContinuation({ waiting.append($0) }) { return isWritten }
        }
        isWriting = true
        let (batch, others) = (kept + gathered, waiting)
        (gathered, waiting) = ([], [])
        let isWritten = await append(batch)
        kept = isWritten ? [] : Array(batch.prefix(Self.mostKept))
        for other in others { other.resume(returning: .done(isWritten)) }
        if waiting.isEmpty {
            isWriting = false
        } else {
            waiting.removeFirst().resume(returning: .lead)
        }
        return isWritten
    }

    private func append(_ batch: [AuditEntry]) async -> Bool {
        let house = house
        do {
            try await Blocking.surely { try house.audit.append(batch, at: house.now()) }
            for _ in batch { house.metrics.count(.auditLine) }
            house.auditHead.follow()
            return true
        } catch {
            house.metrics.count(.auditFailed)
            let reason = (error as? StoreError)?.suggestion ?? "\(type(of: error))"
            house.log.error("The audit log cannot be written.", metadata: ["reason": "\(reason)"])
            return false
        }
    }
}
