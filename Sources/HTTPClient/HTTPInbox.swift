import Foundation
import Synchronization

/// What other threads ask of the client's thread. A pipe wakes it, so no handle of libcurl leaves that thread.
final class HTTPInbox: Sendable {
    enum Command: Sendable {
        case start(UInt64, Outgoing, HTTPExchange.Reply)
        /// The moment counts, not when the thread hears of it: libcurl may keep it for a while.
        case cancel(UInt64, at: ContinuousClock.Instant)
    }

    /// What is asked about a request that is under way.
    enum Wish {
        case nothing, end
        case cancel(at: ContinuousClock.Instant)
    }

    private struct State {
        var commands: [Command] = []
        var isClosed = false
        var isAwake = false
        var lastID: UInt64 = 0
    }

    private let state = Mutex(State())
    /// `nil` when the process has no file descriptors left; the thread then looks at the inbox every few milliseconds.
    private let pipe: (read: Int32, write: Int32)?

    init() {
        var ends: [Int32] = [-1, -1]
        guard Foundation.pipe(&ends) == 0 else {
            pipe = nil
            return
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        pipe = (ends[0], ends[1])
    }

    deinit {
        guard let pipe else { return }
        _ = Foundation.close(pipe.read)
        _ = Foundation.close(pipe.write)
    }

    /// Readable when there is something to do.
    var wakeDescriptor: Int32? { pipe?.read }

    func nextID() -> UInt64 {
        state.withLock { state in
            state.lastID &+= 1
            return state.lastID
        }
    }

    /// `false` when the client has been shut down: the command is not taken.
    func put(_ command: Command) -> Bool {
        let (isTaken, mustWake) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.commands.append(command)
            defer { state.isAwake = true }
            return (true, !state.isAwake)
        }
        if mustWake { wake() }
        return isTaken
    }

    func close() {
        state.withLock { $0.isClosed = true }
        wake()
    }

    /// Everything asked since the last call, and whether the thread must end.
    func take() -> (commands: [Command], isClosed: Bool) {
        // The pipe is emptied first: a command that comes in between wakes once too often, never once too rarely.
        drain()
        return state.withLock { state in
            defer {
                state.commands = []
                state.isAwake = false
            }
            return (state.commands, state.isClosed)
        }
    }

    /// What was asked about a request since the last `take`, without taking it.
    func wish(about id: UInt64) -> Wish {
        state.withLock { state in
            if state.isClosed { return .end }
            for case .cancel(id, let moment) in state.commands { return .cancel(at: moment) }
            return .nothing
        }
    }

    private func wake() {
        guard let pipe else { return }
        var byte: UInt8 = 1
        // A full pipe is a wake-up as good as any.
        _ = Foundation.write(pipe.write, &byte, 1)
    }

    private func drain() {
        guard let pipe else { return }
        var bytes = [UInt8](repeating: 0, count: 64)
        while Foundation.read(pipe.read, &bytes, bytes.count) == bytes.count {}
    }
}
