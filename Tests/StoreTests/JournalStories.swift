import Foundation
import Radiology
import Store
import Testing

@Suite("Rejections, events and checks")
struct JournalStories {
    let archive: Archive

    init() throws { archive = try Archive.inMemory() }

    @Test("A refused file is listed with its reason, newest first, and once however often it is told")
    func rejections() throws {
        var first = Rejection(
            name: "a.jpg", reason: .notDICOM, detail: "no DICM prefix", offset: 128,
            received: "2026-03-02T08:00:00.000Z",
            source: "incoming", keptPath: "spool/rejected/2026-03-02/a.jpg", bytes: 12)
        first.id = try archive.rejections.add(first, at: .mondayMorning)
        let second = Rejection(
            name: "b", reason: .truncated, detail: "", received: "2026-03-02T08:00:01.000Z", source: "x", bytes: 0)
        let id = try archive.rejections.add(second, at: .mondayMorning)
        #expect(try archive.rejections.add(first, at: .mondayMorning) == first.id)
        #expect(try archive.rejections.list().map(\.id) == [id, first.id])
        #expect(try archive.rejections.list(before: id) == [first])
        #expect(try archive.rejections.count() == 2)
    }

    @Test("Events are read in order from where one left off; pruning says what it removed")
    func events() throws {
        for number in 1...5 {
            try archive.events.append("test", detail: ["number": .number(number)], at: .mondayMorning)
        }
        let last = try archive.events.last()
        #expect(try archive.events.after(last - 2).map(\.detail) == [#"{"number":4}"#, #"{"number":5}"#])
        #expect(try archive.events.prune(before: last, at: .mondayMorning + 1) == 4)
        let left = try archive.events.after(0)
        #expect(left.map(\.kind) == ["test", "pruned"])
        #expect(left.last?.detail == #"{"count":4,"first":1,"last":4}"#)
        #expect(left.last?.at == "2026-03-02T08:00:01.000Z")
    }

    @Test("The way of one film can be told from its events")
    func story() throws {
        let uid = try archive.receive(1)
        _ = try archive.readNext()
        _ = try archive.exams.requeue(uid, now: .mondayMorning)
        let kinds = try archive.events.after(0).map(\.kind)
        #expect(kinds == ["received", "processing_start", "new_exam", "requeue"])
    }

    @Test("The check of a radiologist's text ends the exam; what it did not say stays")
    func check() throws {
        let folder = try TemporaryFolder()
        try PredecessorDatabase.write(PredecessorDatabase.newest, to: folder.workspace.database)
        let archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        let uid = SOPInstanceUID(validated: "1.2.4")
        while let claimed = try archive.exams.claimNext(at: .mondayMorning), claimed.uid != uid {}
        let verdict = RadReports.Check(severity: Severity(0), summary: "normal", english: "No lesions.", latency: 2)
        try archive.radReports.record(uid, check: verdict, threshold: 5, now: .mondayMorning)
        let report = try #require(try archive.radReports.report(of: uid))
        #expect((report.severity, report.english, report.text) == (Severity(0), "No lesions.", "Fara leziuni."))
        #expect(report.radiologist == "Dr. Model Vasile")
        #expect(try archive.status(uid) == .done)
    }

    @Test(
        "Moments are written as text that sorts like time",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_772_438_400.125, "2026-03-02T08:00:00.125Z"),
            (951_782_399.999, "2000-02-28T23:59:59.999Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
            (-0.5, "1969-12-31T23:59:59.500Z"), (-62_135_596_800, "0001-01-01T00:00:00.000Z"),
            (.nan, "1970-01-01T00:00:00.000Z"), (.infinity, "9999-12-31T23:59:59.000Z"),
        ] as [(Double, String)])
    func moments(seconds: Double, text: String) {
        #expect(UTC.rfc3339(Date(timeIntervalSince1970: seconds)) == text)
    }
}
