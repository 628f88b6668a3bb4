import Synchronization

/// Lets so many password hashes wait for their turn and no more: who comes then is told to come again.
final class HashQueue: Sendable {
    static let most = 64

    private let waiting = Mutex(0)

    /// - Returns: `nil` when too many wait.
    func run(_ body: @escaping @Sendable () -> Bool) async -> Bool? {
        let isAdmitted = waiting.withLock { waiting in
            guard waiting < Self.most else { return false }
            waiting += 1
            return true
        }
        guard isAdmitted else { return nil }
        defer { waiting.withLock { $0 -= 1 } }
        return try? await Blocking.hash(body)
    }
}
