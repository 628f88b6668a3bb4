import Foundation
import Radiology
import Store
import Testing

@Suite("Verdicts that come later than their texts")
struct LateVerdictStories {
    let folder: TemporaryFolder
    let archive: Archive
    let uid = Synthetic.uid(1)

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        try archive.receive(1)
    }

    private static let text = "FINDINGS: clear. IMPRESSION: normal."
    private static let reason = Reason(code: "endpoint-failed", sentence: "The model server failed with status 500.")

    /// A report without its verdict.
    private func read(_ missing: MissingCheck?) throws {
        _ = try #require(try archive.exams.claimNext(at: .mondayMorning))
        var attempt = Synthetic.attempt(severity: nil)
        attempt.request = AskedRequest(hash: "r1", pieces: "[]")
        attempt.provenance.rawCheck = nil
        (attempt.confidence, attempt.summary) = (nil, nil)
        try archive.aiReports.record(
            uid, report: Synthetic.report(nil), analyses: [attempt], threshold: 5, channels: ["ntfy"], missing: missing,
            now: .mondayMorning)
    }

    private func later(_ seconds: Double) -> MissingCheck { .later(at: .mondayMorning + seconds, Self.reason) }

    private var lateCheck: Attempt {
        get throws {
            var late = Synthetic.attempt(severity: 8, number: 2)
            late.kind = .check
            late.request = AskedRequest(hash: "c1", pieces: "[]")
            late.checkProblem = "It is to be doubted."
            late.provenance.endpoint = "http://127.0.0.1:9090"
            late.checkedID = try archive.aiReports.standing(of: uid)?.id
            return late
        }
    }

    @Test("The report is kept at once; its exam waits for the check, not before its moment, and with its reason")
    func waits() throws {
        try read(later(60))
        let record = try #require(try archive.exams.record(uid))
        #expect(record.status == .check && record.reason == Self.reason.sentence && record.aiReport?.text == Self.text)
        #expect(try archive.exams.claimNext(at: .mondayMorning + 59) == nil)
        let claimed = try #require(try archive.exams.claimNext(at: .mondayMorning + 60))
        #expect(claimed.intent == .check && claimed.attempts == 1)
        #expect(try archive.integrity().isEmpty)
    }

    @Test("A late verdict takes its place beside the report, is told to people, and stands behind the answer")
    func kept() throws {
        try read(later(0))
        _ = try archive.exams.claimNext(at: .mondayMorning)
        #expect(try archive.alerts.counts().waiting == 0)
        let verdict = AIReports.Verdict(
            severity: try #require(Severity(8)), confidence: Confidence(70), summary: "pneumothorax")
        let isKept = try archive.aiReports.keep(
            verdict, of: Self.text, for: uid, analyses: [lateCheck], threshold: 5, channels: ["ntfy"],
            now: .mondayMorning)
        #expect(isKept)
        #expect(try archive.alerts.counts().waiting == 1)
        try archive.radReports.record(uid, check: nil, threshold: 5, now: .mondayMorning)
        let record = try #require(try archive.exams.record(uid))
        #expect(record.status == .done && record.reason == nil && record.aiReport?.severity == Severity(8))
        #expect(record.aiReport?.summary == "pneumothorax" && record.aiReport?.text == Self.text)
        #expect(record.provenance?.rawCheck == "raw" && record.provenance?.checkMilliseconds == 123)
        let standing = try #require(try archive.aiReports.standing(of: uid)?.attempt)
        #expect(standing.kind == .report && standing.severity == Severity(8) && standing.checkRequest?.hash == "c1")
        #expect(standing.checkSource?.endpoint == "http://127.0.0.1:9090")
        #expect(standing.checkProblem == "It is to be doubted.")
        #expect(try archive.aiReports.answer(toRequest: "r1")?.attempt.severity == Severity(8))
        #expect(try archive.integrity().isEmpty)
    }

    @Test("A verdict about a report that no longer stands is not kept")
    func outdated() throws {
        try read(later(0))
        _ = try archive.exams.claimNext(at: .mondayMorning)
        let verdict = AIReports.Verdict(severity: try #require(Severity(8)), summary: "pneumothorax")
        let isKept = try archive.aiReports.keep(
            verdict, of: "Another one.", for: uid, threshold: 5, channels: ["ntfy"], now: .mondayMorning)
        #expect(try !isKept && archive.exams.record(uid)?.aiReport?.severity == nil)
        #expect(try archive.alerts.counts().waiting == 0)
    }

    @Test("A verdict that was given up is listed, and asked for again when a person wants it")
    func givenUp() throws {
        try read(.givenUp(Self.reason))
        #expect(try archive.status(uid) == .done && archive.exams.unassessed().map(\.exam.uid) == [uid])
        #expect(try archive.exams.checkAgain(uid, now: .mondayMorning))
        #expect(try archive.exams.claimNext(at: .mondayMorning)?.intent == .check)
        try archive.radReports.record(uid, check: nil, unassessed: Self.reason, threshold: 5, now: .mondayMorning)
        #expect(try archive.status(uid) == .done && archive.exams.unassessed().map(\.reason) == [Self.reason.sentence])
        #expect(try archive.integrity().isEmpty)
    }

    @Test("A check that is put off is listed; a person gets it at once, or the second reading instead")
    func putOff() throws {
        try read(later(0))
        _ = try archive.exams.claimNext(at: .mondayMorning)
        var failed = try lateCheck
        failed.outcome = .failed(code: "endpoint-failed")
        try archive.exams.checkLater(
            uid, at: .mondayMorning + 600, reason: Self.reason, analyses: [failed], now: .mondayMorning)
        #expect(try archive.exams.unassessed().count == 1 && archive.exams.claimNext(at: .mondayMorning) == nil)
        #expect(try archive.aiReports.attempts(of: uid).map(\.kind) == [.report, .check])
        #expect(try archive.aiReports.standing(of: uid)?.attempt.severity == nil)
        #expect(try archive.exams.checkAgain(uid, now: .mondayMorning))
        #expect(try archive.exams.claimNext(at: .mondayMorning)?.intent == .check)
        #expect(try archive.exams.requeue(uid, now: .mondayMorning) == .follows)
        try archive.exams.checkLater(uid, at: .mondayMorning + 600, reason: Self.reason, now: .mondayMorning)
        #expect(try archive.status(uid) == .requeue)
        #expect(try archive.exams.claimNext(at: .mondayMorning)?.intent == .reread)
    }

    @Test("A radiologist's text that comes while a report is judged is judged after it")
    func arrivesMeanwhile() throws {
        try read(later(0))
        _ = try archive.exams.claimNext(at: .mondayMorning)
        _ = try archive.radReports.arrived(uid, ArrivedReport(text: "Opacitate."), now: .mondayMorning)
        try archive.radReports.record(uid, check: nil, of: "", threshold: 5, now: .mondayMorning)
        #expect(try archive.status(uid) == .check)
    }

    /// An exam whose checks have failed as often as they may.
    private func failOften(_ times: Int = 12) throws {
        for number in 1...times {
            _ = try #require(try archive.exams.claimNext(at: .mondayMorning))
            let wait = number == times ? 6 * 3600.0 : 0
            try archive.exams.checkLater(
                uid, at: .mondayMorning + wait, reason: Self.reason, of: "", now: .mondayMorning)
        }
    }

    @Test("A radiologist's text waits for nothing that became of the checks before it; said again it changes nothing")
    func arrivesLate() throws {
        try read(later(0))
        try failOften()
        #expect(try archive.exams.claimNext(at: .mondayMorning + 60) == nil)
        let report = ArrivedReport(text: "Opacitate.")
        #expect(try archive.radReports.arrived(uid, report, now: .mondayMorning) == .waitsForCheck)
        let claimed = try #require(try archive.exams.claimNext(at: .mondayMorning + 60))
        #expect(claimed.attempts == 1 && claimed.record.radiologistReport?.text == "Opacitate.")
        try archive.exams.checkLater(
            uid, at: .mondayMorning + 600, reason: Self.reason, of: "Opacitate.", now: .mondayMorning)
        _ = try archive.radReports.arrived(uid, report, now: .mondayMorning)
        #expect(try archive.exams.claimNext(at: .mondayMorning + 60) == nil)
        #expect(try archive.exams.claimNext(at: .mondayMorning + 600)?.attempts == 2)
    }

    @Test("A text that comes while an older one fails for the last time is judged at once, as if for the first time")
    func arrivesInHand() throws {
        try read(later(0))
        try failOften(11)
        _ = try archive.exams.claimNext(at: .mondayMorning + 6 * 3600)
        _ = try archive.radReports.arrived(uid, ArrivedReport(text: "Opacitate."), now: .mondayMorning)
        try archive.exams.checkLater(
            uid, at: .mondayMorning + 90_000, reason: Self.reason, of: "", now: .mondayMorning)
        #expect(try archive.exams.claimNext(at: .mondayMorning + 60)?.attempts == 1)
    }

    @Test("A severity that stands is kept by a late check, which fills in the summary and tells nobody")
    func standing() throws {
        _ = try archive.exams.claimNext(at: .mondayMorning)
        var report = Synthetic.report(3)
        report.summary = nil
        try archive.aiReports.record(uid, report: report, analyses: [], threshold: 5, now: .mondayMorning)
        let verdict = AIReports.Verdict(severity: try #require(Severity(8)), confidence: nil, summary: "pneumothorax")
        for _ in 1...2 {
            try archive.aiReports.keep(
                verdict, of: Self.text, for: uid, threshold: 5, channels: ["ntfy"], now: .mondayMorning)
        }
        let kept = try #require(try archive.exams.record(uid)?.aiReport)
        #expect(kept.severity == Severity(3) && kept.confidence == Confidence(80) && kept.summary == "pneumothorax")
        #expect(try archive.alerts.counts().waiting == 0)
    }

    @Test("A check that failed on the way stands behind the answer and names it")
    func failedCheck() throws {
        _ = try archive.exams.claimNext(at: .mondayMorning)
        var failed = Synthetic.attempt(.failed(code: "endpoint-failed"), severity: nil)
        failed.kind = .check
        try archive.aiReports.record(
            uid, report: Synthetic.report(2), analyses: [failed, Synthetic.attempt()],
            threshold: 5, alarms: [AlarmNote(kind: "repeat")], now: .mondayMorning)
        let kept = try archive.aiReports.kept(of: uid)
        #expect(kept.map(\.attempt.kind) == [.report, .check] && kept[1].attempt.checkedID == kept[0].id)
        #expect(try archive.aiReports.standing(of: uid)?.id == kept[0].id)
    }

    @Test("Who answered the check of a report comes back word for word")
    func source() throws {
        var attempt = Synthetic.attempt(severity: 2)
        attempt.checkSource = CheckSource(
            endpoint: "http://127.0.0.1:9090", modelConfigured: "m", modelAnswered: "m-2", sampling: #"{"seed":1}"#,
            finishReason: "stop")
        attempt.checkProblem = "It is to be doubted."
        _ = try archive.exams.claimNext(at: .mondayMorning)
        try archive.aiReports.record(
            uid, report: Synthetic.report(2), analyses: [attempt], threshold: 5, now: .mondayMorning)
        #expect(try archive.aiReports.attempts(of: uid) == [attempt])
    }
}
