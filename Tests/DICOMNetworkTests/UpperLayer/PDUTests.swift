import DICOM
import DICOMNetwork
import Testing

/// An A-ASSOCIATE-RQ as a common toolkit sends it, byte by byte.
private let echoRequest: [UInt8] =
    [0x01, 0x00, 0x00, 0x00, 0x00, 0xD1]  // A-ASSOCIATE-RQ, 209 bytes
    + [0x00, 0x01, 0x00, 0x00]  // protocol version 1
    + Array("ANY-SCP         ECHOSCU         ".utf8)  // called, calling
    + [UInt8](repeating: 0, count: 32)
    + [0x10, 0x00, 0x00, 0x15] + Array("1.2.840.10008.3.1.1.1".utf8)
    + [0x20, 0x00, 0x00, 0x2E, 0x01, 0x00, 0xFF, 0x00]  // context 1; the third byte is 00 or FF in the field
    + [0x30, 0x00, 0x00, 0x11] + Array("1.2.840.10008.1.1".utf8)
    + [0x40, 0x00, 0x00, 0x11] + Array("1.2.840.10008.1.2".utf8)
    + [0x50, 0x00, 0x00, 0x3E]
    + [0x51, 0x00, 0x00, 0x04, 0x00, 0x00, 0x40, 0x00]  // maximum length 16384
    + [0x52, 0x00, 0x00, 0x1B] + Array("1.2.276.0.7230010.3.0.3.6.7".utf8)
    + [0x55, 0x00, 0x00, 0x0F] + Array("OFFIS_DCMTK_367".utf8)
    + [0x7A, 0x55, 0x00, 0x00]  // an item of the future, without a value

private func pieces(_ bytes: [UInt8], cutAt size: Int, limits: PDUReader.Limits = .init()) throws -> [PDUReader.Piece] {
    var reader = PDUReader(limits: limits)
    var found: [PDUReader.Piece] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
        let part = Array(bytes[start..<min(start + size, bytes.count)])
        var position = 0
        while let piece = try reader.next(in: part, from: &position) { found.append(piece) }
        #expect(position == part.count)
    }
    return found
}

private let everything = AssociateRequest(
    calledTitle: AETitle(rawValue: "ARCHIVE"), callingTitle: AETitle(rawValue: "ROOM 4"),
    contexts: [
        PresentationContext(id: 1, abstractSyntax: "1.2.840.10008.1.1", transferSyntaxes: ["1.2.840.10008.1.2"]),
        PresentationContext(id: 255, abstractSyntax: "1.2.3", transferSyntaxes: ["1.2.4", "1.2.5"]),
    ], user: user())

private func user() -> UserInformation {
    var user = UserInformation(
        maxLength: 131_072, roles: [RoleSelection(sopClass: "1.2.3", isUser: true, isProvider: true)])
    user.operations = (1, 1)
    user.identity = UserIdentity(kind: 2, wantsResponse: true, primary: Array("rad".utf8), secondary: [1, 2, 3])
    return user
}

private let acceptance: AssociateAccept = {
    var user = UserInformation(
        maxLength: 0, roles: [RoleSelection(sopClass: "1.2.3", isUser: false, isProvider: true)])
    user.identityResponse = [9, 8]
    return AssociateAccept(
        calledTitle: AETitle(rawValue: "ARCHIVE"), callingTitle: AETitle(rawValue: "ROOM 4"),
        contexts: [
            ContextAnswer(id: 1, result: .abstractSyntaxNotSupported, transferSyntax: ""),
            ContextAnswer(id: 255, result: .acceptance, transferSyntax: "1.2.5"),
        ], user: user)
}()

