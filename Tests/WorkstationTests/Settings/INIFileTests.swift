import Testing
import Workstation

@Suite("Settings files as the predecessor wrote them")
struct INIFileTests {
    @Test(
        "Every way to write a line that the predecessor understood is understood",
        arguments: [
            ("key = value", "value"),
            ("KEY=value", "value"),
            ("key: value", "value"),
            ("Key :  value  ", "value"),
            ("key = a = b : c", "a = b : c"),
            ("key : http://host:8080/x", "http://host:8080/x"),
            ("key = value # not a comment", "value # not a comment"),
            ("key = value ; not a comment", "value ; not a comment"),
            ("key =", ""),
            ("# comment\n; comment\n   # comment\nkey = value", "value"),
            ("key = one,\n   two", "one,\ntwo"),
            ("key = one\n   # comment\n   two", "one\ntwo"),
            ("key = one\n\n   two\n\n\n", "one\n\ntwo"),
            ("key = one\n\tother = two", "one\nother = two"),
            ("  key = one\n  other = two", "one"),
            ("  key = one\n    other = two", "one\nother = two"),
            ("key = one\n  [section]", "one\n[section]"),
            ("key = 10 %%", "10 %%"),
        ])
    func line(text: String, value: String) throws {
        let file = try INIFile("[section]\n" + text, file: "xrayvision.cfg")
        #expect(file.sections.map(\.name) == ["section"])
        #expect(file.sections.first?.entries.first.map { [$0.key, $0.value] } == ["key", value])
    }

    @Test("Files from other systems read the same", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(end: String) throws {
        let text = ["[a]", "x = 1", "[b]  trailing words", "y = 2", "  3", ""].joined(separator: end)
        let file = try INIFile(text, file: "xrayvision.cfg")
        #expect(file.sections.map { [$0.name] + $0.entries.map(\.value) } == [["a", "1"], ["b", "2\n3"]])
        #expect(file.sections.flatMap(\.entries).map(\.line) == [2, 4])
    }

    @Test(
        "A file that cannot be meant as it stands is refused with its line",
        arguments: [
            ("[a]\nx = 1\n[a]\n", SettingsError.duplicateSection("a", file: "f", line: 3, first: 1)),
            ("[a]\nx = 1\nX : 2", .duplicateKey("X", section: "a", file: "f", line: 3, first: 2)),
            (
                "[DEFAULT]\nx=1\n[a]\n[DEFAULT]\nx=2",
                .duplicateKey("X", section: "DEFAULT", file: "f", line: 5, first: 2)
            ),
            ("x = 1", .syntax(file: "f", line: 1, problem: "a line stands before the first [section]")),
            (
                "[a]\nword",
                .syntax(file: "f", line: 2, problem: "the line has no \"=\" and is neither [section] nor comment")
            ),
            ("[a]\n= 1", .syntax(file: "f", line: 2, problem: "there is no key before the \"=\"")),
            ("[]\n", .syntax(file: "f", line: 1, problem: "a line stands before the first [section]")),
        ])
    func refusal(text: String, error: SettingsError) {
        #expect(throws: error) { try INIFile(text, file: "f") }
    }

    @Test("[DEFAULT] may be opened again, and sections differ by letter case")
    func reopened() throws {
        let file = try INIFile("[DEFAULT]\nx=1\n[a]\n[A]\n[DEFAULT]\ny=2", file: "f")
        #expect(file.sections.map(\.name) == ["DEFAULT", "a", "A"])
        #expect(file.sections.first?.entries.map(\.key) == ["x", "y"])
    }

    @Test(
        "Romanian text is read from UTF-8, with or without its mark, and from Latin-1",
        arguments: [
            (Array("gleznă".utf8), "gleznă", false),
            ([0xEF, 0xBB, 0xBF] + Array("[a]".utf8), "[a]", false),
            ([0x6D, 0xE2, 0x6E, 0xE3], "mânã", true),
            ([], "", false),
        ])
    func encodings(bytes: [UInt8], text: String, isLatin1: Bool) throws {
        let decoded = try INIFile.decode(bytes, file: "f")
        #expect(decoded.text == text && decoded.isLatin1 == isLatin1)
    }

    @Test("A picture given as settings file is refused")
    func notText() {
        #expect(throws: SettingsError.notText(file: "f", line: 2)) {
            try INIFile.decode([0x89, 0x0A, 0x00], file: "f")
        }
    }

    @Test("Two hundred thousand sections and keys are read in one go")
    func manyNames() throws {
        let sections = (0..<100_000).map { "[s\($0)]\n" }.joined()
        let keys = (0..<100_000).map { "k\($0)=\n" }.joined()
        let file = try INIFile(sections + keys, file: "f")
        #expect(file.sections.count == 100_000 && file.sections.last?.entries.count == 100_000)
    }

    @Test(
        "References are resolved as the predecessor did, and bounded",
        arguments: [
            ("50 %%", "50 %"), ("a %(name)s b", "a N b"), ("%(NAME)s", "N"), ("%(deep)s", "N!"),
            ("%%(name)s", "%(name)s"),
            ("5 %", "5 %"), ("%", "%"), ("%(name", "%(name"), ("%(name)d", "%(name)d"), ("%(done)s", "%(name)s"),
            ("%(absent)s", nil), ("%(loop)s", nil), ("%(bomb)s", nil),
        ] as [(String, String?)])
    func references(raw: String, resolved: String?) {
        let names: [String: (text: String, isFinal: Bool)] = [
            "name": ("N", false), "deep": ("%(name)s!", false), "done": ("%(name)s", true), "loop": ("%(loop)s", false),
            "bomb": (String(repeating: "%(name)s%(bomb2)s", count: 900), false),
            "bomb2": (String(repeating: "%(name)s", count: 900), false),
        ]
        var interpolation = Interpolation()
        #expect((try? interpolation.resolve(raw) { names[$0] }) == resolved)
    }
}
