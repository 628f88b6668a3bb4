import NIOCore
import NIOPosix
import Synchronization

/// A connection that sends just the bytes it is told to.
final class RawConnection: Sendable {
    private struct Heard {
        var bytes: [UInt8] = []
        var isClosed = false
    }

    private final class Ear: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        let heard = Mutex(Heard())

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            heard.withLock { $0.bytes += Array(buffer.readableBytesView) }
        }

        func channelInactive(context: ChannelHandlerContext) { heard.withLock { $0.isClosed = true } }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private let channel: any Channel
    private let ear: Ear

    private init(_ channel: any Channel, _ ear: Ear) { (self.channel, self.ear) = (channel, ear) }

    /// - Parameters:
    ///   - from: another address of this machine, such as 127.0.0.9.
    ///   - isDeaf: takes nothing of what is sent to it before `listen`.
    static func open(port: Int, from: String? = nil, isDeaf: Bool = false) async throws -> RawConnection {
        let ear = Ear()
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: !isDeaf)
            .channelInitializer { channel in channel.pipeline.addHandler(ear) }
        if let from { bootstrap = bootstrap.bind(to: try SocketAddress(ipAddress: from, port: 0)) }
        return RawConnection(try await bootstrap.connect(host: "127.0.0.1", port: port).get(), ear)
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    func listen() async throws { try await channel.setOption(.autoRead, value: true).get() }

    var isClosed: Bool { ear.heard.withLock { $0.isClosed } }
    var text: String { String(decoding: ear.heard.withLock { $0.bytes }, as: UTF8.self) }
    var bytes: [UInt8] { ear.heard.withLock { $0.bytes } }

    /// What has been heard when `isEnough` says so, the other end has closed, or the time is over.
    func heard(within seconds: Int = 60, until isEnough: @Sendable (String) -> Bool) async -> String {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while !isEnough(text), !isClosed, ContinuousClock.now < deadline {
            try? await Task.sleep(for: .milliseconds(5))
        }
        return text
    }

    func untilClosed(within seconds: Int = 60) async -> String { await heard(within: seconds) { _ in false } }

    func close() async { try? await channel.close() }
}
