import NIOCore
import NIOWebSocket
import Reports
import Synchronization

/// One browser that listens: the frames that wait for it, and why it is sent away.
final class LiveClient: Sendable {
    /// Why we close; the number is what the client is told. Standard: RFC 6455 §7.4.1.
    enum Reason: Sendable, Equatable {
        /// It closed, or answered our close.
        case done
        case goingAway
        case protocolBroken
        case messageTooLarge
        /// Signed out, or the account is gone.
        case notAllowed
        /// It did not answer a ping.
        case silent
        case tooSlow
        case noRoom

        var code: WebSocketErrorCode {
            switch self {
            case .done: .normalClosure
            case .goingAway: .goingAway
            case .protocolBroken: .protocolError
            case .messageTooLarge: .messageTooLarge
            case .notAllowed, .silent: .policyViolation
            case .tooSlow, .noRoom: .init(codeNumber: 1013)
            }
        }
    }

    let login: String
    let audience: Audience
    /// Ends when the client is to go.
    let frames: AsyncStream<WebSocketFrame>
    /// One element, when the client is to go.
    let stops: AsyncStream<Void>
    private let waiting: AsyncStream<WebSocketFrame>.Continuation
    private let stopped: AsyncStream<Void>.Continuation
    private let ending = Mutex<Reason?>(nil)
    private let isHeard = Atomic(true)

    init(login: String, audience: Audience, backlog: Int) {
        (self.login, self.audience) = (login, audience)
        (frames, waiting) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(backlog))
        (stops, stopped) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    var reason: Reason? { ending.withLock { $0 } }

    /// Never waits: a client whose queue is full is sent away.
    func send(_ frame: WebSocketFrame) {
        if case .dropped = waiting.yield(frame) { stop(.tooSlow) }
    }

    /// The first reason counts.
    func stop(_ reason: Reason) {
        ending.withLock { $0 = $0 ?? reason }
        waiting.finish()
        stopped.yield()
        stopped.finish()
    }

    /// A sign of life.
    func heard() { isHeard.store(true, ordering: .relaxed) }

    /// Whether there was a sign of life since the last time this was asked.
    func wasHeard() -> Bool { isHeard.exchange(false, ordering: .relaxed) }
}
