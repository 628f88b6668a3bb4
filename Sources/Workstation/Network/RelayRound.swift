import Store
import Synchronization

/// What came of one look into the outbox.
struct RelayRound: Sendable {
    var answers = 0
    var sent = 0
    var absence: String?
    /// Films that were under way when their associations ended.
    var broken: [(film: Forwarding, problem: String)] = []
    var failure: StoreError?
}

/// Answers on their way from the network, which must not wait, to the database, which may make wait.
final class RelayAnswers: Sendable {
    let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let waiting = Mutex<[(film: Forwarding, answer: Relay.Answer)]>([])

    init() {
        (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    func put(_ film: Forwarding, _ answer: Relay.Answer) {
        waiting.withLock { $0.append((film, answer)) }
        signal.yield()
    }

    func drain() -> [(film: Forwarding, answer: Relay.Answer)] {
        waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
    }

    /// No more will come.
    func finish() { signal.finish() }
}
