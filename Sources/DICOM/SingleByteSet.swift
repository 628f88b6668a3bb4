/// A set of 96 characters at A0 to FF beside ASCII.
final class SingleByteSet: Sendable, Equatable {
    private let scalars: [Unicode.Scalar]
    private let bytes: [Unicode.Scalar: UInt8]

    private init(_ table: String) {
        scalars = Array(table.unicodeScalars)
        bytes = Dictionary(
            zip(scalars, (0xA0 as UInt8)...0xFF).filter { $0.0 != "\u{FFFD}" }, uniquingKeysWith: { first, _ in first })
    }

    subscript(byte: UInt8) -> Unicode.Scalar? {
        guard byte >= 0xA0, Int(byte) - 0xA0 < scalars.count else { return nil }
        let scalar = scalars[Int(byte) - 0xA0]
        return scalar == "\u{FFFD}" ? nil : scalar
    }

    func byte(of scalar: Unicode.Scalar) -> UInt8? { bytes[scalar] }

    static func == (a: SingleByteSet, b: SingleByteSet) -> Bool { a === b }

    static let latin2 = SingleByteSet(CharacterTables.latin2)
    static let latin3 = SingleByteSet(CharacterTables.latin3)
    static let latin4 = SingleByteSet(CharacterTables.latin4)
    static let cyrillic = SingleByteSet(CharacterTables.cyrillic)
    static let arabic = SingleByteSet(CharacterTables.arabic)
    static let greek = SingleByteSet(CharacterTables.greek)
    static let hebrew = SingleByteSet(CharacterTables.hebrew)
    static let latin5 = SingleByteSet(CharacterTables.latin5)
    static let thai = SingleByteSet(CharacterTables.thai)
    static let latin9 = SingleByteSet(CharacterTables.latin9)
}
