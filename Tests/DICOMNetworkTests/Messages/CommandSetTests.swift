import DICOMNetwork
import Testing

@Suite("A command set is read as the standard writes it, and never trusted")
struct CommandSetTests {
    @Test("An echo of a stranger is understood, and ours has the same bytes")
    func echo() throws {
        let command = try CommandSet(decoding: echoBytes[...])

        #expect(try Request(command) == .echo(EchoRequest(messageID: 1)))
        #expect(EchoRequest(messageID: 1).command.encoded() == echoBytes)
    }

    @Test(
        "Every request that is written is read again as itself",
        arguments: [
            Request.echo(EchoRequest(messageID: 65535)),
            .find(FindRequest(messageID: 2, sopClass: SOPClass.studyRootFind.uid, priority: .low)),
            .get(GetRequest(messageID: 3, sopClass: SOPClass.studyRootGet.uid, priority: .high)),
            .move(MoveRequest(messageID: 4, sopClass: SOPClass.patientRootMove.uid, destination: "XRAY")),
            .cancel(CancelRequest(cancelledMessageID: 4)),
            .store(
                StoreRequest(
                    messageID: 5, sopClass: SOPClass.computedRadiography.uid, sopInstance: "1.2.3",
                    moveOriginator: .init(title: "WARD", messageID: 9))),
        ])
    func roundTrip(request: Request) throws {
        #expect(try Request(CommandSet(decoding: request.bytes[...])) == request)
    }

    @Test("Cut anywhere, a command is an error and never a trap", arguments: 0..<68)
    func cut(length: Int) {
        #expect(throws: MessageError.self) { try CommandSet(decoding: echoBytes[..<length]) }
    }

    @Test("A damaged command is refused for what is wrong with it", arguments: Damage.all)
    func damaged(damage: Damage) {
        #expect(throws: damage.error) { try Request(CommandSet(decoding: damage.bytes[...])) }
    }

    @Test("A command set above its limit is refused before it is read")
    func tooLarge() {
        let bytes = [UInt8](repeating: 0, count: CommandSet.maxBytes + 1)
        #expect(throws: MessageError.tooLarge(limit: CommandSet.maxBytes)) { try CommandSet(decoding: bytes[...]) }
    }

    @Test("A peer without group length is understood")
    func noGroupLength() throws {
        let command = try CommandSet(decoding: echoBytes[12...])
        #expect(try Request(command) == .echo(EchoRequest(messageID: 1)))
    }

    @Test("A service that we do not have is refused by name, and can be answered")
    func unknownService() throws {
        var command = EchoRequest(messageID: 7).command
        command[.commandField] = 0x0110

        let read = try CommandSet(decoding: command.encoded()[...])

        #expect(throws: MessageError.unknownCommand(0x0110)) { try Request(read) }
        #expect(read.answer(.unrecognizedOperation)?[.commandField] == 0x8110)
    }

    @Test(
        "An instance name that could be a path is never read as one",
        arguments: ["../../etc/passwd", "1.2..3", ".1", "1.", "1.2\\1.3", String(repeating: "1", count: 65), "1.2.ä"])
    func hostileUID(uid: String) throws {
        var command = StoreRequest(messageID: 1, sopClass: "1.2", sopInstance: "1").command
        command.set(.affectedSOPInstanceUID, uid: uid)
        let read = try CommandSet(decoding: command.encoded()[...])

        #expect(throws: MessageError.badValue(.affectedSOPInstanceUID)) { try Request(read) }
        #expect(read.answer(.invalidSOPInstance)?[bytes: .affectedSOPInstanceUID] == nil)
    }

