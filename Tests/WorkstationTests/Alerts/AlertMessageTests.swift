import Foundation
import HTTPClient
import Radiology
import Store
import Testing
import Workstation

@Suite("What an alert says")
struct AlertMessageTests {
    /// Everything that leaves the house for a message.
    private func sent(_ message: AlertMessage) -> [String] {
        let mail = message.mail(from: "xray@h.example", to: "ward@h.example", now: .monday)
        return [
            message.ntfy.headers.fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n"),
            String(decoding: message.ntfy.body, as: UTF8.self), String(decoding: message.json, as: UTF8.self),
            mail.subject, mail.body, mail.messageID,
        ]
    }

    @Test("A message names initials, region, severity, summary and link; nothing else of the exam leaves the house")
    func usual() throws {
        let fixture = try AlertFixture()
        try fixture.read(1, 8, key: "2600101400017")
        let message = try #require(try fixture.message())
        let (headers, body) = message.ntfy
        #expect(headers["Title"] == "XRayVision Alert - Positive Finding" && headers["Tags"] == "warning,skull")
        #expect(headers["Priority"] == "4" && headers["Attach"] == nil && headers["X-Sequence-ID"] == message.id)
        #expect(String(decoding: body, as: UTF8.self) == "Positive finding: chest\nE.A., severity 8/10, pneumonia")
        let json = String(decoding: message.json, as: UTF8.self)
        #expect(
            json == """
                {"answered":"2026-03-02T08:00:00Z","event":"finding","id":"\(message.id)","patient":"E.A.",\
                "region":"chest","severity":8,"summary":"pneumonia"}
                """)
        for text in sent(message) {
            for secret in ["EXEMPLU", "Exemplu", "ANA", "FINDINGS", "opacity", "2600101400017", "1.2.1"] {
                #expect(!text.contains(secret), "\(text)")
            }
        }
    }

    @Test("Every attempt at a message has the same id and the same bytes, on every channel; only its number tells it")
    func repeated() throws {
        let fixture = try AlertFixture()
        try fixture.read(1, 8)
        let first = try #require(try fixture.message())
        let alert = try #require(try fixture.archive.alerts.next(for: "ntfy", at: .monday).first)
        #expect(try fixture.archive.alerts.begin(alert.id, now: .monday))
        #expect(try fixture.archive.alerts.recoverAfterCrash(now: .monday) == 1)
        let second = try #require(try fixture.message())
        #expect((first.attempt, second.attempt) == (1, 2))
        #expect(first.json == second.json && first.ntfy.body == second.ntfy.body)
        #expect(first.ntfy.headers.fields.map(\.value) == second.ntfy.headers.fields.map(\.value))
        #expect(sent(first) == sent(second))
        for (message, attempt) in [(first, "1"), (second, "2")] {
            let headers = message.webhook.headers
            #expect(headers["X-Alert-ID"] == first.id && headers["Idempotency-Key"] == first.id)
            #expect(headers["X-Alert-Attempt"] == attempt && headers["Content-Type"] == "application/json")
        }
        #expect(first.id.wholeMatch(of: /[0-9a-f]{32}/) != nil)
    }

    @Test("The link is the operator's, and holds the exam's UID only where the operator wants it")
    func link() throws {
        let fixture = try AlertFixture()
        try fixture.read(1, 8)
        let policy = AlertMessage.Policy(link: "https://xray.example/films/{uid}.html?u={uid}")
        let message = try #require(try fixture.message(policy))
        #expect(message.link == "https://xray.example/films/1.2.1.html?u=1.2.1")
        #expect(message.lines.last == message.link)
    }

    @Test("Name and text leave the house only when the operator wants it")
    func withPatientData() throws {
        let fixture = try AlertFixture()
        try fixture.read(1, 8, text: "Opacity.\nX-Header: 1")
        let message = try #require(try fixture.message(AlertMessage.Policy(withPatientData: true)))
        #expect(message.patient == "EXEMPLU^ANA" && message.text == "Opacity. X-Header: 1")
        #expect(message.lines.count == 3)
    }

    @Test(
        "A summary in which the model read the patient's name, or number, is left out",
        arguments: [
            ("pneumonia", true), ("exemplu ana", false), ("Exêmplu", false), ("P-ANA-1", false), ("banana", true),
            ("id 2600101400017", false), ("", false), ("a \u{0}\nb", true),
        ])
    func burntIn(summary: String, isTold: Bool) throws {
        let fixture = try AlertFixture()
        try fixture.read(1, 8, summary: summary, key: "2600101400017")
        let message = try #require(try fixture.message())
        #expect((message.summary != nil) == isTold)
        #expect(message.lines.count == 2 && message.lines.allSatisfy { !$0.contains("\n") && !$0.contains("\0") })
    }

    @Test(
        "A hostile name or region stays one line and one field",
        arguments: [
            "A\r\nX-Evil: 1", "A\"}", "^^^", "", String(repeating: "x", count: 5000), "<script>",
            String(repeating: "ș", count: 5000),
        ])
    func hostile(text: String) throws {
        let fixture = try AlertFixture()
        try fixture.read(1, 8, summary: text, name: text, region: text, text: text)
        for policy in [AlertMessage.Policy(), AlertMessage.Policy(withPatientData: true)] {
            let message = try #require(try fixture.message(policy))
            #expect(message.ntfy.body.count < 4096)
            #expect(message.lines.allSatisfy { !$0.contains("\r") && !$0.contains("\n") })
            let object = try JSONSerialization.jsonObject(with: Data(message.json)) as? [String: Any]
            #expect(object?["severity"] as? Int == 8)
            let mail = message.mail(from: "xray@h.example", to: "ward@h.example", now: .monday)
            #expect(!String(decoding: mail.bytes, as: UTF8.self).contains("\r\nX-Evil"))
        }
    }

    @Test("A text of a later answer is not told as the text behind this severity")
    func overtaken() throws {
        let fixture = try AlertFixture()
        try fixture.read(1, 8)
        let alert = try #require(try fixture.archive.alerts.next(for: "ntfy", at: .monday).first)
        var record = try #require(try fixture.archive.exams.record(alert.uid, .list))
        record.aiReport?.severity = Severity(1)
        let message = AlertMessage(alert, about: record, AlertMessage.Policy(withPatientData: true))
        #expect(message.text == nil && message.severity == Severity(8))
    }

    @Test("A canary that sings otherwise says what was expected and what came")
    func canary() throws {
        let fixture = try AlertFixture()
        try fixture.read(1, 8, channels: [])
        let canary = Canary(
            uid: AlertFixture.uid(1), day: "2026-03-02", expected: Severity(8), got: Severity(1), changed: true)
        try fixture.archive.canaries.record(canary, channels: ["ntfy"], now: .monday)
        let message = try #require(try fixture.message())
        #expect(message.title == "XRayVision Alert - Changed Model")
        #expect(message.lines.last == "E.A., severity 1/10, expected 8, answered 1")
        #expect(message.mail(from: "a@b.ro", to: "c@d.ro", now: .monday).subject == "XRayVision: changed model")
    }
}

