/// Why bytes are no data set, or a data set no bytes. Offsets count from the first byte of the file; in a deflated data
/// set from the first inflated byte. No case carries a value of the data set.
public enum DICOMError: Error, Equatable, Sendable {
    /// Neither a Part 10 file nor a bare data set.
    case notDICOM
    /// The bytes end inside an element: `wanted` were declared, `left` are there.
    case truncated(offset: Int, wanted: Int, left: Int)
    /// Sequences nested deeper than the limit.
    case tooDeep(offset: Int, limit: Int)
    /// More elements than the limit.
    case tooManyElements(offset: Int, limit: Int)
    /// More bytes than the limit, as they are or inflated.
    case tooLarge(offset: Int, limit: Int)
    /// Structure that no reader could follow, e.g. an item outside of a sequence.
    case badStructure(offset: Int, tag: Tag, detail: String)
    /// The deflated stream is broken.
    case badDeflate(offset: Int, detail: String)
    /// A data set that cannot be written as asked.
    case cannotEncode(tag: Tag, detail: String)

    public enum Recovery: Sendable, Equatable {
        /// The file will never be readable as it is.
        case setAside
        /// The rest may still be on its way; ask the sender again.
        case sendAgain
    }

    public var recovery: Recovery {
        switch self {
        case .truncated: .sendAgain
        default: .setAside
        }
    }

    /// Byte offset of the trouble, where one is known.
    public var offset: Int? {
        switch self {
        case .notDICOM, .cannotEncode: nil
        case .truncated(let offset, _, _), .tooDeep(let offset, _), .tooManyElements(let offset, _),
            .tooLarge(let offset, _), .badStructure(let offset, _, _), .badDeflate(let offset, _):
            offset
        }
    }

    /// One sentence for the person who reads the log.
    public var suggestion: String {
        switch self {
        case .notDICOM: "Drop DICOM files here; convert pictures to DICOM first."
        case .truncated: "Send the film again: the file ends before its last element."
        case .tooDeep, .tooManyElements: "Have the sending system checked: no film needs a data set of this shape."
        case .tooLarge(_, let limit): "Films above \(limit) bytes are not taken; split or compress it."
        case .badStructure, .badDeflate: "Send the film again; if it fails again, have the sending system checked."
        case .cannotEncode(let tag, _): "Choose another transfer syntax, or correct element \(tag)."
        }
    }
}

extension DICOMError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notDICOM: "not a DICOM file"
        case .truncated(let offset, let wanted, let left):
            "truncated at byte \(offset): \(wanted) bytes declared, \(left) left"
        case .tooDeep(let offset, let limit): "more than \(limit) nested sequences at byte \(offset)"
        case .tooManyElements(let offset, let limit): "more than \(limit) elements at byte \(offset)"
        case .tooLarge(let offset, let limit): "more than \(limit) bytes at byte \(offset)"
        case .badStructure(let offset, let tag, let detail): "\(detail) in \(tag) at byte \(offset)"
        case .badDeflate(let offset, let detail): "broken deflated data at byte \(offset): \(detail)"
        case .cannotEncode(let tag, let detail): "cannot write \(tag): \(detail)"
        }
    }
}
