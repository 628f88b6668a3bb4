import Foundation
import Radiology
import Testing

@Suite("Days of the calendar")
struct CalendarDayTests {
    @Test(
        "A day is read in both spellings and written in one",
        arguments: [
            ("1992-12-25", "1992-12-25"), ("19921225", "1992-12-25"), ("20240229", "2024-02-29"),
            ("00010101", "0001-01-01"),
        ])
    func reading(text: String, written: String) {
        #expect(CalendarDay(text)?.description == written)
    }

    @Test(
        "What is not a day is not read",
        arguments: [
            "", "2023-02-29", "19000229", "2100-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "2024-1-1",
            "2024/01/01",
            "00000101", "202401011", "+0240101", "２０２４０１０１", "20240100",
        ])
    func nonsense(text: String) {
        #expect(CalendarDay(text) == nil)
    }

    @Test(
        "Days are numbered from 1970",
        arguments: [
            ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-11-21", 20_778),
            ("0001-01-01", -719_162),
            ("9999-12-31", 2_932_896),
        ])
    func numbers(text: String, number: Int) {
        #expect(CalendarDay(text)?.dayNumber == number)
        #expect(CalendarDay(dayNumber: number)?.description == text)
    }

    @Test("Each number of every leap cycle leads to its day and back, one after the other")
    func bothWays() {
        var last = CalendarDay(dayNumber: -141_428)
        for number in (-141_427)...80_000 {
            let day = CalendarDay(dayNumber: number)
            guard let before = last, let now = day, before < now, now.dayNumber == number else {
                Issue.record("day \(number) is out of order")
                return
            }
            last = day
        }
        #expect(last?.dayNumber == 80_000)
    }

    @Test("Numbers outside of the years 1 to 9999 are no days", arguments: [-719_163, 2_932_897, Int.min, Int.max])
    func outside(number: Int) {
        #expect(CalendarDay(dayNumber: number) == nil)
    }

    @Test("Stored values come back, and impossible ones do not")
    func stored() throws {
        let day = try #require(CalendarDay("1992-12-25"))
        let json = try JSONEncoder().encode([day])
        #expect(String(decoding: json, as: UTF8.self) == "[\"1992-12-25\"]")
        #expect(try JSONDecoder().decode([CalendarDay].self, from: json) == [day])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([CalendarDay].self, from: Data("[\"1992-13-25\"]".utf8))
        }
    }
}

@Suite("The scores of a report")
struct ScoreTests {
    @Test("A score outside of its range does not exist, not even in a stored text", arguments: [-1, 11, 101])
    func ranges(value: Int) {
        #expect(Severity(value) == nil)
        #expect((Confidence(value) == nil) == (value != 11))
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Severity].self, from: Data("[\(value)]".utf8)) }
    }

    @Test("A score is stored as a plain number")
    func stored() throws {
        let json = try JSONEncoder().encode([Severity(7)])
        #expect(String(decoding: json, as: UTF8.self) == "[7]")
        #expect(try JSONDecoder().decode([Confidence].self, from: json) == [Confidence(7)])
    }

    @Test(
        "Each score has its band",
        arguments: zip(
            0...10, ["low", "low", "low", "medium", "medium", "medium", "medium", "high", "high", "high", "high"]))
    func bands(score: Int, band: String) {
        #expect(Severity.band(of: Severity(score)).rawValue == band)
        #expect(Severity.band(of: nil) == .notAssessed)
    }
}
