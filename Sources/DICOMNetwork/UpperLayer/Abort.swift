/// A-ABORT: the association ends here and now. Standard: PS3.8 §9.3.8, table 9-26.
public struct Abort: Sendable, Hashable {
    /// 0 the application, 2 the provider.
    public let source: UInt8
    /// Means something only when the provider aborts.
    public let reason: UInt8

    public init(source: UInt8, reason: UInt8) { (self.source, self.reason) = (source, reason) }

    public static let byUser = Abort(source: 0, reason: 0)
    public static let noReason = Abort(source: 2, reason: 0)
    public static let unrecognizedPDU = Abort(source: 2, reason: 1)
    public static let unexpectedPDU = Abort(source: 2, reason: 2)
    public static let unrecognizedParameter = Abort(source: 2, reason: 4)
    public static let unexpectedParameter = Abort(source: 2, reason: 5)
    public static let invalidParameter = Abort(source: 2, reason: 6)

    /// In words, no full stop.
    public var words: String {
        guard source == 2 else { return "its application ended the conversation" }
        return switch reason {
        case 1: "a PDU that it does not know"
        case 2: "a PDU that it did not expect"
        case 4: "a parameter that it does not know"
        case 5: "a parameter that it did not expect"
        case 6: "a parameter with a wrong value"
        default: "no reason given"
        }
    }
}

extension Abort: CustomStringConvertible {
    /// `2/6: a parameter with a wrong value`: source, reason.
    public var description: String { "\(source)/\(reason): \(words)" }
}
