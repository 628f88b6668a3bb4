import Analysis
import Foundation
import Radiology
import Reports
import Store
import Testing
import Workstation

@Suite("The model server on its bad days")
struct EndpointStories {
    let film = SyntheticFilm.chest(1)

    private func analyse(_ clinic: Clinic) async throws -> WorkstationError.Ending? {
        try await ending { try await clinic.open().analyse(limit: nil, region: nil, dryRun: false) }
    }

    @Test(
        "Nobody answers: the film keeps waiting, no attempt is counted, the pages are written, and the command says so")
    func deadPort() async throws {
        let port = try ClosedPort()
        let clinic = try Clinic(Clinic.asking("http://127.0.0.1:\(port.port)/v1/chat/completions"))
        try await clinic.take(film)
        #expect(try await ending { try await clinic.open().runOnce() } == .serviceUnreachable)
        let record = try clinic.record(film.uid)
        #expect(record.status == .queued && record.attempts == 0)
        #expect(try clinic.attempts(film).isEmpty && clinic.archive().exams.failures().isEmpty)
        #expect(try clinic.text("reports/admin/\(PagePaths.film(film.uid))").contains("waits in the queue"))
    }

    @Test(
        "A server that refuses everybody takes no film with it",
        arguments: ["http401", "http404", "http503", "text-only"])
    func refusal(script: String) async throws {
        let server = try ModelServer(script)
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        #expect(try await analyse(clinic) == .serviceUnreachable)
        #expect(try clinic.status(film) == .queued)
        try await server.play("ok")
        #expect(try await analyse(clinic) == nil)
        #expect(try clinic.status(film) == .done && clinic.attempts(film).last == "ok")
    }

    @Test("While nobody answers at the first address the second one is asked, and the answer says who gave it")
    func secondary() async throws {
        let (port, server) = (try ClosedPort(), try ModelServer())
        let dead = "http://127.0.0.1:\(port.port)/v1/chat/completions"
        let clinic = try Clinic(Clinic.asking(dead, orElse: server.url))
        try await clinic.take(film)
        #expect(try await analyse(clinic) == nil)
        #expect(try clinic.record(film.uid).provenance?.endpoint == server.url)
    }

    @Test("Two failures and then an answer: three rows of provenance, the film is done at the third attempt")
    func twoFailures() async throws {
        let server = try ModelServer("http500x2")
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        #expect(try await analyse(clinic) == nil)
        #expect(try clinic.attempts(film) == ["endpoint-failed", "endpoint-failed", "ok"])
        let record = try clinic.record(film.uid)
        #expect(
            record.status == .done && record.aiReport?.severity == Severity(0) && record.aiReport?.confidence != nil)
        #expect(record.provenance?.attempt == 3 && record.provenance?.modelAnswered != nil)
        #expect(record.provenance?.promptHashes.keys.sorted() == ["chk", "rep", "usr"])
        let counts = try await server.counted()
        #expect(counts.report_calls == 3 && counts.check_calls == 1)
        #expect(counts.authorizations == ["Bearer sk-secret-canary"])
        #expect(!clinic.everythingSaid.contains("sk-secret-canary"))
    }

    @Test("A busy server says when to come back, and is left alone until then")
    func retryAfter() async throws {
        let server = try ModelServer("http429x1@1")
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        let start = ContinuousClock.now
        #expect(try await analyse(clinic) == nil)
        #expect(ContinuousClock.now - start >= .seconds(1))
        #expect(try clinic.attempts(film) == ["endpoint-busy", "ok"])
    }

    @Test(
        "One answer that is cut, slow, empty or no answer at all is asked for again",
        arguments: [
            ("lengthx1", "reply-truncated"), ("emptyx1", "reply-empty"), ("not-jsonx1", "reply-unreadable"),
            ("wrong-typex1", "reply-unreadable"), ("half-headx1", "connection-lost"),
            ("half-bodyx1", "connection-lost"), ("hugex1", "reply-too-large"), ("hangx1", "timeout"),
            ("endlessx1", "reply-too-large"), ("dripx1@9", "timeout"),
        ])
    func onceBad(script: String, code: String) async throws {
        let server = try ModelServer(script)
        let clinic = try Clinic(Clinic.asking(server.url, "TIMEOUT = 4\nMAX_REPLY = 1 MiB"))
        try await clinic.take(film)
        #expect(try await analyse(clinic) == nil)
        #expect(try clinic.attempts(film) == [code, "ok"] && clinic.status(film) == .done)
    }

    @Test(
        "A model that never finishes a report fails the film after the retries, with a sentence on its page",
        arguments: ["length", "http500", "empty"])
    func alwaysBad(script: String) async throws {
        let server = try ModelServer(script)
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        #expect(try await ending { try await clinic.open().runOnce() } == .someFailed)
        let reason = try #require(try clinic.record(film.uid).reason)
        #expect(try clinic.status(film) == .error && clinic.attempts(film).count == 3)
        #expect(try clinic.text("reports/user/\(PagePaths.film(film.uid))").contains(reason.asHTML))
    }

    @Test(
        "A film that the server can never read is set aside at the first attempt; when the cause is gone it is read again",
        arguments: [("bad-image", "image-refused"), ("http400", "request-refused")])
    func permanent(script: String, code: String) async throws {
        let server = try ModelServer(script)
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        #expect(try await analyse(clinic) == .someFailed)
        #expect(try clinic.attempts(film) == [code] && clinic.status(film) == .error)
        let reason = try #require(try clinic.record(film.uid).reason)

        try clinic.open().failures(retry: true, dryRun: true)
        #expect(try clinic.status(film) == .error && clinic.answers.contains { $0.contains(reason) })
        try await server.play("ok")
        try clinic.open().failures(retry: true, dryRun: false)
        #expect(try clinic.status(film) == .requeue)
        #expect(try await analyse(clinic) == nil)
        let record = try clinic.record(film.uid)
        #expect(record.status == .done && record.reason == nil)
        #expect(try clinic.attempts(film) == [code, "ok"])
    }

    @Test(
        "The severity is found in whatever the model puts around it", arguments: ["fenced", "prose", "think", "list"])
    func wrappedCheck(script: String) async throws {
        let server = try ModelServer(script)
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        #expect(try await analyse(clinic) == nil)
        let report = try clinic.record(film.uid).aiReport
        #expect(report?.severity == Severity(0) && report?.confidence == Confidence(90) && report?.summary == "normal")
    }

    @Test(
        "A check that is never valid leaves the report without a severity: not assessed, on the pages too",
        arguments: [
            "truncated-json", "wrong-types", "out-of-range", "missing-key", "no-object", "check-length",
        ])
    func notAssessed(script: String) async throws {
        let server = try ModelServer(script)
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        try await clinic.open().runOnce()
        let record = try clinic.record(film.uid)
        #expect(record.status == .done && record.aiReport?.severity == nil && record.aiReport?.confidence == nil)
        #expect(record.aiReport?.text.contains("The lungs are clear") == true)
        #expect(try clinic.text("reports/admin/\(PagePaths.film(film.uid))").contains("not assessed"))
        #expect(clinic.answers.last?.contains("1 not assessed") == true)
        try clinic.open().failures(retry: false, dryRun: false)
        #expect(clinic.answers.contains { $0.hasPrefix("verdict  \(film.uid.rawValue)") })
        #expect(try await server.counted().report_calls == 1)
    }
}
