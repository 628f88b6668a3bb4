import NIOCore
import Synchronization

extension Inbox {
    /// Waits until something can be taken.
    /// - Parameter wake: called when the event loop must look at the deadlines earlier than it would.
    func wait(until deadline: NIODeadline, wake: @Sendable () -> Void) async throws(NetworkError) {
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Outcome, Never>) in
                enter(continuation, until: deadline, wake: wake)
            }
        } onCancel: {
            leave(.cancelled)
        }
        try outcome.get()
    }

    private func enter(_ waiter: Waiter, until deadline: NIODeadline, wake: @Sendable () -> Void) {
        let (isReady, mustWake) = content.withLock { content in
            if content.hasNews { return (true, false) }
            content.waiter = waiter
            content.receiveBy = deadline
            return (false, content.wakesAt.map { deadline < $0 } ?? true)
        }
        if isReady { return waiter.resume(returning: .success(())) }
        // Too late for the handler that ran before there was a waiter.
        if Task.isCancelled { return leave(.cancelled) }
        if mustWake { wake() }
    }

    private func leave(_ reason: NetworkError) {
        content.withLock { content in
            defer { (content.waiter, content.receiveBy) = (nil, nil) }
            return content.waiter
        }?.resume(returning: .failure(reason))
    }

    /// The peer must take what was sent until then; `nil`: nothing is under way.
    /// - Returns: the event loop must look at the deadlines earlier than it would.
    func setSending(until deadline: NIODeadline?) -> Bool {
        content.withLock { content in
            content.sendBy = deadline
            guard let deadline else { return false }
            return content.wakesAt.map { deadline < $0 } ?? true
        }
    }

    /// What a look at the deadlines found.
    struct Overdue {
        var isSendingOverdue = false
        /// When to look again.
        var next: NIODeadline?
    }

    /// Ends a wait that lasts too long. On the event loop.
    func look(at now: NIODeadline) -> Overdue {
        let (overdue, isWaitOver) = content.withLock { content in
            let overdue = Overdue(isSendingOverdue: content.sendBy.map { $0 <= now } ?? false)
            if overdue.isSendingOverdue { content.sendBy = nil }
            return (overdue, content.receiveBy.map { $0 <= now } ?? false)
        }
        if isWaitOver { leave(.timedOut(.message)) }
        return content.withLock { content in
            var overdue = overdue
            overdue.next = [content.receiveBy, content.sendBy].compactMap { $0 }.min()
            content.wakesAt = overdue.next
            return overdue
        }
    }
}
