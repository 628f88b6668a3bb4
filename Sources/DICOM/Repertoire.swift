/// The characters that a defined term brings. Standard: PS3.3 tables C.12-2 to C.12-5.
enum Repertoire: Sendable, Equatable {
    case ascii, latin1, utf8, gb18030, katakana, jisX0208, jisX0212, ksX1001, gb2312
    case single(SingleByteSet)
    case unknown

    /// Tolerates `ISO-IR 100`, `IR 100`, `100` and lower case.
    init(term: String) {
        var plain = term.uppercased().filter { $0.isLetter || $0.isNumber }
        let prefix = ["ISO2022", "ISO"].first { plain.hasPrefix($0) && Repertoire.byTerm[plain] == nil }
        plain.removeFirst(prefix?.count ?? 0)
        self = Repertoire.byTerm[plain] ?? Repertoire.byTerm["IR" + plain] ?? .unknown
    }

    private static let byTerm: [String: Repertoire] = [
        "": .ascii, "IR6": .ascii, "IR13": .katakana, "IR87": .jisX0208, "IR159": .jisX0212, "IR149": .ksX1001,
        "IR58": .gb2312, "IR100": .latin1, "IR101": .single(.latin2), "IR109": .single(.latin3),
        "IR110": .single(.latin4), "IR144": .single(.cyrillic), "IR127": .single(.arabic), "IR126": .single(.greek),
        "IR138": .single(.hebrew), "IR148": .single(.latin5), "IR166": .single(.thai), "IR203": .single(.latin9),
        "IR192": .utf8, "UTF8": .utf8, "GB18030": .gb18030, "GBK": .gb18030,
        "ISO88591": .latin1, "ISO88592": .single(.latin2), "ISO885915": .single(.latin9),
    ]
}
