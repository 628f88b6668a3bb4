import Radiology
import Testing

@Suite("The Romanian personal number")
struct CNPTests {
    @Test(
        "A valid number tells birth date, sex and county",
        arguments: [
            ("1900101400004", "1990-01-01", Sex.male, 40, "București"),
            ("5150312170012", "2015-03-12", .male, 17, "Galați"),
            ("6050701400121", "2005-07-01", .female, 40, "București"),
            ("2840215011230", "1984-02-15", .female, 1, "Alba"),
            ("7000101400016", "2000-01-01", .male, 40, "București"),
            ("9000101400011", "1900-01-01", .male, 40, "București"),
        ])
    func valid(text: String, born: String, sex: Sex, code: Int, county: String) throws {
        let number = try #require(CNP(text))
        #expect(number.birthDate.description == born)
        #expect(number.sex == sex)
        #expect(number.countyCode == code)
        #expect(number.countyName == county)
        #expect(number.rawValue == text)
    }

    @Test(
        "A number that breaks a rule is no number",
        arguments: [
            "1900101400008", "1900101400005", "190010140000", "19001014000044", "", "190010140000X", " 1900101400004",
            "１９００１０１４００００４", "9RG1", "0000000000000",
        ])
    func invalid(text: String) {
        #expect(CNP(text) == nil)
    }

    @Test(
        "With a right check digit, the century mark, the date and the county must still exist",
        arguments: [
            "090010140000", "190023040000", "190130140000", "190010147000", "190010160000", "190010100000",
            "105022917001",
        ])
    func impossibleParts(firstTwelve: String) {
        #expect(CNP(firstTwelve + checkDigit(of: firstTwelve)) == nil)
    }

    @Test("Every county code that was given out is accepted, and no other", arguments: 0...99)
    func counties(code: Int) {
        let twelve = "1900101" + (code < 10 ? "0\(code)" : "\(code)") + "001"
        let exists = (1...46).contains(code) || [51, 52].contains(code) || (70...79).contains(code) || code >= 90
        #expect((CNP(twelve + checkDigit(of: twelve)) != nil) == exists)
    }

    @Test(
        "A resident's century is the one that gives a possible age",
        arguments: [
            ("750101400011", nil, "2075-01-01"), ("750101400011", "2026-03-02", "1975-01-01"),
            ("210101400011", "2026-03-02", "2021-01-01"), ("210101400011", "2020-12-31", "1921-01-01"),
        ] as [(String, String?, String)])
    func residents(digits: String, aliveOn: String?, born: String) throws {
        let eleven = "7" + digits.prefix(11)
        let day = aliveOn.flatMap { CalendarDay($0) }
        let number = try #require(CNP(eleven + checkDigit(of: eleven), aliveOn: day))
        #expect(number.birthDate.description == born)
    }

    @Test("A number never prints itself")
    func silence() throws {
        let number = try #require(CNP("1900101400004"))
        let printed = "\(number) \(String(reflecting: number)) \([number])"
        #expect(!printed.contains("1900101"))
        var dumped = ""
        dump(number, to: &dumped)
        #expect(!dumped.contains("1900101"))
    }

    private func checkDigit(of twelve: String) -> String {
        let weights = [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]
        let sum = zip(twelve.utf8, weights).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
        return "\(sum % 11 == 10 ? 1 : sum % 11)"
    }
}
