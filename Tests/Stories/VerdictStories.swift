import Analysis
import Foundation
import GRDB
import Radiology
import Store
import Testing
import Workstation

@Suite("Verdicts that a server failed at")
struct VerdictStories {
    private let film = SyntheticFilm.chest(1)
    private let finding = "Opacitate bazală dreaptă de 3 cm. Fără lichid pleural."

    private func read(_ clinic: Clinic) async throws -> WorkstationError.Ending? {
        try await ending { try await clinic.open().analyse(limit: nil, region: nil, alerting: true, dryRun: false) }
    }

    private func arrived(_ text: String, _ clinic: Clinic) throws {
        _ = try clinic.archive().radReports.arrived(
            film.uid, ArrivedReport(id: "1", text: text), now: clinic.now)
    }

    private func isListed(_ clinic: Clinic) throws -> Bool {
        try clinic.open().failures(retry: false, dryRun: false)
        return clinic.answers.contains { $0.hasPrefix("verdict  \(film.uid.rawValue)") }
    }

    @Test(
        "A report is kept while the server fails at its check, which is listed and asked for again; the film is not",
        arguments: ["check-http500", "check-half-body", "check-not-json", "check-http401"])
    func ofTheReader(script: String) async throws {
        let server = try ModelServer(script)
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        #expect(try await read(clinic) == .someFailed)
        let before = try clinic.record(film.uid)
        #expect(before.status == .check && before.reason != nil && before.aiReport?.severity == nil)
        #expect(before.aiReport?.text.contains("The lungs are clear") == true)
        #expect(try isListed(clinic))
        try await server.play("ok")
        try clinic.open().failures(retry: true, dryRun: false)
        #expect(try await read(clinic) == nil)
        let record = try clinic.record(film.uid)
        #expect(record.status == .done && record.reason == nil && record.aiReport?.severity == Severity(0))
        #expect(record.aiReport?.summary == "normal" && record.aiReport?.confidence == Confidence(90))
        #expect(try await server.counted().report_calls == 1)
        // The late check belongs to the answer: it is explained with it, and can be made again.
        let kept = try #require(try clinic.archive().aiReports.standing(of: film.uid)?.attempt)
        #expect(kept.severity == Severity(0) && kept.checkSource?.endpoint == server.url)
        #expect(try await server.counted().bodies.last == kept.checkRequest?.hash)
        try await clinic.open().reproduce(film.uid.rawValue, dryRun: false)
        #expect(clinic.answers.last?.contains("check: the same") == true)
    }

