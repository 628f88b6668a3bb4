import DICOM

/// The first elements of a data set that is still coming: whose film it is. Looks no further than (0008,0018), which
/// stands near the beginning because elements come in order. Standard: PS3.5 §7.1.
package struct DataSetHead: Sendable, Equatable {
    package enum Finding: Sendable, Equatable {
        /// More bytes are needed.
        case unknown
        /// Both are `nil` where the data set does not say.
        case names(sopClass: String?, sopInstance: String?)
    }

    private let isExplicit: Bool
    private let isBigEndian: Bool
    private var bytes: [UInt8] = []
    private var offset = 0
    private var sopClass: String?
    private var sopInstance: String?
    package private(set) var finding = Finding.unknown

    /// Private elements and sequences can stand in front; behind this many bytes nobody looks any more.
    private static let longest = 1 << 16

    /// - Returns: `nil` for a syntax in which nothing can be read without inflating.
    package init?(_ syntax: TransferSyntax) {
        if syntax.isDeflated { return nil }
        (isExplicit, isBigEndian) = (syntax.isExplicitVR, syntax.isBigEndian)
    }

    /// Takes the next bytes; does nothing when enough is known.
    package mutating func take(_ more: borrowing RawSpan) {
        guard finding == .unknown else { return }
        let room = Self.longest - bytes.count
        more.withUnsafeBytes { bytes.append(contentsOf: $0.prefix(room)) }
        while finding == .unknown, step() {}
        if finding == .unknown, bytes.count >= Self.longest { end() }
        if finding != .unknown { bytes = [] }
    }

    /// There are no more bytes.
    package mutating func end() {
        if finding == .unknown { finding = .names(sopClass: sopClass, sopInstance: sopInstance) }
    }

    /// - Returns: whether one more element was read whole.
    private mutating func step() -> Bool {
        guard bytes.count - offset >= 8 else { return false }
        let (group, element) = (number(offset, 2), number(offset + 2, 2))
        guard group < 8 || (group == 8 && element <= 0x18) else {
            end()
            return false
        }
        guard let (start, length) = extent() else { return false }
        // A sequence of unknown length has no place before (0008,0018): whoever reads the film will say what it is.
        guard length != 0xFFFF_FFFF, length <= Self.longest else {
            end()
            return false
        }
        guard bytes.count - start >= length else { return false }
        let text = String(decoding: bytes[start..<start + length].prefix { $0 != 0 && $0 != 0x20 }, as: UTF8.self)
        if group == 8, element == 0x16 { sopClass = text }
        if group == 8, element == 0x18 { sopInstance = text }
        offset = start + length
        return true
    }

    /// Where the value begins, and its length; `nil` until the header is there. Standard: PS3.5 §7.1.2, §7.1.3.
    private func extent() -> (start: Int, length: Int)? {
        guard isExplicit else { return (offset + 8, number(offset + 4, 4)) }
        let vr = String(decoding: bytes[offset + 4..<offset + 6], as: UTF8.self)
        guard ["OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"].contains(vr) else {
            return (offset + 8, number(offset + 6, 2))
        }
        return bytes.count - offset >= 12 ? (offset + 12, number(offset + 8, 4)) : nil
    }

    private func number(_ place: Int, _ count: Int) -> Int {
        let part = bytes[place..<place + count]
        return (isBigEndian ? Array(part) : part.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }
}
