import Logging
import NIOCore
import NIOWebSocket
import ServiceLifecycle

/// One browser's conversation, from the upgrade to the close.
extension LiveHub {
    /// What a client may send us at most, in one frame: pings and closes are shorter, and the rest is not listened to.
    static let largestFrame = 4096

    /// The event number behind which a client wants to go on (`?since=`); anything but a number counts as one that is
    /// long forgotten.
    static func since(_ text: Substring?) -> Int64? { text.map { Int64($0) ?? -1 } }

    /// Sends what happens until the client goes, is too slow, may no longer listen, or the daemon ends. Returns when the
    /// connection is closed.
    /// - Parameters:
    ///   - address: where the client asks from, as it is told.
    ///   - since: the last event number that the client has heard.
    ///   - stillValid: whether the person may still listen; asked every second.
    func serve(
        _ channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, viewer: Viewer, address: String, since: Int64?,
        stillValid: @escaping @Sendable () async -> Bool
    ) async {
        let client = LiveClient(login: viewer.login, audience: viewer.role.audience, backlog: limits.backlog)
        let welcome = enter(client, since: since)
        if welcome == nil { client.stop(.noRoom) }
        defer { leave(client) }
        let greeting = Greeting(welcome: welcome, address: address)
        await withGracefulShutdownHandler {
            // An error here is a connection that broke: the client is gone, which is all there is to know.
            try? await channel.executeThenClose { inbound, outbound in
                await converse(with: client, greeting, inbound, outbound, stillValid)
            }
        } onGracefulShutdown: {
            client.stop(.goingAway)
        }
        log.debug("A listener has gone.", metadata: ["reason": "\(client.reason ?? .done)"])
    }

    private struct Greeting: Sendable {
        let welcome: LiveBoard.Welcome?
        let address: String
    }

    private enum End: Sendable { case listening, speaking, watching, patience }

    /// Either end of the conversation ends the other: a close is answered, or the deadline for the answer passes.
    private func converse(
        with client: LiveClient, _ greeting: Greeting, _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>,
        _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>, _ stillValid: @escaping @Sendable () async -> Bool
    ) async {
        await withTaskGroup(of: End.self) { group in
            group.addTask {
                await Self.listen(to: client, inbound)
                return .listening
            }
            group.addTask {
                try? await self.speak(to: client, greeting, outbound)
                return .speaking
            }
            group.addTask {
                await self.ping(client)
                return .watching
            }
            group.addTask {
                await self.renew(client, stillValid)
                return .watching
            }
            group.addTask {
                for await _ in client.stops {}
                try? await Task.sleep(for: self.pace.closing)
                return .patience
            }
            var open: Set<End> = [.listening, .speaking]
            for await end in group {
                if end == .patience { break }
                guard open.remove(end) != nil else { continue }
                client.stop(.done)
                if open.isEmpty { break }
            }
            group.cancelAll()
        }
    }

    /// What clients say is not listened to, but it has to keep to the protocol.
    private static func listen(to client: LiveClient, _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>) async {
        do {
            for try await frame in inbound {
                client.heard()
                if let reason = offence(of: frame) {
                    // Goes on reading: the answer to our close is still to come.
                    client.stop(reason)
                } else if frame.opcode == .connectionClose {
                    return client.stop(.done)
                } else if frame.opcode == .ping {
                    client.send(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData))
                }
            }
        } catch NIOWebSocketError.invalidFrameLength {
            client.stop(.messageTooLarge)
        } catch is NIOWebSocketError {
            client.stop(.protocolBroken)
        } catch {
            // The connection broke.
        }
    }

    /// Standard: RFC 6455 §5.1 (clients mask), §5.2 (reserved bits and opcodes).
    private static func offence(of frame: WebSocketFrame) -> LiveClient.Reason? {
        if frame.length > largestFrame { return .messageTooLarge }
        if frame.maskKey == nil || frame.rsv1 || frame.rsv2 || frame.rsv3 { return .protocolBroken }
        switch frame.opcode {
        case .text, .binary, .continuation, .ping, .pong, .connectionClose: return nil
        default: return .protocolBroken
        }
    }

    private func speak(
        to client: LiveClient, _ greeting: Greeting, _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    ) async throws {
        if let welcome = greeting.welcome {
            try await withTaskExecutorPreference(DatabaseThreads.live) {
                try await greet(client, welcome, greeting.address, outbound)
            }
        }
        for await frame in client.frames { try await outbound.write(frame) }
        var code = ByteBuffer()
        code.write(webSocketErrorCode: (client.reason ?? .done).code)
        try await outbound.write(WebSocketFrame(fin: true, opcode: .connectionClose, data: code))
    }

    private func greet(
        _ client: LiveClient, _ welcome: LiveBoard.Welcome, _ address: String,
        _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    ) async throws {
        let dashboard = frames.dashboard()
        let connected = LiveFrames.connected(address: address, welcome)
        try await outbound.write(Self.text(dashboard.frame(welcome.number, connected, for: client.audience)))
        for event in welcome.missed {
            let payload = event.payloads[client.audience] ?? frames.payload(of: event.event, for: client.audience)
            try await outbound.write(Self.text(dashboard.frame(event.number, payload, for: client.audience)))
        }
    }

    static func text(_ bytes: [UInt8]) -> WebSocketFrame {
        WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: bytes))
    }

    /// Whoever gives no sign of life from one ping to the next is gone.
    private func ping(_ client: LiveClient) async {
        while (try? await Task.sleep(for: pace.ping)) != nil {
            guard client.wasHeard() else { return client.stop(.silent) }
            client.send(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer()))
        }
    }

    private func renew(_ client: LiveClient, _ stillValid: @Sendable () async -> Bool) async {
        while (try? await Task.sleep(for: pace.renewal)) != nil {
            guard await stillValid() else { return client.stop(.notAllowed) }
        }
    }
}
