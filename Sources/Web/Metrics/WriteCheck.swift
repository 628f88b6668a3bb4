import Store
import Synchronization

/// Whether the database can be written. One look at a time, and its answer is good for a moment, so that strangers who
/// ask for the readiness cost nothing; who asks while somebody looks is told what was seen last.
final class WriteCheck: Sendable {
    private struct Look: Sendable {
        var began = -Double.infinity
        var isRunning = false
        var problem: String?
    }

    private let last = Mutex(Look())
    private let check: @Sendable () throws -> Void

    /// - Parameter check: blocks for as long as it may take, and throws.
    init(_ check: @escaping @Sendable () throws -> Void) { self.check = check }

    /// Another process may hold the database that long, in seconds.
    static let patience = 1.0
    /// Seconds from the beginning of a look: one that found nothing wrong, and one that may have taken all the patience.
    private static let (shortly, longer) = (0.2, 2.0)

    /// - Returns: one sentence when it cannot.
    func problem(now: Double) async -> String? {
        let known = last.withLock { look -> Look? in
            let freshness = look.problem == nil ? Self.shortly : Self.longer
            if look.isRunning || (0..<freshness).contains(now - look.began) { return look }
            (look.began, look.isRunning) = (now, true)
            return nil
        }
        if let known { return known.problem }
        let problem = await look()
        last.withLock { ($0.isRunning, $0.problem) = (false, problem) }
        return problem
    }

    private func look() async -> String? {
        do {
            try await Blocking.run(check)
            return nil
        } catch let error as StoreError { return error.suggestion } catch { return "The database does not answer." }
    }
}
