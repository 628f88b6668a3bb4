/// Names one attribute of a data set: group and element number. Standard: PS3.5 §7.1.
public struct Tag: Hashable, Comparable, Sendable {
    public let group: UInt16
    public let element: UInt16

    @inlinable
    public init(_ group: UInt16, _ element: UInt16) {
        self.group = group
        self.element = element
    }

    /// The tag as one number, group first: `0x00100010` is Patient's Name.
    @inlinable
    public init(_ number: UInt32) {
        self.init(UInt16(truncatingIfNeeded: number >> 16), UInt16(truncatingIfNeeded: number))
    }

    /// Eight hexadecimal digits, with or without brackets and comma: `00100010`, `(0010,0010)`.
    public init?(text: String) {
        let digits = text.filter { !"(), ".contains($0) }
        guard digits.utf8.count == 8, let number = UInt32(digits, radix: 16) else { return nil }
        self.init(number)
    }

    @inlinable
    public var number: UInt32 { UInt32(group) << 16 | UInt32(element) }

    /// Odd groups belong to manufacturers. Standard: PS3.5 §7.8.
    @inlinable
    public var isPrivate: Bool { group & 1 == 1 }

    /// Reserves a block of private elements; its value names the owner. Standard: PS3.5 §7.8.1.
    public var isPrivateCreator: Bool { isPrivate && (0x0010...0x00FF).contains(element) }

    /// `(gggg,0000)`: byte count of a group, retired outside of groups 0000 and 0002. Standard: PS3.5 §7.2.
    public var isGroupLength: Bool { element == 0 }

    @inlinable
    public static func < (a: Tag, b: Tag) -> Bool { a.number < b.number }

    /// `00100010`, the key of the DICOM JSON model.
    public var hexadecimal: String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}

extension Tag: CustomStringConvertible {
    /// `(0010,0010)`.
    public var description: String {
        let digits = hexadecimal
        return "(\(digits.prefix(4)),\(digits.suffix(4)))"
    }
}
