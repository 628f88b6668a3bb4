import Synchronization

/// Who is being served: so many at once, and nobody new once the listener closes.
final class Admission: Sendable {
    private struct Content: Sendable {
        /// Accepted, whether they are served already or not.
        var count = 0
        /// All that were accepted since the start.
        var total = 0
        var isClosing = false
        var served: [ObjectIdentifier: (association: Association, isBusy: Bool)] = [:]
    }

    private let capacity: Int
    private let content = Mutex(Content())

    init(capacity: Int) { self.capacity = capacity }

    /// - Returns: why there is no room; `nil` when the caller counts from now on.
    func admit() -> AssociateReject? {
        content.withLock { content in
            if content.isClosing { return .temporaryCongestion }
            if content.count >= capacity { return .localLimitExceeded }
            content.count += 1
            content.total += 1
            return nil
        }
    }

    /// - Returns: false when the listener is being closed.
    func begin(_ association: Association) -> Bool {
        content.withLock { content in
            content.served[ObjectIdentifier(association)] = (association, false)
            return !content.isClosing
        }
    }

    /// - Returns: false when the caller is not to be served any further.
    func setBusy(_ association: Association, _ isBusy: Bool) -> Bool {
        content.withLock { content in
            content.served[ObjectIdentifier(association)]?.isBusy = isBusy
            return !content.isClosing
        }
    }

    func end(_ association: Association) {
        content.withLock { content in
            content.served[ObjectIdentifier(association)] = nil
            content.count -= 1
        }
    }

    /// Admits nobody any more. - Returns: those that are between two messages.
    func close() -> [Association] {
        content.withLock { content in
            content.isClosing = true
            return content.served.values.filter { !$0.isBusy }.map(\.association)
        }
    }

    var figures: (open: Int, total: Int) { content.withLock { ($0.count, $0.total) } }

    var everyone: [Association] { content.withLock { $0.served.values.map(\.association) } }
}
