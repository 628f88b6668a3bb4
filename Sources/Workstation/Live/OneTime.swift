import Synchronization

/// Says something the first time that it is asked to, and never again.
final class OneTime: Sendable {
    private let isSaid = Mutex(false)
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }

    func say() {
        let isFirst = isSaid.withLock { isSaid in
            defer { isSaid = true }
            return !isSaid
        }
        if isFirst { body() }
    }
}
