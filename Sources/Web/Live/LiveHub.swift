import Foundation
import Logging
import NIOCore
import NIOWebSocket
import Reports
import ServiceLifecycle
import Store
import Synchronization

/// Tells everyone who has the dashboard open what happens.
///
/// Why it is as it is:
/// - Whoever reports an event only writes it down; frames are made by the hub's own loop, once for each audience, and only
///   while someone of that audience listens.
/// - Each client has a short queue of its own. When it is full, the client is dropped: nobody waits for anybody.
/// - Events are numbered and the last thousand remembered, so that a browser that lost its connection hears what it
///   missed. Numbers begin at the time of the start, so that they also grow over restarts.
public final class LiveHub: Service {
    /// How often and how long; tests use shorter ones.
    public struct Pace: Sendable {
        /// Frames without an event come at most this often.
        public var state = Duration.milliseconds(250)
        /// How often the database is asked whether another process changed something.
        public var look = Duration.seconds(1)
        /// Between two pings; a client that has not said a word from one to the next is gone.
        public var ping = Duration.seconds(20)
        /// How long a client may take to answer our close.
        public var closing = Duration.seconds(2)
        /// How often it is asked whether the person may still listen.
        public var renewal = Duration.seconds(1)

        public init() {}
    }

    public struct Limits: Sendable {
        public var clients = 4000
        public var clientsPerLogin = 1200
        /// Events that are remembered.
        public var events = 1000
        /// Frames that may wait for one client.
        public var backlog = 256

        public init() {}
    }

    let frames: LiveFrames
    let log: Logger
    let pace: Pace
    let limits: Limits
    private let board: Mutex<LiveBoard>
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    /// - Parameter secret: as the house's, so that frames call radiologists as all answers do.
    public init(
        state: LiveState, index: ExamIndex, now: @escaping @Sendable () -> Date, timeZone: TimeZone, log: Logger,
        secret: [UInt8] = [], pace: Pace = Pace(), limits: Limits = Limits()
    ) {
        let names = NameBook(index: index, keys: HouseKeys(secret: secret))
        frames = LiveFrames(state: state, index: index, names: names, now: now, timeZone: timeZone)
        self.log = log
        self.pace = pace
        self.limits = limits
        board = Mutex(LiveBoard(limits: limits, startedAt: now()))
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Returns at once; whoever is slow is dropped, nobody waits.
    public func tell(_ event: LiveEvent) {
        board.withLock { $0.note(event) }
        wakeUp.yield()
    }

    /// For monitoring, and for the gate in front of the WebSocket.
    package var figures: LiveFigures { board.withLock { $0.figures } }

    /// The number of the last event; a page drawn after it was asked shows at least what happened up to it.
    var sequence: Int64 { board.withLock { $0.number } }

    /// Whether one more client may come; asked before the connection is upgraded.
    func hasRoom(for login: String) -> Bool { board.withLock { $0.hasRoom(for: login) } }

    /// Makes frames and sends them until graceful shutdown; then everyone is told to go (1001).
    public func run() async throws {
        await withTaskExecutorPreference(DatabaseThreads.live) { await listen() }
        for client in board.withLock({ $0.close() }) { client.stop(.goingAway) }
    }

    private func listen() async {
        await withGracefulShutdownHandler {
            await withTaskGroup { group in
                group.addTask { await self.tick() }
                for await _ in wakeUps {
                    if Task.isCancelled { break }
                    broadcast()
                }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.wakeUp.finish()
        }
    }

    /// Wakes the loop for the frames that had to wait, and to look for what other processes did.
    private func tick() async {
        while (try? await Task.sleep(for: min(pace.state, pace.look))) != nil { wakeUp.yield() }
        wakeUp.finish()
    }

    // MARK: Clients

    /// - Returns: what the client hears first; `nil` when there is no room for it.
    func enter(_ client: LiveClient, since: Int64?) -> LiveBoard.Welcome? {
        board.withLock { $0.enter(client, since: since) }
    }

    func leave(_ client: LiveClient) { board.withLock { $0.leave(client) } }

    private func broadcast() {
        // The look at the database is outside of the lock: whoever reports an event never waits for it.
        let version = board.withLock({ $0.wantsLook(every: pace.look) }) ? frames.version() : nil
        guard let round = board.withLock({ $0.round(every: pace.state, version: version) }) else { return }
        let dashboard = frames.dashboard()
        for event in round.events {
            for audience in round.audiences {
                let payload = frames.payload(of: event.event, for: audience)
                board.withLock { $0.keep(payload, of: event.number, for: audience) }
                send(dashboard.frame(event.number, payload, for: audience), to: round.clients, of: audience)
            }
        }
        guard let number = round.state else { return }
        for audience in round.audiences {
            send(dashboard.frame(number, nil, for: audience), to: round.clients, of: audience)
        }
    }

    private func send(_ bytes: [UInt8], to clients: [LiveClient], of audience: Audience) {
        // One buffer and one frame for all of them.
        let frame = WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: bytes))
        for client in clients where client.audience == audience { client.send(frame) }
    }
}
