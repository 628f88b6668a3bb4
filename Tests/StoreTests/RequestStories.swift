import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("How an answer came about")
struct RequestStories {
    let folder: TemporaryFolder
    let archive: Archive

    init() throws {
        folder = try TemporaryFolder()
        archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
    }

    private func attempt(request: String, severity: Int? = 2) -> Attempt {
        var attempt = Synthetic.attempt(severity: severity)
        attempt.request = AskedRequest(hash: request, pieces: #"[{"literal":"{"},{"prompt":"77"}]"#)
        attempt.checkRequest = AskedRequest(hash: request + "-check", pieces: "[]")
        (attempt.checkPromptTokens, attempt.checkCompletionTokens) = (300, 12)
        attempt.translateMilliseconds = 77
        return attempt
    }

    private func read(_ number: Int, _ attempt: Attempt, alarms: [AlarmNote] = []) throws {
        if try archive.exams.record(Synthetic.uid(number), .list) == nil {
            try archive.receive(number)
        } else {
            _ = try archive.exams.requeue(Synthetic.uid(number), now: .mondayMorning)
        }
        _ = try archive.exams.claimNext(at: .mondayMorning)
        try archive.aiReports.record(
            Synthetic.uid(number), report: Synthetic.report(2), analyses: [attempt], threshold: 5, alarms: alarms,
            now: .mondayMorning)
    }

    @Test("Requests, tokens and times of each call come back word for word")
    func wordForWord() throws {
        let attempt = attempt(request: "r1")
        try read(1, attempt)
        #expect(try archive.aiReports.attempts(of: Synthetic.uid(1)) == [attempt])
        let standing = try #require(try archive.aiReports.standing(of: Synthetic.uid(1)))
        #expect(try archive.aiReports.kept(standing.id) == standing && standing.attempt == attempt)
    }

    @Test("The same request finds its last good answer, of whatever film; failures and canaries answer nothing")
    func identical() throws {
        try read(1, attempt(request: "same", severity: 2))
        var reused = attempt(request: "same", severity: 2)
        reused.answeredFrom = try archive.aiReports.standing(of: Synthetic.uid(1))?.id
        try read(2, reused)
        let found = try #require(try archive.aiReports.answer(toRequest: "same"))
        #expect(found.uid == Synthetic.uid(2) && found.attempt.answeredFrom == 1)
        #expect(try archive.aiReports.answer(toRequest: "other") == nil)

        var failed = attempt(request: "failed", severity: nil)
        failed.outcome = .failed(code: "timeout")
        try archive.receive(3)
        _ = try archive.exams.claimNext(at: .mondayMorning)
        try archive.aiReports.recordFailure(
            Synthetic.uid(3), analyses: [failed], decision: .giveBack, now: .mondayMorning)
        var canary = attempt(request: "canary")
        canary.kind = .canary
        let reading = Canary(
            uid: Synthetic.uid(1), day: "2026-03-02", expected: nil, got: Severity(2), changed: false)
        try archive.canaries.record(reading, analyses: [canary], now: .mondayMorning)
        #expect(try archive.aiReports.answer(toRequest: "failed") == nil)
        #expect(try archive.aiReports.answer(toRequest: "canary") == nil)
        #expect(try archive.aiReports.attempts(of: Synthetic.uid(1)).map(\.kind) == [.report, .canary])
    }

    @Test("A prompt is kept once under the hash of its text, and nobody can change it")
    func prompts() throws {
        let text = "Descrie radiografia. 🩻"
        let hashes = try archive.promptTexts.keep([text, "b", text])
        #expect(hashes == [text, "b", text].map { ContentHash(of: $0).rawValue })
        #expect(try archive.promptTexts.keep([text]) == [hashes[0]])
        #expect(try archive.promptTexts.text(hashes[0]) == text && archive.promptTexts.text("00") == nil)
        let stranger = try DatabaseQueue(path: folder.workspace.database)
        for sql in ["UPDATE prompt_texts SET text = 'x'", "DELETE FROM prompt_texts"] {
            #expect(throws: DatabaseError.self) { try stranger.write { db in try db.execute(sql: sql) } }
        }
    }

    @Test("A text is translated once, and old translations are forgotten")
    func translations() throws {
        let translations = archive.translations
        try translations.keep("Opacity.", of: "Opacitate.", asked: "medgemma trn1", model: "m", now: .mondayMorning)
        try translations.keep("Shadow.", of: "Opacitate.", asked: "medgemma trn1", model: "n", now: .mondayMorning + 1)
        let kept = try #require(try translations.translation(of: "Opacitate.", asked: "medgemma trn1"))
        #expect(kept.text == "Shadow." && kept.model == "n")
        #expect(try translations.translation(of: "Opacitate. ", asked: "medgemma trn1") == nil)
        #expect(try translations.translation(of: "Opacitate.", asked: "medgemma trn2") == nil)
        #expect(try translations.prune(madeBefore: .mondayMorning + 1) == 0)
        #expect(try translations.prune(madeBefore: .mondayMorning + 2) == 1)
        #expect(try translations.translation(of: "Opacitate.", asked: "medgemma trn1") == nil)
    }

    @Test("A server's state has a beginning, and a model that changes silently is noticed")
    func endpoints() throws {
        let (endpoints, address) = (archive.endpoints, "http://127.0.0.1:8080")
        #expect(try endpoints.note(address, state: "well", now: .mondayMorning) == nil)
        #expect(try endpoints.answered(address, model: "m-1", now: .mondayMorning) == nil)
        #expect(try endpoints.note(address, state: "well", now: .mondayMorning + 60) == nil)
        #expect(try endpoints.note(address, state: "away", problem: "No answer.", now: .mondayMorning + 90) == "well")
        #expect(try endpoints.answered(address, model: "m-1", now: .mondayMorning + 90) == nil)
        #expect(try endpoints.answered(address, model: "m-2", now: .mondayMorning + 99) == "m-1")
        let standing = try #require(try endpoints.standing(of: address))
        #expect(standing.since == .mondayMorning + 90 && standing.checked == .mondayMorning + 90)
        #expect((standing.state, standing.model, standing.problem) == ("away", "m-2", "No answer."))
        let kinds = try archive.events.after(0).map(\.kind)
        #expect(kinds == ["endpoint_changed", "endpoint_changed", "model_changed"])
        try endpoints.keepOnly(["http://other"])
        #expect(try endpoints.all().isEmpty)
    }

    @Test("An odd answer is flagged with its alarm until a better one takes its place")
    func alarms() throws {
        let note = AlarmNote(kind: "wrong-body-part", detail: ["words": .text("knee"), "share": .number(3)])
        try read(1, attempt(request: "r1"), alarms: [note])
        let uid = Synthetic.uid(1)
        let alarm = try #require(try archive.alarms.standing(of: uid).first)
        #expect(alarm.kind == "wrong-body-part" && alarm.detail == #"{"share":3,"words":"knee"}"#)
        #expect(try alarm.analysisID == archive.aiReports.standing(of: uid)?.id)
        try archive.alarms.raise(AlarmNote(kind: "model-changed"), now: .mondayMorning)
        #expect(try archive.alarms.counts(since: .mondayMorning) == (1, 1))
        #expect(try archive.alarms.flagged().map(\.uid) == [uid])
        let seen = try archive.exams.lastChange()
        try archive.alarms.raise(
            AlarmNote(kind: "repeats-others"), uid: uid, analysisID: alarm.analysisID, now: .mondayMorning)
        #expect(try archive.exams.records(changedSince: seen).map(\.uid) == [uid.rawValue])
        try read(1, attempt(request: "r2"))
        #expect(try archive.alarms.standing(of: uid).isEmpty)
        #expect(try archive.alarms.counts(since: .mondayMorning + 1) == (0, 0))
        #expect(try archive.alarms.latest().count == 3)
    }

    @Test("Priors are of the same patient and region, not older than asked, with both texts where there are two")
    func priors() throws {
        for (number, created, severity) in [
            (1, "2025-11-01 08:00:00", 3), (2, "2026-01-15 08:00:00", nil), (3, "2026-02-20 08:00:00", 6),
            (4, "2026-02-25 08:00:00", nil), (5, "2026-03-02 08:00:00", 1),
        ] as [(Int, String, Int?)] {
            try archive.receive(number, created: created)
            _ = try archive.readNext(severity)
        }
        for number in [2, 3] {
            let report = ArrivedReport(text: "Text \(number)", radiologist: "Dr. Model Vasile")
            _ = try archive.radReports.arrived(Synthetic.uid(number), report, now: .mondayMorning)
        }
        let priors = try archive.aiReports.priors(of: Synthetic.uid(5))
        #expect(priors.map(\.uid) == [3, 2].map(Synthetic.uid))
        #expect(priors.map { $0.readerText == nil } == [false, true])
        #expect(priors.map(\.radiologistText) == ["Text 3", "Text 2"])
        #expect(try archive.aiReports.priors(of: Synthetic.uid(5), days: 9999).count == 3)
        #expect(try archive.aiReports.priors(of: Synthetic.uid(5), limit: 1).count == 1)
    }
}
