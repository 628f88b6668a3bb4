/// Puts command sets together out of presentation data values and says what each fragment is. It keeps no bytes of data
/// sets: a fragment stays where the caller has it.
///
/// One direction of one association. A message is its command and, where the command says so, its data set, both on one
/// presentation context and never mixed with another message's. Standard: PS3.7 §6.3.1, PS3.8 annex E.
public struct MessageAssembler: Sendable {
    public struct Limits: Sendable, Equatable {
        /// Bytes of a command set.
        public var commandBytes: Int
        /// Bytes of a data set: the largest film.
        public var dataSetBytes: Int

        public init(commandBytes: Int = CommandSet.maxBytes, dataSetBytes: Int = 1 << 31) {
            (self.commandBytes, self.dataSetBytes) = (commandBytes, dataSetBytes)
        }

        public static let standard = Limits()
    }

    /// What a fragment brought.
    public enum Step: Sendable, Equatable {
        /// A part of a command; more must come.
        case incomplete
        /// The command is whole. `command.hasDataSet` says whether `.data` follows.
        case command(contextID: UInt8, CommandSet)
        /// The fragment is the next bytes of the data set, perhaps none; `isLast` ends data set and message.
        case data(isLast: Bool)
    }

    private enum Place: Sendable {
        case betweenMessages
        case inCommand(contextID: UInt8)
        case inDataSet(contextID: UInt8)
    }

    private let contexts: Set<UInt8>
    private let limits: Limits
    private var place = Place.betweenMessages
    private var command: [UInt8] = []
    private var dataSetBytes = 0

    /// - Parameter contexts: ids of the presentation contexts that were accepted.
    public init(contexts: Set<UInt8>, limits: Limits = .standard) {
        (self.contexts, self.limits) = (contexts, limits)
    }

    /// No message is under way.
    public var isBetweenMessages: Bool {
        if case .betweenMessages = place { true } else { false }
    }

    /// Takes one presentation data value. After an error the association has no meaning any more.
    /// - Parameters:
    ///   - isCommand: bit 0 of the message control header; `isLast`: bit 1. Standard: PS3.8 annex E.2.
    ///   - bytes: without the control header; may be empty.
    public mutating func take(
        context: UInt8, isCommand: Bool, isLast: Bool, bytes: some Collection<UInt8>
    ) throws(MessageError) -> Step {
        guard contexts.contains(context) else { throw .unknownContext(context) }
        switch place {
        case .betweenMessages:
            guard isCommand else { throw .unexpectedDataSet }
        case .inCommand(let expected):
            guard context == expected else { throw .interleaved(expected: expected, found: context) }
            guard isCommand else { throw .unexpectedDataSet }
        case .inDataSet(let expected):
            guard context == expected else { throw .interleaved(expected: expected, found: context) }
            guard !isCommand else { throw .missingDataSet }
        }
        return isCommand
            ? try takeCommand(context, isLast: isLast, bytes) : try takeData(isLast: isLast, count: bytes.count)
    }

    private mutating func takeCommand(
        _ context: UInt8, isLast: Bool, _ bytes: some Collection<UInt8>
    ) throws(MessageError) -> Step {
        guard bytes.count <= limits.commandBytes - command.count else { throw .tooLarge(limit: limits.commandBytes) }
        place = .inCommand(contextID: context)
        command.append(contentsOf: bytes)
        guard isLast else { return .incomplete }
        let whole = try CommandSet(decoding: command[...])
        command = []
        dataSetBytes = 0
        place = whole.hasDataSet ? .inDataSet(contextID: context) : .betweenMessages
        return .command(contextID: context, whole)
    }

    private mutating func takeData(isLast: Bool, count: Int) throws(MessageError) -> Step {
        guard count <= limits.dataSetBytes - dataSetBytes else { throw .tooLarge(limit: limits.dataSetBytes) }
        dataSetBytes += count
        if isLast { place = .betweenMessages }
        return .data(isLast: isLast)
    }
}
