/// The name of an application on the network: 1 to 16 characters of the default repertoire, no backslash, no control
/// characters; outer spaces mean nothing and are dropped. Standard: PS3.5 table 6.2-1 (AE).
public struct AETitle: RawRepresentable, Hashable, Sendable {
    /// Bytes that a title takes in a PDU.
    static let fieldBytes = 16

    public let rawValue: String

    /// `nil` when the text is no title.
    public init?(rawValue: String) {
        self.init(Array(rawValue.utf8)[...])
    }

    /// A title as a peer sent it, padded with spaces; old systems pad with NUL.
    init?(_ field: ArraySlice<UInt8>) {
        let isPadding: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0 }
        guard let first = field.firstIndex(where: { !isPadding($0) }),
            let last = field.lastIndex(where: { !isPadding($0) })
        else { return nil }
        let title = field[first...last]
        let isLegal = title.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
        guard title.count <= AETitle.fieldBytes, isLegal else { return nil }
        rawValue = String(decoding: title, as: UTF8.self)
    }

    /// 16 bytes, padded with spaces.
    var field: [UInt8] {
        Array(rawValue.utf8) + Array(repeating: 0x20, count: AETitle.fieldBytes - rawValue.utf8.count)
    }
}

extension AETitle: CustomStringConvertible {
    public var description: String { rawValue }
}
