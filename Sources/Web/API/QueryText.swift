/// What stands behind the `?` of an address, taken apart. Bytes of strangers: nothing here is believed.
enum QueryText {
    /// What of it is not understood.
    enum Fault: Error, Equatable {
        case nameUnreadable
        case valueUnreadable(name: String)
        case valueTooLong(name: String)
    }

    /// By name; of a parameter that comes twice the first counts, as it always did.
    static func parameters(_ text: String) throws(Fault) -> [String: String] {
        var words: [String: String] = [:]
        for pair in text.utf8.split(separator: UInt8(ascii: "&")).prefix(mostParameters) {
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            guard let name = decoded(pair[..<(equals ?? pair.endIndex)], blank: 0x20) else { throw .nameUnreadable }
            guard let value = decoded(equals.map { pair[$0...].dropFirst() } ?? pair[pair.endIndex...], blank: 0x20)
            else { throw .valueUnreadable(name: name) }
            if value.utf8.count > longestValue { throw .valueTooLong(name: name) }
            if words[name] == nil { words[name] = value }
        }
        return words
    }

    /// A part of a path, where `+` is itself; `nil` as below.
    static func decoded(path: String) -> String? { decoded(path.utf8[...], blank: UInt8(ascii: "+")) }

    /// `%41` is A and `+` a blank; `nil` when the bytes are no UTF-8 or a percent sign stands alone.
    private static func decoded(_ text: Substring.UTF8View, blank: UInt8) -> String? {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(blank)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static let mostParameters = 64
    /// In bytes.
    static let longestValue = 1000
}
