import DICOM
import DICOMNetwork
import NIOCore
import NIOPosix
import Testing

private let accepted = AssociateAccept(
    calledTitle: nil, callingTitle: nil,
    contexts: [
        ContextAnswer(id: 1, result: .acceptance, transferSyntax: TransferSyntax.implicitLittleEndian.uid),
        ContextAnswer(id: 3, result: .acceptance, transferSyntax: TransferSyntax.explicitLittleEndian.uid),
    ], user: UserInformation(maxLength: 16_384))

private func open(
    _ port: Int, _ deadlines: Deadlines = .standard
) async throws(NetworkError) -> Association {
    try await Association.open(
        to: PeerAddress(title: .named("PEER"), host: "127.0.0.1", port: port), as: .named("XRAY"),
        proposing: Station.contexts, deadlines: deadlines, group: MultiThreadedEventLoopGroup.singleton,
        logger: .silent)
}

@Suite("An association that we ask for", .timeLimit(.minutes(2)))
struct AssociationTests {
    @Test("What both sides agreed on is known, and the peer is left in order")
    func opens() async throws {
        try await RawPeer.listen { peer in
            guard case .pdu(.associateRequest(let request)) = try await peer.hear() else { return }
            #expect(request.calledTitle == .named("PEER") && request.callingTitle == .named("XRAY"))
            #expect(request.contexts == Station.contexts && request.user.maxLength == 131_072)
            try await peer.send(.associateAccept(accepted))
            #expect(try await peer.hear() == .pdu(.releaseRequest))
            try await peer.send(.releaseReply)
            #expect(try await peer.hear() == .closed)
        } while: { port in
            let association = try await open(port)
            #expect(association.accepted.map(\.id) == [1, 3] && association.remoteMaxPDU == 16_384)
            #expect(association.accepted.map(\.transferSyntax) == [.implicitLittleEndian, .explicitLittleEndian])
            #expect(association.accepted.allSatisfy { $0.isUser && !$0.isProvider })
            try await association.release()
        }
    }

    @Test("Both sides release at once: each answers the other")
    func releaseCollision() async throws {
        try await RawPeer.listen { peer in
            _ = try await peer.hear()
            try await peer.send(.associateAccept(accepted))
            #expect(try await peer.hear() == .pdu(.releaseRequest))
            try await peer.send(.releaseRequest)
            #expect(try await peer.hear() == .pdu(.releaseReply))
            try await peer.send(.releaseReply)
            #expect(try await peer.hear() == .closed)
        } while: { port in
            try await open(port).release()
        }
    }

    @Test("A peer that never answers our release, though we answered its own, is disconnected")
    func unfinishedCollision() async throws {
        var deadlines = Deadlines()
        deadlines.artim = .milliseconds(200)
        try await RawPeer.listen { peer in
            _ = try await peer.hear()
            try await peer.send(.associateAccept(accepted))
            #expect(try await peer.hear() == .pdu(.releaseRequest))
            try await peer.send(.releaseRequest)
            #expect(try await peer.hear() == .pdu(.releaseReply))
            #expect(try await peer.hear() == .pdu(.abort(.byUser)))
            #expect(try await peer.hear() == .closed)
        } while: { [deadlines] port in
            try await open(port, deadlines).release()
        }
    }

    @Test("Data that was under way when we released is dropped")
    func lateData() async throws {
        try await RawPeer.listen { peer in
            _ = try await peer.hear()
            try await peer.send(.associateAccept(accepted))
            #expect(try await peer.hear() == .pdu(.releaseRequest))
            let film = [UInt8](repeating: 7, count: 8 << 20)
            let command = StoreRequest(messageID: 1, sopClass: Station.film, sopInstance: "1.2").command
            let transfer = DataTransfer(maxLength: 131_072)
            try await peer.send(transfer.encoded(command.encoded(), context: 3, isCommand: true))
            try await peer.send(transfer.encoded(film, context: 3, isCommand: false))
            try await peer.send(.releaseReply)
            #expect(try await peer.hear() == .closed)
        } while: { port in
            try await open(port).release()
        }
    }

