import Foundation
import NIOCore
import NIOPosix

/// A browser's WebSocket by hand: it also sends what no browser would.
struct LiveListener {
    struct Frame: Equatable {
        let opcode: UInt8
        let payload: [UInt8]

        var text: String { String(decoding: payload, as: UTF8.self) }
        /// Of a close.
        var code: Int? { opcode == 8 && payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil }
        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any]) ?? [:]
        }
        var event: String? { (json["event"] as? [String: Any])?["name"] as? String }
        var seq: Int { json["seq"] as? Int ?? 0 }
    }

    struct Refused: Error { let head: String }

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var waiting = ByteBuffer()

    /// Connects, upgrades, runs `body`, and hangs up.
    /// - Parameters:
    ///   - login: its password is the login and `-word`.
    ///   - window: bytes that the socket takes without being read.
    static func listening<Value: Sendable>(
        to port: Int, _ path: String = "/ws", as login: String, window: Int? = nil,
        _ body: (inout LiveListener) async throws -> Value
    ) async throws -> Value {
        var bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        if let window { bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: .init(window)) }
        let channel = try await bootstrap.connect(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return try await channel.executeThenClose { inbound, outbound in
            var listener = LiveListener(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            try await listener.upgrade(path, login, port)
            return try await body(&listener)
        }
    }

    private mutating func upgrade(_ path: String, _ login: String, _ port: Int) async throws {
        let proof = Data("\(login):\(login)-word".utf8).base64EncodedString()
        let request = """
            GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAuthorization: Basic \(proof)\r\n\
            Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
            """
        try await outbound.write(ByteBuffer(string: request))
        var head = ""
        while !head.hasSuffix("\r\n\r\n") {
            guard let byte = try await bytes(1)?.first else { throw Refused(head: head) }
            head.unicodeScalars.append(Unicode.Scalar(byte))
        }
        guard head.hasPrefix("HTTP/1.1 101 ") else { throw Refused(head: head) }
    }

    /// The next frame; `nil` when the server hung up.
    mutating func next() async throws -> Frame? {
        guard let head = try await bytes(2) else { return nil }
        var length = Int(head[1] & 0x7F)
        if length >= 126 {
            guard let more = try await bytes(length == 126 ? 2 : 8) else { return nil }
            length = more.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let payload = try await bytes(length) else { return nil }
        return Frame(opcode: head[0] & 0x0F, payload: payload)
    }

    /// The next text frame about an event; others are passed over.
    mutating func event(_ name: String) async throws -> Frame? {
        while let frame = try await next() { if frame.event == name { return frame } }
        return nil
    }

    /// The code of the server's close; what comes before it is passed over.
    mutating func close() async throws -> Int? {
        while let frame = try await next() { if frame.opcode == 8 { return frame.code } }
        return nil
    }

    func send(_ opcode: UInt8, _ payload: [UInt8] = [], isMasked: Bool = true, reserved: UInt8 = 0) async throws {
        var buffer = ByteBuffer(bytes: [0x80 | reserved | opcode])
        let mask: UInt8 = isMasked ? 0x80 : 0
        if payload.count < 126 {
            buffer.writeInteger(mask | UInt8(payload.count))
        } else {
            buffer.writeInteger(mask | 126)
            buffer.writeInteger(UInt16(payload.count))
        }
        // A key of zeros leaves the payload as it is.
        if isMasked { buffer.writeInteger(UInt32(0)) }
        buffer.writeBytes(payload)
        try await outbound.write(buffer)
    }

    private mutating func bytes(_ count: Int) async throws -> [UInt8]? {
        while waiting.readableBytes < count {
            guard var more = try await inbound.next() else { return nil }
            waiting.discardReadBytes()
            waiting.writeBuffer(&more)
        }
        return waiting.readBytes(length: count)
    }
}
