import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("Alerts that are owed")
struct AlertStories {
    let folder: TemporaryFolder
    let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    /// Reads the exam (again) with that severity.
    private func read(
        _ number: Int = 1, _ severity: Int?, channels: [String] = ["ntfy"], at moment: Date = .mondayMorning
    ) throws {
        let uid = Synthetic.uid(number)
        if try archive.exams.record(uid, .list) == nil { try archive.receive(number) }
        if try archive.status(uid) == .done { _ = try archive.exams.requeue(uid, now: moment) }
        _ = try archive.exams.claimNext(at: moment)
        try archive.aiReports.record(
            uid, report: Synthetic.report(severity), analyses: [Synthetic.attempt(severity: severity)], threshold: 5,
            channels: channels, now: moment)
    }

    private func severities(_ channel: String = "ntfy", at moment: Date = .mondayMorning) throws -> [Int] {
        try archive.alerts.next(99, for: channel, at: moment).map(\.severity.score)
    }

    @Test(
        "From the threshold on there is one message for each channel; an unknown severity is none",
        arguments: [(Int?.none, 0), (0, 0), (4, 0), (5, 1), (10, 1)])
    func threshold(severity: Int?, messages: Int) throws {
        try read(1, severity, channels: ["ntfy", "webhook"])
        #expect(try severities().count == messages && severities("webhook").count == messages)
        #expect(try severities("mail:a@b.ro").isEmpty)
    }

    @Test("A second reading with the same severity is no news; another severity is, also one that it had before")
    func changes() throws {
        for (severity, told) in [(7, [7]), (7, [7]), (9, [7, 9]), (2, [7, 9]), (7, [7, 9, 7]), (7, [7, 9, 7])] {
            try read(1, severity)
            #expect(try severities() == told)
        }
        let alerts = try archive.alerts.next(9, for: "ntfy", at: .mondayMorning)
        #expect(Set(alerts.map(\.token)).count == alerts.count)
    }

    @Test("After an outage the oldest finding is told first")
    func oldestFirst() throws {
        try read(1, 7)
        let first = try #require(try archive.alerts.next(for: "ntfy", at: .mondayMorning).first)
        try archive.alerts.end(
            first.id, as: .later(.mondayMorning + 60, problem: "down", status: nil), now: .mondayMorning)
        try read(2, 9, at: .mondayMorning + 30)
        #expect(try severities(at: .mondayMorning + 59) == [9])
        #expect(try severities(at: .mondayMorning + 60) == [7, 9])
    }

    @Test("Nobody is told where no channel is, and a channel that comes later is not told of the past")
    func laterChannel() throws {
        try read(1, 8, channels: [])
        try read(1, 8, channels: ["ntfy"])
        #expect(try severities().isEmpty)
    }