    /// What a peer does with our request, and what that is for us.
    struct Answer: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]?
        let error: NetworkError
    }

    static let answers = [
        Answer(
            testDescription: "it rejects", bytes: PDU.associateReject(.calledTitleNotRecognized).encoded(),
            error: .rejected(.calledTitleNotRecognized)),
        Answer(
            testDescription: "it aborts", bytes: PDU.abort(.invalidParameter).encoded(),
            error: .aborted(.invalidParameter)),
        Answer(testDescription: "it hangs up", bytes: nil, error: .closed),
        Answer(
            testDescription: "it is no DICOM system", bytes: Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8),
            error: .badPDU(.unknownType(0x48))),
        Answer(testDescription: "it says something else", bytes: PDU.releaseReply.encoded(), error: .unexpectedPDU),
    ]

    @Test("A peer that does not want us is understood", arguments: answers)
    func refused(answer: Answer) async throws {
        try await RawPeer.listen { peer in
            _ = try await peer.hear()
            guard let bytes = answer.bytes else { return }
            try await peer.send(bytes)
            _ = try await peer.hear()
        } while: { port in
            await #expect(throws: answer.error) { try await open(port) }
        }
    }

    @Test("A silent peer is given up: no answer, no message, no release")
    func silence() async throws {
        var deadlines = Deadlines()
        deadlines.association = .milliseconds(500)
        try await RawPeer.listen { peer in
            _ = try await peer.hear()
            #expect(try await peer.hear() == .pdu(.abort(.byUser)))
        } while: { [deadlines] port in
            await #expect(throws: NetworkError.timedOut(.association)) { try await open(port, deadlines) }
        }
        // The same time bounds the answer that must come here.
        deadlines.association = .seconds(5)
        try await RawPeer.listen { peer in
            _ = try await peer.hear()
            try await peer.send(.associateAccept(accepted))
            #expect(try await peer.hear() == .pdu(.releaseRequest))
            #expect(try await peer.hear() == .pdu(.abort(.byUser)))
        } while: { [deadlines] port in
            let association = try await open(port, deadlines)
            await #expect(throws: NetworkError.timedOut(.message)) {
                try await association.nextMessage(within: .milliseconds(20))
            }
            await #expect(throws: NetworkError.timedOut(.release)) { try await association.release() }
        }
    }

    @Test("A peer that takes nothing of a film is given up")
    func stalled() async throws {
        var deadlines = Deadlines()
        deadlines.dimse = .milliseconds(100)
        // A server socket that nobody reads: the kernel takes some of it.
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { channel in
                channel.write(ByteBuffer(bytes: PDU.associateAccept(accepted).encoded()), promise: nil)
                channel.flush()
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let association = try await open(server.localAddress?.port ?? 0, deadlines)
        await #expect(throws: NetworkError.timedOut(.sending)) {
            try await association.store([UInt8](repeating: 0, count: 64 << 20), "1.2.3")
        }
        try await server.close()
    }

    @Test("Nobody at the port, or no such host, is told as such")
    func nobody() async throws {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = server.localAddress?.port ?? 0
        try await server.close()
        let error = await #expect(throws: NetworkError.self) { try await open(port) }
        guard case .cannotConnect(host: "127.0.0.1", port: port, reason: "nobody listens there") = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.recovery == .retry)
    }

    @Test("A wait that is cancelled ends at once")
    func cancelled() async throws {
        try await Station.open { station in
            let association = try await station.call()
            let waiting = Task { try await association.nextMessage(within: .seconds(600)) }
            waiting.cancel()
            await #expect(throws: NetworkError.cancelled) { try await waiting.value }
            #expect(try await association.ask(EchoRequest(messageID: 3).command).status == .success)
            try await association.release()
        }
    }

    @Test("A film that cannot be read to its end costs the association, and is told")
    func unreadable() async throws {
        let kept = KeptFilms()
        try await Station.open(kept.receiver()) { station in
            let association = try await station.call()
            let film = FilmSource(
                sopClass: Station.film, sopInstance: "1.2.3", transferSyntax: .explicitLittleEndian,
                dataSetBytes: 5 << 20
            ) { offset, count in
                offset > 2 << 20 ? [] : [UInt8](repeating: 1, count: count)
            }
            let request = StoreRequest(messageID: 1, sopClass: Station.film, sopInstance: "1.2.3")
            await #expect(throws: NetworkError.unreadableFilm) {
                try await association.send(request.command, film: film, on: 3)
            }
            while kept.all.first?.isCancelled != true { try await Task.sleep(for: .milliseconds(2)) }
        }
        #expect(kept.all.map(\.isFinished) == [false])
    }
}
