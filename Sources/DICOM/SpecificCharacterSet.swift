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
