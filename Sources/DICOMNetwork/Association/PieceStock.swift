import NIOCore
import Synchronization

/// What an association needs for one film after another: memory for the pieces that are on their way, since to write over
/// what was sent is faster than to ask the system for more; and the film under way, which ends with the association.
package final class PieceStock: Sendable {
    private struct State: Sendable {
        var spare: [ByteBuffer] = []
        var underWay: EventLoopPromise<Void>?
        var end: NetworkError?
    }

    private let state = Mutex(State())

    func take() -> ByteBuffer {
        var buffer = state.withLock { $0.spare.popLast() } ?? ByteBuffer()
        buffer.clear()
        return buffer
    }

    func put(_ buffer: ByteBuffer) {
        state.withLock { state in
            if state.spare.count < 2 { state.spare.append(buffer) }
        }
    }

    /// - Parameter sent: fails with the association, whatever keeps the film from going.
    func begin(_ sent: EventLoopPromise<Void>) {
        let end = state.withLock { state in
            state.underWay = sent
            return state.end
        }
        if let end { sent.fail(end) }
    }

    func finish() { state.withLock { $0.underWay = nil } }

    func end(_ reason: NetworkError) {
        let sent = state.withLock { state in
            state.end = reason
            return state.underWay
        }
        sent?.fail(reason)
    }
}