    @Test(
        "A radiologist's text whose check the server fails at waits for its verdict and is listed",
        arguments: ["check-http500", "any-http500"])
    func ofTheRadiologist(script: String) async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        #expect(try await read(clinic) == nil)
        try await server.play(script)
        try arrived(finding, clinic)
        #expect(try await read(clinic) == .someFailed)
        #expect(try clinic.record(film.uid).radiologistReport?.severity == nil && clinic.status(film) == .check)
        #expect(try isListed(clinic))
        let failed = try clinic.archive().aiReports.attempts(of: film.uid)
            .filter { $0.outcome == .failed(code: "endpoint-failed") }
        #expect(!failed.isEmpty && failed.allSatisfy { $0.provenance.endpoint == server.url && $0.request != nil })
        try await server.play("ok")
        try clinic.open().failures(retry: true, dryRun: false)
        #expect(try await read(clinic) == nil)
        let report = try #require(try clinic.record(film.uid).radiologistReport)
        #expect(report.severity == Severity(0) && report.english != nil)
        #expect(try clinic.status(film) == .done && clinic.archive().exams.unassessed().isEmpty)
    }

    @Test("A reader's report without a verdict gets one when its exam is checked for another reason")
    func both() async throws {
        let server = try ModelServer("no-object")
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        #expect(try await read(clinic) == nil)
        #expect(try clinic.record(film.uid).aiReport?.severity == nil)
        try await server.play("ok")
        try arrived(finding, clinic)
        #expect(try await read(clinic) == nil)
        let record = try clinic.record(film.uid)
        #expect(record.aiReport?.severity == Severity(0) && record.radiologistReport?.severity == Severity(0))
        #expect(try await server.counted().report_calls == 1)
    }

    @Test("What the built-in reader did not assess stays so: a model that never saw the film is not asked to guess")
    func builtIn() async throws {
        let server = try ModelServer("http401")
        let clinic = try Clinic(Clinic.asking(server.url, orElse: "builtin:baseline"))
        try await clinic.take(film)
        #expect(try await read(clinic) == nil)
        #expect(try clinic.record(film.uid).provenance?.endpoint == "builtin:baseline")
        try await DatabaseQueue(path: clinic.paths.database).write { db in
            try db.execute(sql: "UPDATE ai_reports SET severity = -1, positive = -1, summary = 'not assessed'")
        }
        try await server.play("ok")
        try arrived(finding, clinic)
        #expect(try await read(clinic) == nil)
        let record = try clinic.record(film.uid)
        #expect(record.aiReport?.severity == nil && record.radiologistReport?.severity == Severity(0))
        #expect(try await server.counted().check_calls == 1)
    }

    @Test("Report and check of different servers: each is named, explained, and asked again where it was answered")
    func twoServers() async throws {
        let (first, second) = (try ModelServer("check-http500"), try ModelServer())
        let clinic = try Clinic(Clinic.asking(first.url, orElse: second.url))
        try await clinic.take(film)
        #expect(try await read(clinic) == nil)
        let kept = try clinic.archive().aiReports.attempts(of: film.uid)
        #expect(kept.map(\.kind) == [.report, .check])
        #expect(kept[1].outcome == .failed(code: "endpoint-failed") && kept[1].provenance.endpoint == first.url)
        #expect(kept[0].provenance.endpoint == first.url && kept[0].checkSource?.endpoint == second.url)
        #expect(try kept[1].checkedID == clinic.archive().aiReports.standing(of: film.uid)?.id)
        try clinic.open().explain(film.uid.rawValue)
        #expect(
            clinic.answers.last?.contains("checked by") == true && clinic.answers.last?.contains(second.url) == true)
        try await clinic.open().reproduce(film.uid.rawValue, dryRun: false)
        let (asked, other) = (try await first.counted(), try await second.counted())
        #expect(asked.report_calls == 2 && other.report_calls == 0 && other.check_calls == 2)
    }

    @Test("A text that a proxy refuses keeps no film away, is tried only so often, and is listed")
    func refusedText() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(
            Clinic.asking(server.url).replacingOccurrences(of: "RETRIES = 2", with: "RETRIES = 6"))
        try await clinic.take(film)
        #expect(try await read(clinic) == nil)
        try await server.play("translate-http403")
        try arrived(finding, clinic)
        let films = (2...11).map { SyntheticFilm.chest($0) }
        for film in films { try await clinic.take(film) }
        // How many films lie between two tries of the text is the machine's speed: it ends here, or rests first.
        _ = try await read(clinic)
        for film in films { #expect(try clinic.status(film) == .done) }
        let record = try clinic.record(film.uid)
        if record.status == .done { #expect(record.radiologistReport?.severity == Severity(0)) }
        let calls = try await server.counted()
        #expect(try isListed(clinic) && (2...8).contains(calls.translate_calls))
        let failed = try clinic.archive().aiReports.attempts(of: film.uid)
            .filter { $0.outcome == .failed(code: "endpoint-refused") }
        #expect(failed.count == calls.translate_calls)
    }

    @Test("A text that is refused or ends the programme time after time is given up; its film stays read")
    func refusedAlone() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        let exams = try clinic.archive().exams
        try await clinic.take(film)
        #expect(try await read(clinic) == nil)
        try await server.play("any-http403")
        try arrived(finding, clinic)
        for (attempts, code) in [(11, "refuses this text"), (12, "ended each time")] {
            for _ in 1...attempts {
                _ = try #require(try exams.claimNext(at: clinic.now))
                try exams.checkLater(
                    film.uid, at: clinic.now - 1, reason: Reason(code: "x", sentence: "x"), now: clinic.now)
            }
            #expect(try await read(clinic) == nil)
            let record = try clinic.record(film.uid)
            #expect(record.status == .done && record.aiReport?.severity == Severity(0))
            #expect(try record.reason?.contains(code) == true && isListed(clinic))
            #expect(try exams.checkAgain(film.uid, now: clinic.now))
        }
        #expect(try await server.counted().translate_calls == 1)
    }

    @Test("While a server refuses everybody, its list of models too, a text waits unharmed")
    func refusedByAll() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        #expect(try await read(clinic) == nil)
        try clinic.put(Array(Clinic.asking(server.url + "?script=any-http403").utf8), "local.cfg")
        try arrived(finding, clinic)
        #expect(try await read(clinic) == .serviceUnreachable)
        #expect(try clinic.status(film) == .check && clinic.record(film.uid).attempts == 0)
    }

    @Test("A late verdict is told about answers of this programme and of these days only", arguments: [nil, 30.0, 1.0])
    func news(days: Double?) async throws {
        let server = try ModelServer()
        try await server.answerTexts(
            #"{"pathologic":"yes","severity":8,"summary":"pneumothorax","confidence":90}"#)
        let alerts = "[notifications]\nNTFY_URL = http://127.0.0.1:9/x\n[processing]\nENABLE_NTFY = True\n"
        let clinic = try Clinic(Clinic.asking(server.url) + alerts)
        try await clinic.take(film)
        let archive = try clinic.archive()
        _ = try archive.exams.claimNext(at: clinic.now)
        var attempts: [Attempt] = []
        if let days {
            let answered = (clinic.now - days * 86_400).formatted(.iso8601)
            attempts = [
                Attempt(
                    outcome: .answered,
                    provenance: Provenance(
                        imageHash: "1a", recipe: "r", recipeHash: "2b", promptHashes: [:], endpoint: server.url,
                        modelConfigured: "m", attempt: 1, reportMilliseconds: 1, rawReport: "raw",
                        programVersion: "1.0", answered: answered))
            ]
        }
        let reason = Reason(code: "endpoint-failed", sentence: "The model server failed.")
        try archive.aiReports.record(
            film.uid, report: AIReport(text: "FINDINGS: air. IMPRESSION: pneumothorax."), analyses: attempts,
            threshold: 5, missing: .later(at: clinic.now - 1, reason), now: clinic.now)
        _ = try await read(clinic)
        #expect(try clinic.record(film.uid).aiReport?.severity == Severity(8))
        let counts = try archive.alerts.counts()
        #expect(counts.waiting + counts.failed == (days == 1 ? 1 : 0))
    }

    @Test("Verdicts that stand are kept when another part of the exam is checked")
    func standing() async throws {
        let server = try ModelServer("no-object")
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        #expect(try await read(clinic) == nil)
        let archive = try clinic.archive()
        try arrived(finding, clinic)
        _ = try archive.exams.claimNext(at: clinic.now)
        let check = RadReports.Check(severity: Severity(6), summary: "pneumonia", english: "An opacity.")
        try archive.radReports.record(film.uid, check: check, of: finding, threshold: 5, now: clinic.now)
        try await server.play("ok")
        #expect(try archive.exams.checkAgain(film.uid, now: clinic.now))
        #expect(try await read(clinic) == nil)
        let record = try clinic.record(film.uid)
        #expect(record.aiReport?.severity == Severity(0) && record.radiologistReport?.severity == Severity(6))
    }

    @Test("A call that failed before a radiologist's text was judged is kept, and is about no report")
    func failedOnTheWay() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        #expect(try await read(clinic) == nil)
        try await server.play("check-http500x1")
        try arrived(finding, clinic)
        #expect(try await read(clinic) == nil && clinic.status(film) == .done)
        let failed = try clinic.archive().aiReports.attempts(of: film.uid)
            .filter { $0.outcome == .failed(code: "endpoint-failed") }
        #expect(failed.map(\.kind) == [.check] && failed.allSatisfy { $0.checkedID == nil })
    }

    @Test("A failed attempt names the server that failed, also when there are two")
    func failedAttempt() async throws {
        let (first, second) = (try ModelServer("empty"), try ModelServer("length"))
        let clinic = try Clinic(Clinic.asking(first.url, orElse: second.url))
        try await clinic.take(film)
        #expect(try await read(clinic) == .someFailed)
        let kept = try clinic.archive().aiReports.attempts(of: film.uid)
        let told = kept.map { "\($0.provenance.endpoint) \($0.outcome)" }
        #expect(Set(told).count == 2 && kept.count == 6)
        #expect(Set(kept.map(\.provenance.endpoint)) == [first.url, second.url])
        #expect(kept.allSatisfy { !$0.provenance.imageHash.isEmpty && $0.request != nil })
    }

    @Test("A first server that answers with a page takes no film with it while the second is well")
    func maintenance() async throws {
        let (first, second) = (try ModelServer("any-wrong-type"), try ModelServer())
        let clinic = try Clinic(Clinic.asking(first.url, orElse: second.url))
        let films = (1...4).map { SyntheticFilm.chest($0) }
        for film in films { try await clinic.take(film) }
        #expect(try await read(clinic) == nil)
        for film in films {
            let record = try clinic.record(film.uid)
            #expect(record.status == .done && record.provenance?.endpoint == second.url)
        }
    }

    @Test("No picture goes to a model that reads texts only, in either way of ending", arguments: [true, false])
    func textOnly(isRun: Bool) async throws {
        let server = try ModelServer()
        try await server.list(#"{"data":[{"id":"m","architecture":{"input_modalities":["text"]}}]}"#)
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        let ended = try await isRun ? ending { try await clinic.open().runOnce() } : read(clinic)
        #expect(ended == .serviceUnreachable)
        #expect(try await server.counted().report_calls == 0 && clinic.status(film) == .queued)
    }
}
