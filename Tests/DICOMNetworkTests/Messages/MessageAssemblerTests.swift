import DICOMNetwork
import Testing

@Suite("Messages are put together from fragments as the standard orders them")
struct MessageAssemblerTests {
    fileprivate static let echo = EchoRequest(messageID: 1).command
    fileprivate static let store = StoreRequest(messageID: 2, sopClass: "1.2", sopInstance: "1.2.3").command

    @Test("A command in pieces, some of them empty, is one command", arguments: [1, 2, 7, 1000])
    func pieces(size: Int) throws {
        var assembler = MessageAssembler(contexts: [1])
        let bytes = Self.echo.encoded()
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = bytes[start..<min(start + size, bytes.count)]
            #expect(try assembler.command(piece, isLast: false) == .incomplete)
            #expect(try assembler.command([], isLast: false) == .incomplete)
        }
        #expect(try assembler.command([], isLast: true) == .command(contextID: 1, Self.echo))
        #expect(assembler.isBetweenMessages)
    }

    @Test("A film's data set follows its command, empty fragments included, and ends the message")
    func dataSet() throws {
        var assembler = MessageAssembler(contexts: [1])
        #expect(
            try assembler.command(Self.store.encoded()[...], isLast: true) == .command(contextID: 1, Self.store))
        #expect(try assembler.data([], isLast: false) == .data(isLast: false))
        #expect(try assembler.data([1, 2], isLast: false) == .data(isLast: false))
        #expect(!assembler.isBetweenMessages)
        #expect(try assembler.data([], isLast: true) == .data(isLast: true))
        #expect(try assembler.command(Self.echo.encoded()[...], isLast: true) == .command(contextID: 1, Self.echo))
    }

    @Test("What does not belong is refused", arguments: Stranger.all)
    func refused(stranger: Stranger) throws {
        var assembler = MessageAssembler(contexts: [1, 3], limits: .init(commandBytes: 200, dataSetBytes: 4))
        for fragment in stranger.before { _ = try assembler.take(fragment) }
        #expect(throws: stranger.error) { try assembler.take(stranger.last) }
    }

    struct Fragment: Sendable {
        var context: UInt8 = 1
        var isCommand = true
        var isLast = true
        var bytes: [UInt8] = []
    }

    struct Stranger: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let before: [Fragment]
        let last: Fragment
        let error: MessageError

        private static let wholeEcho = Fragment(bytes: MessageAssemblerTests.echo.encoded())
        private static let wholeStore = Fragment(bytes: MessageAssemblerTests.store.encoded())
        private static let startOfCommand = Fragment(isLast: false, bytes: [0, 0])

        static let all: [Stranger] = [
            .init("a context that was not accepted", [], Fragment(context: 5), .unknownContext(5)),
            .init("data before any command", [], Fragment(isCommand: false), .unexpectedDataSet),
            .init("data after an echo", [wholeEcho], Fragment(isCommand: false), .unexpectedDataSet),
            .init("data inside a command", [startOfCommand], Fragment(isCommand: false), .unexpectedDataSet),
            .init("a command where data belongs", [wholeStore], wholeEcho, .missingDataSet),
            .init(
                "a command on two contexts", [startOfCommand], Fragment(context: 3),
                .interleaved(expected: 1, found: 3)),
            .init(
                "data on another context than its command", [wholeStore], Fragment(context: 3, isCommand: false),
                .interleaved(expected: 1, found: 3)),
            .init(
                "a command without end",
                [startOfCommand, Fragment(isLast: false, bytes: .init(repeating: 0, count: 190))],
                Fragment(isLast: false, bytes: .init(repeating: 0, count: 9)), .tooLarge(limit: 200)),
            .init(
                "a data set without end", [wholeStore, Fragment(isCommand: false, isLast: false, bytes: [1, 2, 3])],
                Fragment(isCommand: false, isLast: false, bytes: [4, 5]), .tooLarge(limit: 4)),
            .init("an empty command", [], Fragment(), .missing(.commandField)),
        ]

        init(_ name: String, _ before: [Fragment], _ last: Fragment, _ error: MessageError) {
            (testDescription, self.before, self.last, self.error) = (name, before, last, error)
        }
    }
}

extension MessageAssembler {
    fileprivate mutating func command(_ bytes: ArraySlice<UInt8>, isLast: Bool) throws -> Step {
        try take(context: 1, isCommand: true, isLast: isLast, bytes: bytes)
    }

    fileprivate mutating func data(_ bytes: ArraySlice<UInt8>, isLast: Bool) throws -> Step {
        try take(context: 1, isCommand: false, isLast: isLast, bytes: bytes)
    }

    fileprivate mutating func take(_ fragment: MessageAssemblerTests.Fragment) throws -> Step {
        try take(
            context: fragment.context, isCommand: fragment.isCommand, isLast: fragment.isLast, bytes: fragment.bytes)
    }
}
