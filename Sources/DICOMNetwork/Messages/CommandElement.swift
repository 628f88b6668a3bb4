/// An element of group 0000 by its element number. Standard: PS3.7 annex E.1.
public struct CommandElement: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: UInt16

    public init(rawValue: UInt16) { self.rawValue = rawValue }
    init(_ rawValue: UInt16) { self.rawValue = rawValue }

    public static let groupLength = CommandElement(0x0000)
    public static let affectedSOPClassUID = CommandElement(0x0002)
    public static let requestedSOPClassUID = CommandElement(0x0003)
    public static let commandField = CommandElement(0x0100)
    public static let messageID = CommandElement(0x0110)
    public static let messageIDBeingRespondedTo = CommandElement(0x0120)
    public static let moveDestination = CommandElement(0x0600)
    public static let priority = CommandElement(0x0700)
    public static let commandDataSetType = CommandElement(0x0800)
    public static let status = CommandElement(0x0900)
    public static let offendingElement = CommandElement(0x0901)
    public static let errorComment = CommandElement(0x0902)
    public static let errorID = CommandElement(0x0903)
    public static let affectedSOPInstanceUID = CommandElement(0x1000)
    public static let requestedSOPInstanceUID = CommandElement(0x1001)
    public static let remainingSuboperations = CommandElement(0x1020)
    public static let completedSuboperations = CommandElement(0x1021)
    public static let failedSuboperations = CommandElement(0x1022)
    public static let warningSuboperations = CommandElement(0x1023)
    public static let moveOriginatorTitle = CommandElement(0x1030)
    public static let moveOriginatorMessageID = CommandElement(0x1031)

    public static func < (a: CommandElement, b: CommandElement) -> Bool { a.rawValue < b.rawValue }
}

extension CommandElement: CustomStringConvertible {
    /// `(0000,0900)`.
    public var description: String {
        let digits = String(rawValue, radix: 16, uppercase: true)
        return "(0000," + String(repeating: "0", count: 4 - digits.count) + digits + ")"
    }
}
