import DICOM
import Testing

@Suite("Names and words in every script")
struct CharacterSetTests {
    static func read(_ terms: [String], _ bytes: [UInt8]) -> String? {
        var dataSet = DataSet()
        dataSet.set(.specificCharacterSet, terms)
        dataSet.set(.patientName, bytes: bytes, vr: .pn)
        return dataSet.string(.patientName)
    }

    /// PS3.5 annexes H, I, J and tables of PS3.3 §C.12.1.1.2.
    static let names: [(terms: [String], bytes: [UInt8], text: String)] = [
        (["ISO_IR 100"], [0x42, 0x75, 0x63, 0xE9], "Bucé"),
        (["ISO_IR 101"], [0xAA, 0x74, 0x65, 0x66, 0xE3, 0x6E], "Ştefăn"),
        (["ISO_IR 109"], [0xA1, 0xB1], "Ħħ"),
        (["ISO_IR 110"], [0xA3, 0xB3], "Ŗŗ"),
        (["ISO_IR 144"], [0xBB, 0xEE, 0xDA, 0x63], "Люкc"),
        (["ISO_IR 127"], [0xE2, 0xC8, 0xC7, 0xE6, 0xEA], "قباني"),
        (["ISO_IR 126"], [0xC4, 0xE9, 0xEF], "Διο"),
        (["ISO_IR 138"], [0xF9, 0xF8, 0xE5, 0xEF], "שרון"),
        (["ISO_IR 148"], [0xD0, 0xFD], "Ğı"),
        (["ISO_IR 166"], [0xBE, 0xC3], "พร"),
        (["ISO_IR 203"], [0xA4], "€"),
        (["ISO_IR 13"], [0xD4, 0xCF, 0xC0, 0xDE], "ﾔﾏﾀﾞ"),
        (["ISO_IR 192"], Array("Țuțea^Ștefan".utf8), "Țuțea^Ștefan"),
        (["GB18030"], [0xCD, 0xF5, 0x5E, 0xD0, 0xA1, 0xB6, 0xAB], "王^小东"),
        (["GB18030"], [0x81, 0x30, 0x81, 0x30, 0x90, 0x30, 0x81, 0x30], "\u{80}\u{10000}"),
        (
            ["", "ISO 2022 IR 87"],
            Array("Yamada^Tarou=".utf8) + [0x1B, 0x24, 0x42, 0x3B, 0x33, 0x45, 0x44, 0x1B, 0x28, 0x42, 0x5E]
                + [0x1B, 0x24, 0x42, 0x42, 0x40, 0x4F, 0x3A, 0x1B, 0x28, 0x42], "Yamada^Tarou=山田^太郎"
        ),
        (
            ["ISO 2022 IR 13", "ISO 2022 IR 87"],
            [0xD4, 0xCF, 0xC0, 0xDE, 0x5E, 0xC0, 0xDB, 0xB3, 0x3D, 0x1B, 0x24, 0x42, 0x3B, 0x33, 0x45, 0x44]
                + [0x1B, 0x28, 0x4A, 0x5E, 0x1B, 0x24, 0x42, 0x42, 0x40, 0x4F, 0x3A, 0x1B, 0x28, 0x4A],
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎"
        ),
        (
            ["", "ISO 2022 IR 149"],
            Array("Hong^Gildong=".utf8) + [0x1B, 0x24, 0x29, 0x43, 0xFB, 0xF3, 0x5E, 0x1B, 0x24, 0x29, 0x43]
                + [0xD1, 0xCE, 0xD4, 0xD7], "Hong^Gildong=洪^吉洞"
        ),
        (["", "ISO 2022 IR 58"], [0x1B, 0x24, 0x29, 0x41, 0xD5, 0xC5], "张"),
        (["", "ISO 2022 IR 159"], [0x1B, 0x24, 0x28, 0x44, 0x30, 0x21], "丂"),
        // The first set holds again behind a caret, so E9 is Latin-1 there.
        (
            ["ISO 2022 IR 100", "ISO 2022 IR 144"],
            [0xE9, 0x1B, 0x2D, 0x4C, 0xBB, 0x5E, 0xE9], "éЛ^é"
        ),
        ([""], [0x42, 0xC4, 0x83], "Bă"),
        ([""], [0x42, 0xE3], "Bã"),
        (["ISO_IR 999"], [0xC8, 0x98], "Ș"),
        (["ISO_IR 192"], [0x42, 0xE3], "B\u{FFFD}"),
        (["iso-ir 101"], [0xE3], "ă"), (["ISO_IR_101"], [0xE3], "ă"), (["ISO 2022 IR 101"], [0xE3], "ă"),
        (["ISO8859-2"], [0xE3], "ă"), (["GBK"], [0xCD, 0xF5], "王"),
    ]

