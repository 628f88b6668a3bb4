/// How the text of a data set is written: the values of Specific Character Set (0008,0005).
///
/// Reading never fails: what no declared set explains is read as UTF-8 if it is that, else as Latin-1.
/// Standard: PS3.3 §C.12.1.1.2, PS3.5 §6.1.
public struct SpecificCharacterSet: Sendable, Equatable {
    /// The defined terms, e.g. `ISO_IR 101`, or `""` and `ISO 2022 IR 87`.
    public let terms: [String]
    /// What the first term means; the others speak by escape sequences.
    let initial: Repertoire
    let usesEscapes: Bool

    public static let defaultRepertoire = SpecificCharacterSet(terms: [])
    public static let utf8 = SpecificCharacterSet(terms: ["ISO_IR 192"])

    public init(terms: [String]) {
        self.terms = terms
        let known = Repertoire(term: terms.first ?? "")
        let isWhole = known == .utf8 || known == .gb18030
        // The standard forbids UTF-8 and GB 18030 beside other terms; one of them there is what the writer meant.
        let other = terms.dropFirst().map { Repertoire(term: $0) }.first { $0 == .utf8 || $0 == .gb18030 }
        initial = isWhole ? known : (other ?? known)
        usesEscapes = initial != .utf8 && initial != .gb18030
    }
}

/// The characters that a defined term brings. Standard: PS3.3 tables C.12-2 to C.12-5.
enum Repertoire: Sendable, Equatable {
    case ascii, latin1, utf8, gb18030, katakana, jisX0208, jisX0212, ksX1001, gb2312
    case single(SingleByteSet)
    case unknown

    /// Tolerates `ISO-IR 100`, `ISO IR 100`, `ISO 2022 IR 100` and lower case.
    init(term: String) {
        let plain = term.uppercased().filter { $0.isLetter || $0.isNumber }
        self = Repertoire.byTerm[plain] ?? Repertoire.byTerm["IR" + plain.filter(\.isNumber).suffix(3)] ?? .unknown
        if plain.hasPrefix("ISO2022IR") || plain.hasPrefix("ISOIR") || plain.hasPrefix("ISO2022") {
            let number = plain.hasPrefix("ISO2022") ? plain.dropFirst(7) : plain.dropFirst(3)
            let digits = number.filter(\.isNumber)
            self = Repertoire.byTerm["IR" + digits] ?? Repertoire.byTerm[plain] ?? .unknown
        }
    }

    private static let byTerm: [String: Repertoire] = [
        "": .ascii, "IR6": .ascii, "IR13": .katakana, "IR87": .jisX0208, "IR159": .jisX0212, "IR149": .ksX1001,
        "IR58": .gb2312, "IR100": .latin1, "IR101": .single(.latin2), "IR109": .single(.latin3),
        "IR110": .single(.latin4), "IR144": .single(.cyrillic), "IR127": .single(.arabic), "IR126": .single(.greek),
        "IR138": .single(.hebrew), "IR148": .single(.latin5), "IR166": .single(.thai), "IR203": .single(.latin9),
        "IR192": .utf8, "UTF8": .utf8, "GB18030": .gb18030, "GBK": .gb18030, "ISO2022GBK": .gb18030,
        "ISO88591": .latin1, "ISO88592": .single(.latin2), "ISO885915": .single(.latin9),
    ]
}

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
