import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOPosix
import NIOWebSocket
import Synchronization

/// One connection: HTTP, or a WebSocket on the same port.
///
/// From the socket on: `OneAtATime` · `ConnectionWatch` · encoder, decoder · `RequestWatch` · `UpgradeGate` · upgrader;
/// after the first request that is none for a WebSocket, Hummingbird's own handlers stand in the upgrader's place.
struct LiveHTTPChannel: HTTPChannelHandler {
    typealias HTTP = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>
    typealias Socket = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    enum Negotiated: Sendable {
        case http(HTTP)
        case webSocket(Socket)
    }

    /// Who was let in to a WebSocket.
    struct Admitted: Sendable {
        let viewer: Viewer
        let session: Session?
        let address: String
        /// As the settings had it: with another password nobody goes on listening.
        let secret: String?
        let since: Substring?
    }

    final class Ticket: Sendable {
        let admitted = Mutex<Admitted?>(nil)
    }

    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let result: EventLoopFuture<Negotiated>
        let ticket: Ticket
    }

    /// A browser's header has less than 4 KiB, and thirty fields.
    static let longestField = 16 << 10
    static let longestHeader = 32 << 10
    static let mostFields = 100

    let responder: HTTPChannelHandler.Responder
    let door: Door
    let book: ConnectionBook
    let limits: ConnectionLimits
    let isEncrypted: Bool

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let ticket = Ticket()
            let pipeline = channel.pipeline.syncOperations
            let watch = ConnectionWatch(book: book, limits: limits)
            let turn = OneAtATime(watch)
            watch.turn = turn
            let encoder = HTTPResponseEncoder()
            let decoder = ByteToMessageHandler(
                HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: Self.headerLimits))
            let requests = RequestWatch(watch)
            let gate = UpgradeGate { head in admit(head, channel, ticket) }
            let upgrader = NIOTypedHTTPServerUpgradeHandler(
                httpEncoder: encoder, extraHTTPHandlers: [decoder, requests, gate],
                upgradeConfiguration: upgrading(logger))
            try pipeline.addHandlers([turn, watch, encoder, decoder, requests, gate, upgrader])
            return Value(channel: channel, result: upgrader.upgradeResultFuture, ticket: ticket)
        }
    }

    func handle(value: Value, logger: Logger) async {
        switch try? await value.result.get() {
        case .http(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
        case .webSocket(let channel):
            guard let admitted = value.ticket.admitted.withLock({ $0 }) else { return }
            await door.hub.serve(
                channel, viewer: admitted.viewer, address: admitted.address, since: LiveHub.since(admitted.since),
                stillValid: { door.isStillIn(admitted.viewer, admitted.session, secret: admitted.secret) })
        case nil: break
        }
    }

    private static var headerLimits: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = longestField
        limits.maxHeaderListSize = longestHeader
        limits.maxHeaderFieldCount = mostFields
        return limits
    }

    private func upgrading(_ logger: Logger) -> NIOTypedHTTPServerUpgradeConfiguration<Negotiated> {
        let upgrader = NIOTypedWebSocketServerUpgrader<Negotiated>(
            maxFrameSize: LiveHub.largestFrame, enableAutomaticErrorHandling: false,
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture(HTTPHeaders()) },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    .webSocket(try Socket(wrappingChannelSynchronously: channel))
                }
            })
        return NIOTypedHTTPServerUpgradeConfiguration(upgraders: [upgrader]) { channel in
            channel.eventLoop.makeCompletedFuture { try plain(channel, logger) }
        }
    }

    /// As Hummingbird does it.
    private func plain(_ channel: any Channel, _ logger: Logger) throws -> Negotiated {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: isEncrypted))
        try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: limits.idle, logger: logger))
        return .http(
            try HTTP(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)))
    }

    /// The same questions that the router asks; whoever fails here is sent on to it and hears why.
    private func admit(_ head: HTTPRequestHead, _ channel: any Channel, _ ticket: Ticket) -> EventLoopFuture<Bool> {
        let peer = channel.remoteAddress?.ipAddress ?? ""
        return channel.eventLoop.makeFutureWithTask {
            guard let admitted = await door.admitted(head, peer: peer, isEncrypted: isEncrypted) else { return false }
            ticket.admitted.withLock { $0 = admitted }
            return true
        }
    }
}

extension Door {
    func admitted(_ head: HTTPRequestHead, peer: String, isEncrypted: Bool) async -> LiveHTTPChannel.Admitted? {
        let headers = head.headers
        let origin = proxies.origin(
            peer: peer, isSecure: isEncrypted, forwarded: headers["x-forwarded-for"],
            proto: headers.first(name: "x-forwarded-proto"))
        guard let request = WebSocketRequest(head), let host = headers.first(name: "host"),
            hosts.isOurs(host, isProxied: origin.isProxied),
            // A programme that is no browser may send none; a browser always does.
            SameOrigin.allows(
                origin: headers.first(name: "origin"), site: headers.first(name: "sec-fetch-site"),
                own: SameOrigin.own(isSecure: origin.isSecure, authority: host), isProofNeeded: false)
        else { return nil }
        let cookies = headers["cookie"].joined(separator: "; ")
        let identity = await identify(
            authorization: headers.first(name: "authorization"), cookie: cookies.isEmpty ? nil : cookies,
            address: origin.address)
        guard let viewer = identity.viewer, hub.hasRoom(for: viewer.login) else { return nil }
        // A session that Basic would begin here has no answer to travel with.
        let session = identity.cookie == nil || viewer.proof == .session ? identity.session : nil
        return LiveHTTPChannel.Admitted(
            viewer: viewer, session: viewer.proof == .session ? session : nil, address: origin.address,
            secret: Sessions.account(viewer.login, house.accounts())?.secret, since: request.since)
    }
}
