import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import Synchronization

/// Shows the static pages of one folder to browsers, read-only, until it is asked to stop.
///
/// ## Why
/// The pages open from a file share without any server; this one exists so that a demonstration has an address to
/// click on. It answers GET and HEAD, lists no folder, follows no link out of the folder and shows no hidden file.
/// On a loopback address it also refuses foreign host names, so that no web site can read the pages through a
/// visitor's browser (DNS rebinding).
public struct LivePages: Service {
    /// Where the pages can be read.
    public struct Listening: Sendable, Equatable {
        public let address: String
        /// The port in use, also when any free one was asked for.
        public let port: Int

        public var url: String { address.contains(":") ? "http://[\(address)]:\(port)/" : "http://\(address):\(port)/" }
    }

    private let folder: PageFolder
    private let address: String
    private let port: Int
    private let logger: Logger
    private let onListening: @Sendable (Listening) -> Void

    /// - Parameters:
    ///   - folder: the folder with `index.html`; it may still be empty.
    ///   - address: `127.0.0.1` unless the operator opened the pages to the network.
    ///   - port: 0 = any free port.
    ///   - onListening: called once, when connections are accepted.
    /// - Throws: `WebError.folderMissing`.
    public init(
        folder: URL, address: String = "127.0.0.1", port: Int = 0, logger: Logger,
        onListening: @escaping @Sendable (Listening) -> Void = { _ in }
    ) throws(WebError) {
        self.folder = try PageFolder(folder)
        self.address = address
        self.port = port
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until graceful shutdown or cancellation.
    ///
    /// - Throws: `WebError.cannotListen` when the address or port is taken or not ours.
    public func run() async throws {
        let isListening = Mutex(false)
        let application = Application(
            router: router(),
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            configuration: ApplicationConfiguration(address: .hostname(address, port: port)),
            onServerRunning: { channel in
                isListening.withLock { $0 = true }
                onListening(Listening(address: address, port: channel.localAddress?.port ?? port))
            },
            logger: logger)
        do {
            try await application.run()
        } catch {
            guard !isListening.withLock({ $0 }), !(error is CancellationError) else { throw error }
            throw WebError.cannotListen(address: address, port: port, reason: "\(error)")
        }
    }

    /// The first middleware is the outermost: even a refusal carries the security headers.
    private func router() -> Router<BasicRequestContext> {
        let router = Router(options: .autoGenerateHeadEndpoints)
        router.add(middleware: SecurityHeaders())
        if Loopback.isName(address) { router.add(middleware: LoopbackNames()) }
        router.add(middleware: ServePages(folder: folder))
        router.get("health") { _, _ in "ok\n" }
        return router
    }
}
