/// How a request went, as the peer says: a value, not an error. Standard: PS3.7 annex C, PS3.4 §B.2.3, §C.4.
public struct DIMSEStatus: RawRepresentable, Hashable, Sendable {
    /// Status (0000,0900).
    public let value: UInt16

    public var rawValue: UInt16 { value }
    public init(rawValue: UInt16) { value = rawValue }
    public init(_ value: UInt16) { self.value = value }

    public enum Category: String, Sendable { case success, pending, cancel, warning, failure }

    /// What the value means for the request, whatever the service. A value that no table knows is a failure: nobody may
    /// believe that a film was kept because its status was strange. Standard: PS3.7 §C.1 to §C.5.
    public var category: Category {
        switch value {
        case 0x0000: .success
        case 0xFF00, 0xFF01: .pending
        case 0xFE00: .cancel
        case 0x0001, 0x0107, 0x0116, 0xB000...0xBFFF: .warning
        default: .failure
        }
    }

    public var isSuccess: Bool { category == .success }
    public var isPending: Bool { category == .pending }
    /// The request was carried out, perhaps not quite as asked.
    public var isDone: Bool { category == .success || category == .warning }

    /// `A700H`.
    public var hexadecimal: String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: 4 - digits.count) + digits + "H"
    }

    public static let success = DIMSEStatus(0x0000)
    public static let cancelled = DIMSEStatus(0xFE00)
    /// Another answer follows.
    public static let pending = DIMSEStatus(0xFF00)
    /// Another answer follows; optional keys of the query were not supported.
    public static let pendingWithUnsupportedKeys = DIMSEStatus(0xFF01)
    public static let sopClassNotSupported = DIMSEStatus(0x0122)
    public static let processingFailure = DIMSEStatus(0x0110)
    public static let invalidSOPInstance = DIMSEStatus(0x0117)
    public static let duplicateInvocation = DIMSEStatus(0x0210)
    public static let unrecognizedOperation = DIMSEStatus(0x0211)
    public static let mistypedArgument = DIMSEStatus(0x0212)
    public static let resourceLimitation = DIMSEStatus(0x0213)
    public static let notAuthorized = DIMSEStatus(0x0124)
    /// Out of resources: for a C-STORE, no room on the disk.
    public static let outOfResources = DIMSEStatus(0xA700)
    public static let cannotCalculateMatches = DIMSEStatus(0xA701)
    public static let cannotPerformSubOperations = DIMSEStatus(0xA702)
    public static let moveDestinationUnknown = DIMSEStatus(0xA801)
    /// The data set, or the identifier, is not of the SOP class that the command names.
    public static let dataSetDoesNotMatchSOPClass = DIMSEStatus(0xA900)
    public static let coercionOfDataElements = DIMSEStatus(0xB000)
    public static let subOperationsWithFailures = DIMSEStatus(0xB000)
    public static let elementsDiscarded = DIMSEStatus(0xB006)
    public static let dataSetDoesNotMatchButKept = DIMSEStatus(0xB007)
    /// Cannot understand, or unable to process.
    public static let cannotUnderstand = DIMSEStatus(0xC000)
}

extension DIMSEStatus: CustomStringConvertible {
    public var description: String { "\(hexadecimal) (\(category.rawValue))" }
}
