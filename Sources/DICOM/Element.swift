/// What an element holds. Bytes are slices of the file's one buffer, numbers in them always little endian: a big endian
/// data set is turned round when it is read and when it is written.
public enum Value: Sendable, Equatable {
    case bytes(ArraySlice<UInt8>)
    case items([DataSet])
    /// Encapsulated pixel data. `offsetTable` is the Basic Offset Table, often empty. Standard: PS3.5 §A.4.
    case fragments(offsetTable: [UInt32], [ArraySlice<UInt8>])
}

/// One attribute of a data set. Standard: PS3.5 §7.1.
public struct Element: Sendable, Equatable {
    public let tag: Tag
    public let vr: VR
    public let value: Value
    /// A sequence that ended with a delimiter and is written so again. No part of the meaning: `==` ignores it.
    public let hasUndefinedLength: Bool

    public init(_ tag: Tag, _ vr: VR, _ value: Value, hasUndefinedLength: Bool = false) {
        self.tag = tag
        self.vr = vr
        self.value = value
        self.hasUndefinedLength = hasUndefinedLength
    }

    /// Bytes as they stand: not padded, not checked.
    public init(_ tag: Tag, _ vr: VR, bytes: [UInt8]) {
        self.init(tag, vr, .bytes(bytes[...]))
    }

    public static func == (a: Element, b: Element) -> Bool {
        a.tag == b.tag && a.vr == b.vr && a.value == b.value
    }

    /// `vr`, or what the dictionary says about an element that came as UN. Standard: PS3.5 §6.2.2.
    public var knownVR: VR {
        guard vr == .un else { return vr }
        return tag.isPrivateCreator ? .lo : DataDictionary.vr(of: tag) ?? .un
    }

    public var isEmpty: Bool {
        switch value {
        case .bytes(let bytes): bytes.isEmpty
        case .items(let items): items.isEmpty
        case .fragments(_, let fragments): fragments.isEmpty
        }
    }
}
