import DICOM
import DICOMNetwork
import Testing

@Suite("Who is answered by a listener")
struct AdmissionTests {
    /// A request that must be rejected, and how.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reject: AssociateReject
        let change: @Sendable (inout AssociateRequest) -> Void
    }

    static let wrongs = [
        Wrong(testDescription: "wrong called title", reject: .calledTitleNotRecognized) {
            $0.calledTitle = .named("OTHER")
        },
        Wrong(testDescription: "no called title", reject: .calledTitleNotRecognized) { $0.calledTitle = nil },
        Wrong(testDescription: "no calling title", reject: .callingTitleNotRecognized) { $0.callingTitle = nil },
        Wrong(testDescription: "unknown calling title", reject: .callingTitleNotRecognized) {
            $0.callingTitle = .named("STRANGER")
        },
        Wrong(testDescription: "known title, other host", reject: .callingTitleNotRecognized) {
            $0.callingTitle = .named("ELSEWHERE")
        },
        Wrong(testDescription: "another protocol", reject: .protocolVersionNotSupported) { $0.protocolVersion = 2 },
        Wrong(testDescription: "another application", reject: .applicationContextNotSupported) {
            $0.applicationContext = "1.2.3"
        },
    ]

    static let allowed: [ListenerConfiguration.AllowedPeer] = [
        .init(title: Station.caller, host: "127.0.0.1"), .init(title: .named("ELSEWHERE"), host: "192.0.2.1"),
    ]

    @Test("Who is wrong here is told why, and may not go on", arguments: wrongs)
    func rejected(wrong: Wrong) async throws {
        try await Station.open(change: { $0.allowedPeers = Self.allowed }) { station in
            try await station.talk { peer in
                var request = AssociateRequest.usual
                wrong.change(&request)
                let answer = try await peer.associate(request)
                #expect(answer == .pdu(.associateReject(wrong.reject)))
            }
            // Whoever is right is answered.
            let association = try await station.call()
            #expect(try await association.ask(EchoRequest(messageID: 1).command).status == .success)
            try await association.release()
        }
    }

    @Test("Any called title will do if the settings say so, and protocol versions of the future beside ours")
    func lenient() async throws {
        try await Station.open(change: { $0.takesAnyCalledTitle = true }) { station in
            try await station.talk { peer in
                var request = AssociateRequest.usual
                (request.calledTitle, request.protocolVersion) = (.named("ANY-SCP"), 3)
                guard case .pdu(.associateAccept) = try await peer.associate(request) else {
                    Issue.record("rejected")
                    return
                }
            }
        }
    }

    @Test("One caller too many is asked to come later, and is answered when there is room")
    func limit() async throws {
        try await Station.open(change: { $0.maxAssociations = 2 }) { station in
            let (first, second) = (try await station.call(), try await station.call())
            await #expect(throws: NetworkError.rejected(.localLimitExceeded)) { try await station.call() }
            #expect(NetworkError.rejected(.localLimitExceeded).recovery == .retry)
            try await first.release()
            var third: Association?
            while third == nil { third = try? await station.call() }
            try await third?.release()
            try await second.release()
        }
    }

    @Test("Each context gets the result of the standard, accepted ones our best encoding")
    func contexts() async throws {
        let offers: [(String, [TransferSyntax], ContextAnswer.Result, TransferSyntax)] = [
            (SOPClass.verification.uid, [.implicitLittleEndian], .acceptance, .implicitLittleEndian),
            (
                Station.film, [.jpegBaseline, .implicitLittleEndian, .explicitLittleEndian], .acceptance,
                .explicitLittleEndian
            ),
            (Station.film, [.jpegBaseline, .jpegLosslessSV1], .acceptance, .jpegLosslessSV1),
            (
                Station.film, [TransferSyntax(uid: "1.2.840.10008.1.2.4.100")], .transferSyntaxesNotSupported,
                .implicitLittleEndian
            ),
            (Station.film, [], .transferSyntaxesNotSupported, .implicitLittleEndian),
            ("1.2.840.10008.5.1.4.1.1.2", [.implicitLittleEndian], .abstractSyntaxNotSupported, .implicitLittleEndian),
            ("", [.implicitLittleEndian], .abstractSyntaxNotSupported, .implicitLittleEndian),
            (SOPClass.verification.uid, [.jpegBaseline], .transferSyntaxesNotSupported, .implicitLittleEndian),
        ]
        var request = AssociateRequest.usual
        request.contexts = offers.enumerated().map { index, offer in
            PresentationContext(
                id: UInt8(2 * index + 1), abstractSyntax: offer.0, transferSyntaxes: offer.1.map(\.uid))
        }
        try await Station.open { [request] station in
            try await station.talk { peer in
                guard case .pdu(.associateAccept(let accept)) = try await peer.associate(request) else {
                    Issue.record("rejected")
                    return
                }
                #expect(accept.contexts.map(\.id) == request.contexts.map(\.id))
                #expect(accept.contexts.map(\.result) == offers.map(\.2))
                for (answer, offer) in zip(accept.contexts, offers) where answer.result == .acceptance {
                    #expect(answer.transferSyntax == offer.3.uid)
                }
                #expect(accept.user.maxLength == 131_072 && accept.user.operations == nil)
            }
        }
    }

    @Test("A caller may be the user of storage, never its provider")
    func roles() async throws {
        var request = AssociateRequest.usual
        request.user.roles = [
            RoleSelection(sopClass: Station.film, isUser: true, isProvider: true),
            RoleSelection(sopClass: "1.2.3", isUser: true, isProvider: true),
        ]
        try await Station.open { [request] station in
            try await station.talk { peer in
                guard case .pdu(.associateAccept(let accept)) = try await peer.associate(request) else {
                    Issue.record("rejected")
                    return
                }
                #expect(
                    accept.user.roles == [RoleSelection(sopClass: Station.film, isUser: true, isProvider: false)])
            }
            try await station.talk { peer in
                var request = request
                request.user.roles = [RoleSelection(sopClass: Station.film, isUser: false, isProvider: true)]
                guard case .pdu(.associateAccept(let accept)) = try await peer.associate(request) else {
                    Issue.record("rejected")
                    return
                }
                #expect(accept.contexts.map(\.result) == [.acceptance, .userRejection])
            }
        }
    }
}