    @Test(
        "Failed instances behind a response are read, whether its group length counts them or not; behind a request refused",
        arguments: [false, true])
    func foreignElements(isCounted: Bool) throws {
        let list = Array("1.2.3\\../4\\1.2.5 ".utf8)
        let foreign: [UInt8] = [8, 0, 0x58, 0, UInt8(list.count), 0, 0, 0] + list
        let request = GetRequest(messageID: 1, sopClass: SOPClass.studyRootGet.uid).command
        let counts = SubOperations(completed: 1, failed: 2)
        let answer = try #require(request.answer(.processingFailure, subOperations: counts))
        var bytes = answer.encoded() + foreign
        if isCounted { bytes[8] += UInt8(foreign.count) }

        let response = try Response(CommandSet(decoding: bytes[...]))

        #expect(response.subOperations.failed == 2)
        #expect(response.subOperations.failedInstances == ["1.2.3", "1.2.5"])
        let asked = request.encoded()
        #expect(throws: MessageError.foreignElement(offset: asked.count, group: 8)) {
            try CommandSet(decoding: (asked + foreign)[...])
        }
        #expect(throws: MessageError.foreignElement(offset: answer.encoded().count, group: 8)) {
            try CommandSet(decoding: (answer.encoded() + foreign + echoBytes.suffix(10))[...])
        }
        #expect(throws: MessageError.self) { try CommandSet(decoding: bytes.dropLast()) }
    }

    @Test("Text for peers stays within its length and its characters")
    func comment() throws {
        let command = try #require(
            EchoRequest(messageID: 1).command.answer(
                .processingFailure, comment: "Platte voll: \u{1B}[2J größer\\" + String(repeating: "x", count: 100)))
        let response = try Response(CommandSet(decoding: command.encoded()[...]))

        let comment = try #require(response.comment)
        #expect(comment.hasPrefix("Platte voll: ?[2J gr??er?xx"))
        #expect(comment.utf8.count == 64)
    }
}

/// C-ECHO request, message 1, as DCMTK's echoscu sends it: group length, SOP class, command field, message ID, no data set.
private let echoBytes: [UInt8] =
    [0, 0, 0, 0, 4, 0, 0, 0, 0x38, 0, 0, 0]
    + [0, 0, 2, 0, 0x12, 0, 0, 0] + Array("1.2.840.10008.1.1\0".utf8)
    + [0, 0, 0, 1, 2, 0, 0, 0, 0x30, 0]
    + [0, 0, 0x10, 1, 2, 0, 0, 0, 1, 0]
    + [0, 0, 0, 8, 2, 0, 0, 0, 1, 1]

struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let error: MessageError

    static let all: [Damage] = [
        Damage("group length of 9", changing(8, to: 9), .wrongGroupLength(declared: 9, actual: 0x38)),
        Damage("an element twice", echoBytes + echoBytes.suffix(10), .outOfOrder(.commandDataSetType)),
        Damage("descending elements", Array(echoBytes[12..<58] + echoBytes[38..<48]), .outOfOrder(.commandField)),
        Damage("a foreign group", changing(12, to: 8), .foreignElement(offset: 12, group: 8)),
        Damage("no command field", Array(echoBytes[12..<38] + echoBytes[48...]), .missing(.commandField)),
        Damage("no message ID", Array(echoBytes[12..<48] + echoBytes[58...]), .missing(.messageID)),
        Damage("no data set type", Array(echoBytes[12..<58]), .missing(.commandDataSetType)),
        Damage("an echo with a data set", changing(66, to: 0), .unexpectedDataSet),
        Damage("a length of 4 GiB", echoBytes.dropLast(6) + [255, 255, 255, 255, 0, 0], tooLong),
    ]
    private static let tooLong = MessageError.truncated(offset: 58, wanted: 0xFFFF_FFFF, left: 2)

    init(_ name: String, _ bytes: [UInt8], _ error: MessageError) {
        (testDescription, self.bytes, self.error) = (name, bytes, error)
    }

    private static func changing(_ index: Int, to byte: UInt8) -> [UInt8] {
        var bytes = echoBytes
        bytes[index] = byte
        return bytes
    }
}

extension Request {
    fileprivate var bytes: [UInt8] {
        switch self {
        case .echo(let request): request.command.encoded()
        case .store(let request): request.command.encoded()
        case .find(let request): request.command.encoded()
        case .get(let request): request.command.encoded()
        case .move(let request): request.command.encoded()
        case .cancel(let request): request.command.encoded()
        }
    }
}
