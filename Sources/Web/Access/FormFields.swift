import Foundation

/// What a page's form sends without a script.
///
/// Standard: the URL standard, application/x-www-form-urlencoded.
package struct FormFields: Sendable {
    static let longest = 16 << 10
    private static let most = 32

    private let values: [String: String]

    /// What is no pair of texts is passed over; of two of one name the first counts.
    package init(_ bytes: [UInt8]) {
        var values: [String: String] = [:]
        if bytes.count <= Self.longest {
            for pair in bytes.split(separator: UInt8(ascii: "&")).prefix(Self.most) {
                let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, let name = Self.text(parts[0]), let value = Self.text(parts[1]),
                    values[name] == nil
                else { continue }
                values[name] = value
            }
        }
        self.values = values
    }

    package subscript(_ name: String) -> String { values[name] ?? "" }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
        var plain: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): plain.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                    return nil
                }
                plain.append(high << 4 | low)
            default: plain.append(byte)
            }
        }
        return String(validating: plain, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