@Suite("What the other side's answer means for an alert")
struct AlertAnswerTests {
    @Test(
        "What will say no again is a person's matter; what passes, or breaks down, keeps the message waiting",
        arguments: [
            (200, "accepted"), (204, "accepted"), (301, "away"), (400, "refused"), (401, "away"), (403, "away"),
            (404, "away"), (408, "away"), (409, "refused"), (410, "away"), (413, "refused"), (422, "refused"),
            (425, "away"), (429, "away"), (499, "away"), (500, "away"), (503, "away"), (599, "away"), (100, "away"),
        ])
    func web(status: Int, meaning: String) {
        let answer = AlertAnswer(HTTPResponse(status: status, headers: ["Retry-After": "7"]), from: "h")
        #expect("\(answer)".hasPrefix(meaning))
        if case .away(_, _, let after) = answer { #expect(after == 7) }
    }

    @Test(
        "A mail server that is busy keeps mails waiting; one that knows nobody, or wants another login, refuses them",
        arguments: [
            (250, "accepted"), (421, "away"), (450, "away"), (452, "away"), (454, "away"), (500, "refused"),
            (530, "refused"), (535, "refused"), (550, "refused"), (552, "refused"), (554, "refused"), (0, "away"),
        ])
    func mail(status: Int, meaning: String) {
        #expect("\(AlertAnswer(MailReply(status: status), from: "h"))".hasPrefix(meaning))
    }

    @Test("No answer is nobody's refusal, and stopping is no failure at all")
    func noAnswer() {
        #expect(AlertAnswer(.cancelled) == nil)
        for error in [
            HTTPError.unreachable(host: "h"), .timedOut(.waiting), .connectionLost, .tls(reason: "r"),
            .malformed(.reply),
        ] {
            #expect(AlertAnswer(error).map { "\($0)".hasPrefix("away") } == true)
        }
        #expect(AlertAnswer(.malformed(.request)).map { "\($0)".hasPrefix("refused") } == true)
    }
}