@Suite("PDUs")
struct PDUTests {
    @Test(
        "A request of a common toolkit is read, whatever its reserved bytes and unknown items", arguments: [1, 7, 500])
    func captured(size: Int) throws {
        let found = try pieces(echoRequest, cutAt: size)
        guard case .pdu(.associateRequest(let request)) = found.first, found.count == 1 else {
            Issue.record("\(found)")
            return
        }
        #expect(request.calledTitle?.rawValue == "ANY-SCP" && request.callingTitle?.rawValue == "ECHOSCU")
        #expect(request.applicationContext == Implementation.applicationContext)
        #expect(
            request.contexts == [
                PresentationContext(
                    id: 1, abstractSyntax: "1.2.840.10008.1.1", transferSyntaxes: ["1.2.840.10008.1.2"])
            ])
        #expect(request.user.maxLength == 16384 && request.user.implementationVersion == "OFFIS_DCMTK_367")
        #expect(request.user.operations == nil && request.user.identity == nil)
    }

    @Test(
        "What is written is read again",
        arguments: [
            PDU.associateRequest(everything), .associateAccept(acceptance),
            .associateReject(.calledTitleNotRecognized), .releaseRequest, .releaseReply, .abort(.invalidParameter),
        ])
    func roundTrip(pdu: PDU) throws {
        #expect(try pieces(pdu.encoded(), cutAt: 3) == [.pdu(pdu)])
    }

    @Test(
        "Small PDUs are the bytes of the standard",
        arguments: zip(
            [PDU.associateReject(.localLimitExceeded), .releaseRequest, .releaseReply, .abort(.unexpectedPDU)],
            [
                [3, 0, 0, 0, 0, 4, 0, 2, 3, 2], [5, 0, 0, 0, 0, 4, 0, 0, 0, 0], [6, 0, 0, 0, 0, 4, 0, 0, 0, 0],
                [7, 0, 0, 0, 0, 4, 0, 0, 2, 2],
            ] as [[UInt8]]))
    func small(pdu: PDU, bytes: [UInt8]) {
        #expect(pdu.encoded() == bytes)
    }

    @Test("Reserved bytes of small PDUs are not looked at")
    func reserved() throws {
        #expect(try pieces([7, 9, 0, 0, 0, 4, 9, 9, 2, 2], cutAt: 10) == [.pdu(.abort(.unexpectedPDU))])
        #expect(try pieces([5, 9, 0, 0, 0, 4, 9, 9, 9, 9], cutAt: 10) == [.pdu(.releaseRequest)])
    }

    @Test("Only what was proposed, and granted, is an accepted context")
    func accepted() {
        let contexts = acceptance.accepted(of: everything)
        #expect(
            contexts == [
                AcceptedContext(
                    id: 255, abstractSyntax: "1.2.3", transferSyntax: TransferSyntax(uid: "1.2.5"), isUser: false,
                    isProvider: true)
            ])
        var foreign = acceptance
        foreign.contexts = [
            ContextAnswer(id: 3, result: .acceptance, transferSyntax: "1.2.5"),
            ContextAnswer(id: 255, result: .acceptance, transferSyntax: "1.2.6"),
        ]
        #expect(foreign.accepted(of: everything).isEmpty)
    }

    @Test(
        "Bytes that are no PDU are refused with what is wrong",
        arguments: [
            ([0x47, 0x45, 0x54, 0x20, 0x2F, 0x20], .unknownType(0x47)),
            ([0, 0, 0, 0, 0, 4], .unknownType(0)),
            ([1, 0, 0, 4, 0, 1], .tooLong(type: 1, length: 262_145, limit: 262_144)),
            ([4, 0, 0, 2, 0, 1], .tooLong(type: 4, length: 131_073, limit: 131_072)),
            ([4, 0, 0xFF, 0xFF, 0xFF, 0xFF], .tooLong(type: 4, length: 0xFFFF_FFFF, limit: 131_072)),
            ([7, 0, 0, 0, 0, 65], .tooLong(type: 7, length: 65, limit: 64)),
            ([7, 0, 0, 0, 0, 2, 0, 0], .truncated(offset: 2, wanted: 1, left: 0)),
            ([4, 0, 0, 0, 0, 0], .emptyData),
            ([4, 0, 0, 0, 0, 5], .badDataLength(5)),
            ([4, 0, 0, 0, 0, 6, 0, 0, 0, 1, 1, 3], .badDataLength(1)),
            ([4, 0, 0, 0, 0, 6, 0, 0, 0, 3, 1, 3], .badDataLength(3)),
            ([4, 0, 0, 0, 0, 6, 0xFF, 0xFF, 0xFF, 0xFF, 1, 3], .badDataLength(0xFFFF_FFFF)),
            ([4, 0, 0, 0, 0, 9, 0, 0, 0, 2, 1, 3], .badDataLength(2)),
        ] as [([UInt8], PDUError)])
    func hostile(bytes: [UInt8], error: PDUError) {
        #expect(throws: error) { try pieces(bytes, cutAt: bytes.count) }
        #expect(throws: error) { try pieces(bytes, cutAt: 1) }
    }

    @Test(
        "Context ids are odd and stand once",
        arguments: zip(
            [[2], [0], [1, 3, 1]] as [[UInt8]],
            [PDUError.evenContextID(2), .evenContextID(0), .duplicateContextID(1)]))
    func contextIDs(ids: [UInt8], error: PDUError) {
        var request = everything
        request.contexts = ids.map { PresentationContext(id: $0, abstractSyntax: "1.2", transferSyntaxes: ["1.3"]) }
        #expect(throws: error) { try pieces(PDU.associateRequest(request).encoded(), cutAt: 500) }
        #expect(error.abort == .invalidParameter)
    }

    @Test("An item that is longer than its PDU is refused, wherever it is cut", arguments: 68...209)
    func cutItems(count: Int) {
        var bytes = Array(echoRequest.prefix(6 + count))
        bytes[5] = UInt8(count)
        let whole = [68, 93, 143, 209]
        if whole.contains(count) {
            #expect(throws: Never.self) { try pieces(Array(bytes), cutAt: 500) }
        } else {
            #expect(throws: PDUError.self) { try pieces(bytes, cutAt: 500) }
        }
    }
}