    @Test("An answer that is not kept leaves no message")
    func together() throws {
        try archive.receive(1)
        #expect(throws: StoreError.self) {
            try archive.aiReports.record(
                Synthetic.uid(1), report: Synthetic.report(9), analyses: [], threshold: 5, channels: ["ntfy"],
                now: .mondayMorning)
        }
        #expect(try archive.alerts.counts() == (0, 0))
    }

    @Test("Messages survive the end of the process, and none is owed twice")
    func restart() throws {
        try read(1, 7)
        try read(2, 9)
        let first = try #require(try archive.alerts.next(for: "ntfy", at: .mondayMorning).first)
        try archive.alerts.end(first.id, as: .sent(status: 200), now: .mondayMorning)
        try archive.close()
        let again = try Archive.open(paths: folder.workspace, now: .mondayMorning + 60)
        #expect(try again.alerts.next(9, for: "ntfy", at: .mondayMorning + 60).map(\.uid) == [Synthetic.uid(2)])
    }

    @Test("What fails waits, then is listed, and can be tried again")
    func ends() throws {
        try read(1, 7)
        let alert = try #require(try archive.alerts.next(for: "ntfy", at: .mondayMorning).first)
        #expect(try archive.alerts.begin(alert.id, now: .mondayMorning))
        let later = AlertEnd.later(.mondayMorning + 60, problem: "down", status: nil)
        try archive.alerts.end(alert.id, as: later, now: .mondayMorning)
        #expect(try severities().isEmpty)
        let standing = try #require(try archive.alerts.standings().first)
        #expect((standing.channel, standing.waiting, standing.failed) == ("ntfy", 1, 0) && standing.problem == "down")
        let again = try #require(try archive.alerts.next(for: "ntfy", at: .mondayMorning + 60).first)
        #expect(again.attempts == 1 && again.token == alert.token)
        try archive.alerts.end(alert.id, as: .failed(problem: "refused", status: 400), now: .mondayMorning)
        #expect(try archive.alerts.failures().map(\.status) == [400] && archive.alerts.counts() == (0, 1))
        #expect(try archive.alerts.retryFailures(now: .mondayMorning + 86_400) == 1)
        // Its age begins anew; its attempts do not: a receiver must know that it may have come before.
        let retried = try #require(try archive.alerts.next(for: "ntfy", at: .mondayMorning + 86_400).first)
        #expect(retried.since == .mondayMorning + 86_400 && retried.entered == .mondayMorning && retried.attempts == 1)
    }

    @Test("What was being sent when the process ended is owed again under the same token, and is nobody's before")
    func doubt() throws {
        try read(1, 7)
        try read(2, 8)
        let alert = try #require(try archive.alerts.next(for: "ntfy", at: .mondayMorning).first)
        #expect(try archive.alerts.begin(alert.id, now: .mondayMorning))
        // Neither a second time, nor out of the list of what is owed.
        #expect(try archive.alerts.begin(alert.id, now: .mondayMorning) == false)
        #expect(try severities() == [8] && archive.alerts.counts() == (2, 0))
        #expect(try archive.alerts.standings().map(\.waiting) == [2])
        try archive.close()
        let again = try Archive.open(paths: folder.workspace, now: .mondayMorning + 60)
        #expect(try again.alerts.recoverAfterCrash(now: .mondayMorning + 60) == 1)
        #expect(try again.alerts.recoverAfterCrash(now: .mondayMorning + 60) == 0)
        let owed = try again.alerts.next(9, for: "ntfy", at: .mondayMorning + 60)
        #expect(owed.map(\.severity.score) == [7, 8] && owed.map(\.attempts) == [1, 0])
        #expect(owed.first?.token == alert.token && owed.first?.problem?.contains("twice") == true)
    }

    @Test("What was sent in the last minute is known, also by the next process")
    func rate() throws {
        for number in 1...3 {
            try read(number, 7)
            let alert = try #require(try archive.alerts.next(for: "ntfy", at: .mondayMorning).first)
            let moment = Date.mondayMorning + Double(number) * 20
            try archive.alerts.end(alert.id, as: .sent(status: 200), now: moment)
        }
        func sent(_ now: Date) throws -> Int {
            try archive.alerts.sent(to: "ntfy", since: now - 60, now: now).count
        }
        #expect(try sent(.mondayMorning + 60) == 3)
        #expect(try sent(.mondayMorning + 81) == 2)
        #expect(try sent(.mondayMorning + 200) == 0)
        // A clock that was wrong has sent nothing in the future.
        #expect(try sent(.mondayMorning) == 0)
        #expect(try archive.alerts.sent(to: "webhook", since: .mondayMorning - 60, now: .mondayMorning + 60).isEmpty)
    }

    @Test("The token of a message tells it from every other and nothing about the exam")
    func tokens() throws {
        try read(1, 7, channels: ["ntfy", "webhook"])
        try read(2, 7)
        try read(1, 9)
        let alerts =
            try archive.alerts.next(9, for: "ntfy", at: .mondayMorning)
            + archive.alerts.next(9, for: "webhook", at: .mondayMorning)
        #expect(alerts.count == 4 && Set(alerts.map(\.token)).count == 4)
        #expect(alerts.allSatisfy { $0.token.count == 32 && !$0.token.contains(".") })
    }

    @Test("A canary that sings otherwise raises an alarm and one alert that night; its exam stays as it was")
    func canary() throws {
        try read(1, 7, channels: [])
        let uid = Synthetic.uid(1)
        let good = Canary(uid: uid, day: "2026-03-02", expected: Severity(7), got: Severity(7), changed: false)
        try archive.canaries.record(good, channels: ["ntfy"], now: .mondayMorning)
        #expect(try archive.alerts.counts().waiting == 0)
        var attempt = Synthetic.attempt(severity: 2)
        attempt.kind = .canary
        let changed = Canary(uid: uid, day: "2026-03-03", expected: Severity(7), got: Severity(2), changed: true)
        for _ in 0..<2 {
            try archive.canaries.record(changed, analyses: [attempt], channels: ["ntfy"], now: .mondayMorning + 86_400)
        }
        let alerts = try archive.alerts.next(9, for: "ntfy", at: .mondayMorning + 86_400)
        #expect(alerts.map(\.occasion) == [.canary] && alerts.first?.summary == "expected 7, answered 2")
        #expect(try archive.canaries.history(of: uid) == [changed, good] && archive.canaries.lastDay() == [changed])
        #expect(try archive.canaries.isRead(uid, on: "2026-03-03") && !archive.canaries.isRead(uid, on: "2026-03-04"))
        #expect(try archive.canaries.firstVerdict(of: uid) == Severity(7))
        #expect(try archive.exams.record(uid)?.aiReport?.severity == Severity(7))
        #expect(try archive.exams.record(uid)?.provenance?.attempt == 1)
        #expect(try archive.alarms.latest().allSatisfy { $0.kind == "canary" && $0.uid == nil })
        let away = Canary(uid: uid, day: "2026-03-04", expected: nil, got: nil, changed: true, problem: "away")
        try archive.canaries.record(away, channels: ["ntfy"], now: .mondayMorning + 2 * 86_400)
        #expect(try archive.alerts.counts().waiting == 1)
    }
}
