import DICOM
import Foundation
import Testing
import Workstation

@Suite("Windows of a query")
struct QueryWindowTests {
    /// `2026-03-02 08:00:00` as a clock in the zone shows it.
    private static func moment(_ text: String, _ zone: String) throws -> Date {
        let format = DateFormatter()
        format.calendar = Calendar(identifier: .gregorian)
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: zone)
        format.dateFormat = "yyyy-MM-dd HH:mm:ss"
        return try #require(format.date(from: text))
    }

    private static func windows(_ from: Date, _ to: Date, _ zone: String) throws -> [String] {
        QueryWindow.windows(from: from, to: to, in: try #require(TimeZone(identifier: zone))).map { window in
            "\(window.day.text) \(window.from?.text ?? "")-\(window.to?.text ?? "")"
        }
    }

    @Test(
        "A span is asked day by day, in local time, with no day left out",
        arguments: [
            ("2026-03-02 08:00:00", "2026-03-02 09:00:00", ["20260302 080000-090000"]),
            ("2026-03-02 23:30:00", "2026-03-03 00:30:00", ["20260302 233000-", "20260303 -003000"]),
            (
                "2026-02-27 12:00:00", "2026-03-02 12:00:00",
                ["20260227 120000-", "20260228 -", "20260301 -", "20260302 -120000"]
            ),
            ("2024-02-28 12:00:00", "2024-03-01 00:00:00", ["20240228 120000-", "20240229 -", "20240301 -000000"]),
            ("2026-03-02 00:00:00", "2026-03-02 23:59:59", ["20260302 -235959"]),
            ("2026-03-02 09:00:00", "2026-03-02 08:00:00", []),
        ])
    func days(from: String, to: String, expected: [String]) throws {
        let zone = "Europe/Bucharest"
        #expect(try Self.windows(Self.moment(from, zone), Self.moment(to, zone), zone) == expected)
    }

    @Test("Whole days that follow each other are asked for together, a week at a time")
    func weeks() throws {
        let from = try Self.moment("2026-01-01 12:00:00", "UTC")
        let windows = QueryWindow.windows(from: from, to: from + 20 * 86_400, in: .gmt)
        let merged = QueryWindow.merged(windows)
        #expect(merged.last?.end == from + 20 * 86_400)
        #expect(zip(merged, merged.dropFirst()).allSatisfy { $0.end < $1.end })
        #expect(merged.map(\.isWholeDay) == [false, true, true, true, false])
        #expect(merged.map(\.day.text) == ["20260101", "20260102", "20260109", "20260116", "20260121"])
        #expect(merged.map(\.lastDay.text) == ["20260101", "20260108", "20260115", "20260120", "20260121"])
    }

    @Test(
        "Days that a person names are whole days, the last one too",
        arguments: ["Europe/Bucharest", "America/Havana"])
    func wholeDays(zone: String) throws {
        let (from, to) = (
            try Self.moment("2026-03-06 05:00:00", zone), try Self.moment("2026-03-09 05:00:00", zone) - 5 * 3600
        )
        // Clocks are put forward on 8 March in Havana: the day before ends an hour later.
        let days = QueryWindow.wholeDays(from: from, before: to, in: try #require(TimeZone(identifier: zone)))
        #expect(days.map(\.day.text) == ["20260306", "20260307", "20260308"] && days.allSatisfy(\.isWholeDay))
        #expect(days.last?.end == to)
    }

    @Test("Parts of a second are widened, never cut")
    func fractions() throws {
        let from = try Self.moment("2026-03-02 08:00:00", "UTC")
        #expect(try Self.windows(from + 0.9, from + 1.1, "UTC") == ["20260302 080000-080002"])
    }

    /// In Bucharest clocks go from 03:00 to 04:00 on 29 March 2026 and from 04:00 back to 03:00 on 25 October 2026.
    @Test("When clocks are put forward, the missing hour is asked for like any other")
    func springForward() throws {
        let zone = "Europe/Bucharest"
        let from = try Self.moment("2026-03-29 02:30:00", zone)
        #expect(try Self.windows(from, from + 3600, zone) == ["20260329 023000-043000"])
    }

    @Test("When clocks are put back, a window that touches the hour that comes twice covers both")
    func fallBack() throws {
        let zone = "Europe/Bucharest"
        let before = try Self.moment("2026-10-25 02:50:00", zone)
        // 03:50 for the first time to 03:10 for the second time.
        #expect(try Self.windows(before + 3600, before + 4800, zone) == ["20261025 030000-035959"])
        #expect(try Self.windows(before, before + 4800, zone) == ["20261025 025000-035959"])
    }

    @Test("A day that begins at one o'clock is a day", arguments: ["America/Havana", "Asia/Beirut", "Africa/Cairo"])
    func lateMidnight(zone: String) throws {
        let from = try Self.moment("2026-01-01 12:00:00", zone)
        let windows = try Self.windows(from, from + 365 * 86_400, zone)
        #expect(windows.count == 366 && Set(windows).count == 366)
        #expect(windows.dropFirst().dropLast().allSatisfy { $0.hasSuffix(" -") })
    }
}

