/// The character references of HTML that reports use.
enum HTMLEntity {
    /// - Parameter name: between `&` and `;`: `amp`, `#350`, `#x15E`. `nil` for one that means nothing here.
    static func scalar(_ name: String) -> Unicode.Scalar? {
        guard name.first == "#" else { return named[name].flatMap { Unicode.Scalar($0) } }
        let isHex = name.dropFirst().first.map { $0 == "x" || $0 == "X" } ?? false
        let digits = name.dropFirst(isHex ? 2 : 1)
        guard !digits.isEmpty, digits.allSatisfy(\.isHexDigit), let number = UInt32(digits, radix: isHex ? 16 : 10)
        else {
            return nil
        }
        // Numbers 128…159 mean the characters of Windows (HTML Living Standard §13.2.5.80).
        if (0x80...0x9F).contains(number) {
            return TextCharset.windows1252.decode([UInt8(truncatingIfNeeded: number)]).unicodeScalars.first
        }
        guard number >= 0x20 || number == 9 || number == 10 else { return nil }
        return Unicode.Scalar(number)
    }

    private static let named: [String: UInt32] = {
        var table: [String: UInt32] = [
            "amp": 38, "lt": 60, "gt": 62, "quot": 34, "apos": 39, "Abreve": 0x102, "abreve": 0x103, "Scedil": 0x15E,
            "scedil": 0x15F, "Tcedil": 0x162, "tcedil": 0x163, "Zcaron": 0x17D, "zcaron": 0x17E, "Scaron": 0x160,
            "scaron": 0x161, "OElig": 0x152, "oelig": 0x153, "ndash": 0x2013, "mdash": 0x2014, "lsquo": 0x2018,
            "rsquo": 0x2019, "sbquo": 0x201A, "ldquo": 0x201C, "rdquo": 0x201D, "bdquo": 0x201E, "bull": 0x2022,
            "hellip": 0x2026, "prime": 0x2032, "lsaquo": 0x2039, "rsaquo": 0x203A, "euro": 0x20AC, "trade": 0x2122,
            "rarr": 0x2192, "larr": 0x2190, "uarr": 0x2191, "darr": 0x2193, "minus": 0x2212, "asymp": 0x2248,
            "ne": 0x2260, "le": 0x2264, "ge": 0x2265, "alpha": 0x3B1, "beta": 0x3B2, "gamma": 0x3B3, "mu": 0x3BC,
            "ensp": 0x2002, "emsp": 0x2003, "thinsp": 0x2009, "zwnj": 0x200C, "shy": 0xAD,
        ]
        for (index, name) in latin.enumerated() { table[name] = 0xA0 + UInt32(index) }
        return table
    }()

    /// U+00A0 … U+00FF in order.
    private static let latin = """
        nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute \
        micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring \
        AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml \
        times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
        egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash \
        ugrave uacute ucirc uuml yacute thorn yuml
        """.split(separator: " ").map(String.init)
}
