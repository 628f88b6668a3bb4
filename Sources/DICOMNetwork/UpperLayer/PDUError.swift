/// Why bytes of a peer are no PDU. Offsets count from the first byte behind the header of six bytes.
/// Standard: PS3.8 §9.3.
public enum PDUError: Error, Equatable, Sendable {
    /// No PDU of the standard.
    case unknownType(UInt8)
    /// A PDU above its limit, refused by its header.
    case tooLong(type: UInt8, length: UInt32, limit: Int)
    /// `wanted` bytes were declared, `left` are there.
    case truncated(offset: Int, wanted: Int, left: Int)
    case evenContextID(UInt8)
    case duplicateContextID(UInt8)
    /// A P-DATA-TF PDU without a presentation data value.
    case emptyData
    /// A presentation data value that is too short for its own header, or longer than its PDU.
    case badDataLength(UInt32)

    public enum Recovery: Sendable, Equatable {
        /// Nothing that follows can be understood: abort the association.
        case abort
    }

    public var recovery: Recovery { .abort }

    /// What the peer is told. Standard: PS3.8 table 9-26.
    public var abort: Abort {
        switch self {
        case .unknownType: .unrecognizedPDU
        default: .invalidParameter
        }
    }

    /// One sentence for the person who reads the log.
    public var suggestion: String {
        switch self {
        case .unknownType: "Check what is connected to this port: it may not be a DICOM system, or it may want TLS."
        default: "Have the peer checked: it does not speak DICOM as the standard says (PS3.8)."
        }
    }
}

extension PDUError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unknownType(let type): "unknown PDU type \(type)"
        case .tooLong(let type, let length, let limit): "PDU of type \(type) of \(length) bytes, above \(limit)"
        case .truncated(let offset, let wanted, let left):
            "PDU cut at byte \(offset): \(wanted) bytes declared, \(left) left"
        case .evenContextID(let id): "presentation context id \(id) is even"
        case .duplicateContextID(let id): "presentation context id \(id) stands twice"
        case .emptyData: "P-DATA-TF without a presentation data value"
        case .badDataLength(let length): "presentation data value with a length of \(length)"
        }
    }
}