@Suite("When an archive is asked")
struct QueryScheduleTests {
    private static let monday = Date(timeIntervalSince1970: 1_772_438_400)

    private static func schedule(hours: [String] = []) -> QuerySchedule {
        QuerySchedule(
            interval: 300, lookback: 3600, sweepDays: 3, hours: hours.compactMap(HourWindow.init), zone: .gmt)
    }

    @Test("The first query looks back; each later one begins the look-back before the last success")
    func span() {
        let (now, schedule) = (Self.monday, Self.schedule())
        #expect(schedule.span(completeUntil: nil, now: now).from == now - 3600)
        #expect(schedule.span(completeUntil: now - 300, now: now).from == now - 3900)
        #expect(schedule.span(completeUntil: now - 300, now: now).to == now)
    }

    @Test("After a downtime the whole of it is asked for, however long")
    func downtime() {
        let (now, schedule) = (Self.monday, Self.schedule())
        #expect(schedule.span(completeUntil: now - 5 * 86_400, now: now).from == now - 5 * 86_400 - 3600)
        #expect(schedule.span(completeUntil: now - 400 * 86_400, now: now).from == now - 400 * 86_400 - 3600)
    }

    @Test(
        "Past days are asked as whole days, also before a mark passes midnight",
        arguments: [
            (-300.0, 0.0, ["20260302-20260302 065500"]),
            // Three minutes past midnight.
            (-300, -28_620, ["20260301-20260301 whole", "20260302-20260302 "]),
            (-86_400, 0, ["20260301-20260301 whole", "20260302-20260302 "]),
        ])
    func wholeDays(mark: Double, shift: Double, expected: [String]) {
        let now = Self.monday + shift
        let windows = Self.schedule().windows(completeUntil: now + mark, now: now)
        let texts = windows.map { window in
            "\(window.day.text)-\(window.lastDay.text)" + (window.isWholeDay ? " whole" : " \(window.from?.text ?? "")")
        }
        #expect(texts.count == expected.count && zip(texts, expected).allSatisfy { $0.hasPrefix($1) })
        #expect(windows.last.map { $0.end >= now } == true)
    }

    @Test("A sweep asks for today and the last days again, each by itself, as whole days")
    func sweep() {
        let windows = Self.schedule().sweep(at: Self.monday)
        #expect(windows.map(\.day.text) == ["20260302", "20260301", "20260228", "20260227"])
        #expect(windows.allSatisfy { $0.isWholeDay && $0.day == $0.lastDay })
    }

    @Test("A sweep is due once a day, and when it was last done tomorrow")
    func sweepDue() {
        let schedule = Self.schedule()
        #expect(schedule.isSweepDue(last: nil, now: Self.monday))
        #expect(!schedule.isSweepDue(last: Self.monday - 3600, now: Self.monday))
        #expect(schedule.isSweepDue(last: Self.monday - 9 * 3600, now: Self.monday))
        #expect(schedule.isSweepDue(last: Self.monday + 60, now: Self.monday))
    }

    @Test("A clock that was put back does not leave a gap")
    func clockBack() {
        #expect(Self.schedule().span(completeUntil: Self.monday + 9999, now: Self.monday).from == Self.monday - 3600)
    }

    @Test("The interval varies by 30 %", arguments: [(0.0, 210.0), (0.5, 300), (1, 390), (7, 390), (-1, 210)])
    func jitter(random: Double, wait: Double) {
        #expect(
            abs(Self.schedule().next(after: Self.monday, random: random).timeIntervalSince(Self.monday) - wait) < 0.001)
    }

    @Test(
        "Outside of the hours the next query waits for their beginning",
        arguments: [
            (["20:00-06:00"], 12.0), (["8-9"], 0), (["07:00-08:00", "9-10"], 1), (["06:00-07:30"], 22), ([], 0),
        ]
            as [([String], Double)])
    func hours(hours: [String], wait: Double) {
        let schedule = Self.schedule(hours: hours)
        #expect(schedule.opening(from: Self.monday) == Self.monday + wait * 3600)
        #expect(schedule.isOpen(at: schedule.opening(from: Self.monday)))
    }

    @Test(
        "Hours are read as people write them",
        arguments: [
            ("20:00-06:00", "20:00-06:00"), ("20-6", "20:00-06:00"), ("0-24", "00:00-00:00"),
            ("9:05 - 10", "09:05-10:00"),
        ])
    func readHours(text: String, written: String) { #expect(HourWindow(text)?.text == written) }

    @Test(
        "Hours that cannot be meant are refused",
        arguments: ["", "20", "20-20", "25-3", "20:60-21", "24-5", "a-b", "1-2-3"])
    func badHours(text: String) { #expect(HourWindow(text) == nil) }

    @Test("A failure waits twice as long each time, up to the limit")
    func backOff() {
        let backOff = BackOff(base: 10, limit: 60, maxAttempts: 3)
        #expect((1...5).map(backOff.delay(afterAttempt:)) == [10, 20, 40, 60, 60])
        #expect(backOff.delay(afterAttempt: .max) == 60 && backOff.delay(afterAttempt: 0) == 10)
    }
}
