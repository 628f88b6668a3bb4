/// A-ASSOCIATE-RJ: why there is no association. Standard: PS3.8 §9.3.4, table 9-21.
public struct AssociateReject: Sendable, Hashable {
    /// 1 for good, 2 for now.
    public let result: UInt8
    /// 1 the application, 2 the provider (ACSE), 3 the provider (presentation).
    public let source: UInt8
    public let reason: UInt8

    public init(result: UInt8, source: UInt8, reason: UInt8) {
        (self.result, self.source, self.reason) = (result, source, reason)
    }

    public static let noReason = AssociateReject(result: 1, source: 1, reason: 1)
    public static let applicationContextNotSupported = AssociateReject(result: 1, source: 1, reason: 2)
    public static let callingTitleNotRecognized = AssociateReject(result: 1, source: 1, reason: 3)
    public static let calledTitleNotRecognized = AssociateReject(result: 1, source: 1, reason: 7)
    public static let protocolVersionNotSupported = AssociateReject(result: 1, source: 2, reason: 2)
    public static let temporaryCongestion = AssociateReject(result: 2, source: 3, reason: 1)
    public static let localLimitExceeded = AssociateReject(result: 2, source: 3, reason: 2)

    /// Asking again later may help.
    public var isTransient: Bool { result == 2 }

    /// The reason in words, no full stop.
    public var words: String {
        switch (source, reason) {
        case (1, 2): "it does not support the DICOM application context"
        case (1, 3): "it does not know the calling AE title"
        case (1, 7): "the called AE title is not its own"
        case (2, 2): "it does not support the protocol version"
        case (3, 1): "it is congested at the moment"
        case (3, 2): "it has too many associations at the moment"
        default: "it gives no reason"
        }
    }
}

extension AssociateReject: CustomStringConvertible {
    /// `1/1/7: the called AE title is not its own`: result, source, reason.
    public var description: String { "\(result)/\(source)/\(reason): \(words)" }
}
