import Radiology

/// The name of a film from the network while it lies in the spool: `ae-ROOM1.1.2.840.113619.dcm`.
///
/// It says who sent the film, so that this survives a crash without being written into the film: the same film from two
/// senders must be the same bytes. Only digits, letters, dots and `_hh` for everything else: nothing that a peer says can
/// lead elsewhere.
public struct ReceivedName: Sendable, Hashable {
    public let uid: SOPInstanceUID
    /// AE title, 1 to 16 characters of ASCII.
    public let sender: String

    public init(uid: SOPInstanceUID, sender: String) {
        self.uid = uid
        self.sender = String(decoding: sender.utf8.prefix(16), as: UTF8.self)
    }

    /// At most 120 bytes.
    public var text: String {
        let title = sender.utf8.map { byte -> String in
            Self.isPlain(byte) ? String(UnicodeScalar(byte)) : "_" + Self.digit(byte >> 4) + Self.digit(byte & 15)
        }
        return "ae-\(title.joined()).\(uid.rawValue).dcm"
    }

    /// What a file's name says; `nil` for a file that came otherwise. A number behind the UID is passed over.
    public init?(_ name: String) {
        guard name.hasPrefix("ae-"), name.hasSuffix(".dcm") else { return nil }
        let parts = name.dropFirst(3).dropLast(4).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let sender = Self.decoded(parts[0]),
            let uid = SOPInstanceUID(rawValue: String(parts[1].prefix { $0 != "-" }))
        else { return nil }
        (self.uid, self.sender) = (uid, sender)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    private static func digit(_ value: UInt8) -> String { String(value, radix: 16) }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            if isPlain(byte) {
                bytes.append(byte)
            } else {
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                guard byte == UInt8(ascii: "_"), digits.utf8.count == 2, let code = UInt8(digits, radix: 16) else {
                    return nil
                }
                rest = rest.dropFirst(2)
                bytes.append(code)
            }
        }
        return (1...16).contains(bytes.count) ? String(validating: bytes, as: UTF8.self) : nil
    }
}
