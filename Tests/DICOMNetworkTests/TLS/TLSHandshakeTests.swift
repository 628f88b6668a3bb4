import DICOMNetwork
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@Suite("Two systems trust each other only by their certificates")
struct TLSHandshakeTests {
    @Test("Certificates of one authority on both sides: bytes go through")
    func mutual() async throws {
        #expect(try await TLSCall(.station, "archive.test", to: .archive).answer() == "film")
    }

    @Test("An archive whose certificate names no host is trusted when the setting says so")
    func anyHost() async throws {
        #expect(try await TLSCall(.archive.forAnyHost, "127.0.0.1", to: .station).answer() == "film")
    }

    @Test("A listener without authorities takes callers without certificates")
    func oneSided() async throws {
        var server = TLSProfile.Material.archive
        server.authorities = []
        #expect(try await TLSCall(.authorityOnly, "archive.test", to: server).answer() == "film")
    }

    @Test("Whoever cannot prove who they are gets nothing", arguments: Refusal.all)
    func refused(refusal: Refusal) async throws {
        await #expect(throws: (any Error).self) {
            try await TLSCall(refusal.client, refusal.host, to: refusal.server).answer()
        }
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let client: TLSProfile.Material
        let host: String
        let server: TLSProfile.Material

        static let all: [Refusal] = [
            .init("a caller without a certificate", .authorityOnly, "archive.test", .archive),
            .init("a caller of another authority", .stranger.trusting(.station), "archive.test", .archive),
            .init("an archive of another authority", .station.forAnyHost, "archive.test", .stranger),
            .init("a certificate for another host", .station, "other.test", .archive),
            .init("a certificate that names no host", .archive, "archive.test", .station),
            .init("a certificate without the address that was called", .station, "127.0.0.1", .archive),
            .init("an expired certificate", .station.forAnyHost, "archive.test", .expired),
        ]

        init(_ name: String, _ client: TLSProfile.Material, _ host: String, _ server: TLSProfile.Material) {
            (testDescription, self.client, self.host, self.server) = (name, client, host, server)
        }
    }

    @Test("Old versions and weak suites are refused", arguments: OldClient.allCases)
    func old(client: OldClient) async throws {
        await #expect(throws: (any Error).self) {
            try await TLSCall(.station, "archive.test", to: .archive).answer(of: client.configuration)
        }
    }

    enum OldClient: CaseIterable {
        case versionOne, weakSuite

        var configuration: TLSConfiguration {
            get throws {
                var configuration = TLSConfiguration.makeClientConfiguration()
                let certificate = try NIOSSLCertificate.fromPEMBytes(Array(TestCertificates.station.utf8))
                configuration.certificateChain = certificate.map { .certificate($0) }
                configuration.privateKey = .privateKey(
                    try NIOSSLPrivateKey(bytes: Array(TestCertificates.stationKey.utf8), format: .pem))
                configuration.certificateVerification = .none
                configuration.minimumTLSVersion = .tlsv1
                configuration.maximumTLSVersion = self == .versionOne ? .tlsv11 : .tlsv12
                if self == .weakSuite {
                    configuration.cipherSuiteValues = [.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA]
                }
                return configuration
            }
        }
    }
}

extension TLSProfile.Material {
    static let expired = Self(TestCertificates.expired, TestCertificates.archiveKey)

    fileprivate func trusting(_ other: Self) -> Self {
        var material = self
        material.authorities = other.authorities
        return material
    }
}

/// One connection over loopback: the listener sends back what it gets.
private struct TLSCall {
    let client: TLSProfile.Material
    let host: String
    let server: TLSProfile.Material

    init(_ client: TLSProfile.Material, _ host: String, to server: TLSProfile.Material) {
        (self.client, self.host, self.server) = (client, host, server)
    }

    func answer() async throws -> String {
        let profile = try TLSProfile(client)
        return try await answer { [host] in try profile.clientHandler(host: host) }
    }

    func answer(of configuration: TLSConfiguration) async throws -> String {
        let context = try NIOSSLContext(configuration: configuration)
        return try await answer { try NIOSSLClientHandler(context: context, serverHostname: nil) }
    }

    private func answer(by handler: @escaping @Sendable () throws -> NIOSSLClientHandler) async throws -> String {
        let profile = try TLSProfile(server)
        let group = MultiThreadedEventLoopGroup.singleton
        let listener = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandlers(profile.serverHandler(), Echo())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        defer { listener.close(promise: nil) }
        let reply = group.next().makePromise(of: String.self)
        let channel: any Channel
        do {
            channel = try await ClientBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers(handler(), Caller(reply))
                    }
                }
                .connect(host: "127.0.0.1", port: #require(listener.localAddress?.port)).get()
        } catch {
            reply.fail(error)
            throw error
        }
        defer { channel.close(promise: nil) }
        return try await reply.futureResult.get()
    }
}

private final class Echo: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.writeAndFlush(data, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

private final class Caller: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let reply: EventLoopPromise<String>

    init(_ reply: EventLoopPromise<String>) { self.reply = reply }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "film")), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        reply.succeed(String(buffer: unwrapInboundIn(data)))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        reply.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) { reply.fail(ChannelError.eof) }
}
