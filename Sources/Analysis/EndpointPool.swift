import Foundation
import HTTPClient
import Synchronization

/// The model servers of the settings, in order. A call goes to the first that can take it; when that one fails, the same
/// call goes to the next, and as soon as the first is well again the calls come back to it.
///
/// It has no loop and no clock of its own: `probe` is called by a service, the time is asked of `now`.
public final class EndpointPool: Sendable {
    let endpoints: [ChatEndpoint]
    let prompts: Prompts
    let sampling: Sampling
    let now: @Sendable () -> Date
    let sleep: @Sendable (Duration) async throws -> Void
    private let states: Mutex<[EndpointState]>
    /// A call met no endpoint that could take it, since a probe last found one.
    private let isMissed = Mutex(false)

    /// - Parameters:
    ///   - settings: the primary endpoint first; at least one.
    ///   - lastModels: by address without user, password and query: the model's name in the last answer ever, so that a
    ///     change is noticed over a restart too.
    ///   - sleep: waits between the tries of a call about a text; an argument so that tests do not wait.
    public init(
        _ settings: [ReaderSettings], prompts: Prompts, client: HTTPClient, sampling: Sampling = .standard,
        rule: CircuitBreaker.Rule = .standard, lastModels: [String: String] = [:],
        now: @escaping @Sendable () -> Date,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        endpoints = settings.map { ChatEndpoint(settings: $0, client: client) }
        self.prompts = prompts
        self.sampling = sampling
        self.now = now
        self.sleep = sleep
        let start = now()
        states = Mutex(
            settings.enumerated().map {
                EndpointState($1, order: $0, rule: rule, lastModel: lastModels[$1.endpoint], at: start)
            })
    }

    /// How each endpoint is doing, in the order of the settings.
    public var standings: [EndpointStanding] { states.withLock { $0.map(\.standing) } }

    /// The first endpoint that can be sent a film; `nil` = films wait.
    public var active: EndpointStanding? { standings.first { $0.readsFilms } }

    /// The body that `read` would send about this film: the same bytes for every endpoint that asks for the same model.
    /// An answer to an equal one may be taken from the store.
    public func request(for question: Question) -> ChatRequest? {
        endpoints.first.map { request(for: question, $0.settings) }
    }

    func request(for question: Question, _ settings: ReaderSettings) -> ChatRequest {
        ChatPayload.report(question, model: settings.model, prompts: prompts, sampling: sampling)
    }

    func noteMiss() { isMissed.withLock { $0 = true } }

    /// Whether somebody may wait for an endpoint; asked once for each time that one is there.
    func takeMiss() -> Bool {
        isMissed.withLock { isMissed in
            defer { isMissed = false }
            return isMissed
        }
    }

    func update<T: Sendable>(_ index: Int, _ change: (inout EndpointState) -> T) -> T {
        states.withLock { change(&$0[index]) }
    }
}