    @Test("A name is read in its script", arguments: names)
    func name(row: (terms: [String], bytes: [UInt8], text: String)) {
        #expect(Self.read(row.terms, row.bytes) == row.text)
    }

    static let romanian: [(set: String, text: String, written: String)] = [
        ("ISO_IR 101", "Ştefan Ţăranu îâ", "ISO_IR 101"),
        ("ISO_IR 101", "Ștefan Țăranu", "ISO_IR 192"),
        ("ISO_IR 192", "Ștefan Țăranu şi ţ", "ISO_IR 192"),
        ("ISO_IR 100", "Müller", "ISO_IR 100"),
        ("ISO_IR 100", "Ştefan", "ISO_IR 192"),
        ("ISO_IR 144", "Иванов", "ISO_IR 144"),
        ("ISO_IR 6", "Popescu", "ISO_IR 6"),
        ("ISO 2022 IR 87", "山田", "ISO_IR 192"),
        ("ISO_IR 101", "S\u{327}tefan", "ISO_IR 101"),
    ]

    @Test("Comma and cedilla letters come back as they went in, in the set they fit", arguments: romanian)
    func roundTrip(row: (set: String, text: String, written: String)) throws {
        var film = DataSet()
        film.set(.specificCharacterSet, row.set)
        film.set(.patientName, row.text)
        let read = try DataSet(film.encoded(as: .implicitLittleEndian), transferSyntax: .implicitLittleEndian)
        #expect(read.string(.patientName) == row.text)
        #expect(read.string(.specificCharacterSet) == row.written)
    }

    @Test("When one name needs UTF-8, the words already written move with it, in items too")
    func convertsAll() {
        var film = SyntheticFilm.chest()
        var item = DataSet()
        item.set(.codeMeaning, bytes: [0xE3], vr: .lo)
        film.set(.anatomicRegionSequence, items: [item])
        film.set(.institutionName, "Spitalul Țăndărei")
        #expect(film.string(.patientName) == "Ionescu^Ştefan")
        #expect(film.items(.anatomicRegionSequence).first?.string(.codeMeaning) == "ă")
        #expect(film.string(.specificCharacterSet) == "ISO_IR 192")
    }

    @Test("A backslash inside of a two-byte character separates nothing")
    func backslashInCharacter() {
        var film = DataSet()
        film.set(.specificCharacterSet, "GB18030")
        film.set(.institutionName, bytes: [0x90, 0x5C, 0x5C, 0x41], vr: .lo)
        #expect(film.strings(.institutionName) == ["\u{603D}", "A"])
    }

    @Test("A name falls into its groups and parts")
    func personName() {
        let name = PersonName("Adams^John Robert^Quincy^Rev.^B.A. M.Div.=亚当斯^约翰=x")
        #expect(name.alphabetic.family == "Adams")
        #expect(name.alphabetic.suffix == "B.A. M.Div.")
        #expect(name.ideographic.given == "约翰")
        #expect(name.phonetic.family == "x")
        #expect(name.displayName == "Rev. John Robert Quincy Adams B.A. M.Div.")
    }

    @Test("A name is written without empty parts", arguments: ["", "A", "A^B", "A^^C", "=山田^太郎", "A^B=C=D^E^F^G^H"])
    func personNameText(text: String) {
        #expect(PersonName(text).text == text)
        #expect(PersonName(text + "^^").text == (text.contains("G^H") ? text + "^^" : text))
    }
}
