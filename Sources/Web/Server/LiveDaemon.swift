import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOSSL
import ServiceLifecycle
import Synchronization

/// Where the daemon can be reached.
public struct LiveListening: Sendable, Equatable {
    public let address: String
    /// The port in use, also when any free one was asked for.
    public let port: Int
    /// `https://…/`
    public let url: String
}

/// The live daemon: pages, API and WebSocket on one port, until it is asked to stop.
///
/// Every request passes `Envelope` (host name, who asks, errors in words, headers) and then the `Entrance` of its row in
/// the table (size, budget, role, origin, audit). Connections are watched by `ConnectionWatch`.
public struct LiveDaemon: Service {
    private let house: LiveHouse
    private let door: Door
    private let encryption: TLSConfiguration?
    private let onListening: @Sendable (LiveListening) -> Void
    /// Smaller ones for tests.
    package var connections = ConnectionLimits()

    /// - Parameter onListening: called once, when connections are accepted.
    /// - Throws: `WebError.certificateUnusable`.
    public init(
        house: LiveHouse, hub: LiveHub, onListening: @escaping @Sendable (LiveListening) -> Void = { _ in }
    ) throws(WebError) {
        self.house = house
        self.onListening = onListening
        door = Door(house, hub: hub)
        encryption = if let files = house.settings.tls { try Certificates.configuration(files) } else { nil }
    }

    /// Serves until graceful shutdown or cancellation; both give connections a few seconds to end.
    ///
    /// - Throws: `WebError.cannotListen` when the address or port is taken or not ours.
    public func run() async throws {
        OpenFiles.raiseLimit()
        let settings = house.settings
        let isListening = Mutex(false)
        // Being stopped is no error, and what fails is told by us.
        var quiet = house.log
        quiet.logLevel = .critical
        var application = Application(
            router: LiveRoutes.router(rows, door: door, isEncrypted: encryption != nil),
            server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.bind, port: settings.port), backlog: 1024),
            onServerRunning: { channel in
                isListening.withLock { $0 = true }
                onListening(listening(on: channel.localAddress?.port ?? settings.port))
            },
            logger: quiet)
        application.addServices(RefusalKeeper(door: door))
        do {
            try await GentleStop(service: application, patience: .seconds(7), logger: quiet).run()
            await flush()
        } catch {
            await flush()
            guard !isListening.withLock({ $0 }), !(error is CancellationError) else { throw error }
            throw WebError.cannotListen(address: settings.bind, port: settings.port, reason: "\(error)")
        }
    }

    /// What could not be written before is tried once more.
    private func flush() async {
        if await door.audit.isWritable() { return }
        house.log.error("Lines of the audit log are lost: it could not be written to the end.")
    }

    /// Everything that can be asked.
    var rows: [Endpoint] { RouteTable.all(house, hub: door.hub, others: SignIn.endpoints(door)) }

    /// The same, as tests walk along it: method, path, and the least role (`nil` = anyone).
    package var table: [(method: String, path: String, least: Role?)] {
        rows.map { row in
            if case .atLeast(let role) = row.access { return (row.method.rawValue, row.path, role) }
            return (row.method.rawValue, row.path, nil)
        }
    }

    private func server() throws -> HTTPServerBuilder {
        let (door, limits, isEncrypted) = (door, connections, encryption != nil)
        let book = ConnectionBook(door: door, limits: limits)
        let plain = HTTPServerBuilder { responder in
            LiveHTTPChannel(
                responder: responder, door: door, book: book, limits: limits, isEncrypted: isEncrypted)
        }
        guard let encryption else { return plain }
        return try .tls(plain, tlsConfiguration: encryption)
    }

    private func listening(on port: Int) -> LiveListening {
        let bind = house.settings.bind
        let host = bind.contains(":") ? "[\(bind)]" : bind
        let scheme = encryption == nil ? "http" : "https"
        return LiveListening(address: bind, port: port, url: "\(scheme)://\(host):\(port)/")
    }
}

/// Writes the numbers of refusals into the audit log when their minute is over.
private struct RefusalKeeper: Service {
    let door: Door

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(30))) != nil {
                await door.refusals.settle(now: door.house.now().timeIntervalSince1970)
            }
        }
        await door.refusals.settle(now: door.house.now().timeIntervalSince1970, isEnd: true)
    }
}
