import Foundation
import HTTPClient
import HospitalRecords
import Radiology
import Testing

@Suite(
    "The predecessor's record server",
    .enabled(if: FileManager.default.isExecutableFile(atPath: RecordPeer.python), "SKIPPED: python3 is not installed"))
struct PredecessorPeerStories {
    let peer: RecordPeer
    let http = HTTPClient()

    init() throws { peer = try RecordPeer("hipocrate_peer.py") }

    private func client(_ fault: String = "ok", timeout: Duration = .seconds(20)) -> FHIRClient {
        var server = Bucharest.server(.predecessor, base: peer.address("/\(fault)"))
        server.timeout = timeout
        return FHIRClient(server: server, client: http)
    }

    @Test("A film's report comes as the plain text that the radiologist wrote")
    func plainText() async throws {
        guard case .report(let report, let patient) = try await client().find(Bucharest.film()) else {
            Issue.record("no report")
            return
        }
        #expect(report.text == "Fără leziuni pleuro-pulmonare evolutive.")
        #expect(report.radiologist == "Dr. Radu Stan")
        #expect(report.justification == "tuse, febră")
        #expect(report.id == "501" && report.request == "501" && report.type == .radiograph)
        #expect(patient?.hospitalID == "7" && patient?.sex == .male)
    }

    @Test("Of several records with one personal number the one with the greatest number counts, ten after nine")
    func greatestNumber() async throws {
        let film = try Bucharest.film(patient: "2900202221149", name: "IONESCU^ANA", born: "1990-02-02", sex: .female)
        guard case .report(let report, let patient) = try await client().find(film) else {
            Issue.record("no report")
            return
        }
        #expect(patient?.hospitalID == "10")
        #expect(report.text == "Opacitate bazală dreaptă.", "the form for the exam's type and region")
        #expect(report.justification == "durere toracică")
    }

    @Test("What fits more than one is said so")
    func ambiguous() async throws {
        let people = try await client().find(Bucharest.film(patient: "X-77", name: "", born: nil, sex: nil))
        #expect(people == .ambiguous(.patient, count: 2, patient: nil))
        let film = try Bucharest.film(patient: "", name: "POPA^MARIA", born: "1970-05-05", sex: .female)
        guard case .ambiguous(.request, let count, let patient) = try await client().find(film) else {
            Issue.record("a request was chosen")
            return
        }
        #expect(count == 2 && patient?.hospitalID == "30")
    }

    @Test("A name that belongs to somebody born on another day is nobody's")
    func otherBirthDate() async throws {
        let film = try Bucharest.film(patient: "", name: "POPA^MARIA", born: "1971-05-05", sex: .female)
        #expect(try await client().find(film) == .unknownPatient)
    }

    @Test("A patient without a request has no report yet, and an unknown one is unknown")
    func nothing() async throws {
        let early = try await client().find(Bucharest.film(at: "2025-01-01 10:00:00"))
        guard case .noReportYet(let patient, let pending) = early else {
            Issue.record("found something")
            return
        }
        #expect(patient?.hospitalID == "7" && pending == nil)
        #expect(try await client().find(Bucharest.film(patient: "1", name: "NIMENI^X")) == .unknownPatient)
        #expect(try await client("information").find(Bucharest.film()) == .unknownPatient)
    }

    @Test("A report that is the same as before does not come again")
    func conditional() async throws {
        let known = RememberedRequest(server: "predecessor \(peer.address("/ok"))", id: "501")
        guard case .report(let report, _) = try await client().find(Bucharest.film(known: known)) else {
            Issue.record("no report")
            return
        }
        let film = try Bucharest.film(known: report.remembered)
        #expect(report.validator != nil)
        #expect(try await client().find(film) == .unchanged)
    }

    @Test("The server is asked whether it is up without credentials")
    func alive() async throws {
        #expect(try await client().alive() == nil)
        await #expect(throws: RecordError.failed(status: 503, retryAfter: 7)) { try await client("503").alive() }
    }

    @Test(
        "Every fault of the server is an error with its name",
        arguments: [
            ("500", RecordError.failed(status: 500, retryAfter: 7), RecordError.Recovery.retry(after: 7)),
            ("503", .failed(status: 503, retryAfter: 7), .waitForServer),
            ("429", .busy(retryAfter: 7), .retry(after: 7)),
            ("401", .refused(status: 401), .tellOperator),
            ("404", .refused(status: 404), .tellOperator),
            ("outcome", .outcome(.processing), .setAside),
            ("garbage", .answerUnreadable(.notJSON), .retry(after: nil)),
            ("html", .answerUnreadable(.notJSON), .retry(after: nil)),
            ("deep", .answerUnreadable(.tooDeep), .setAside),
            ("huge", .answerTooLarge(limit: 4 << 20), .setAside),
            ("cut", .connectionLost, .retry(after: nil)),
            ("elsewhere", .answerUnreadable(.pageElsewhere), .tellOperator),
        ])
    func faults(fault: String, error: RecordError, recovery: RecordError.Recovery) async throws {
        let film = try Bucharest.film()
        await #expect(throws: error) { try await client(fault).find(film) }
        #expect(error.recovery == recovery)
        #expect(!error.suggestion.contains("POPESCU") && !error.suggestion.isEmpty)
    }

    @Test("A server that hangs or drips is left when its time is over", arguments: ["hang", "drip"])
    func deadline(fault: String) async throws {
        let film = try Bucharest.film()
        await #expect(throws: RecordError.timedOut(fault == "hang" ? .waiting : .receiving)) {
            try await client(fault, timeout: .seconds(1)).find(film)
        }
    }

    @Test("A slow server is waited for")
    func slow() async throws {
        guard case .report = try await client("slow").find(Bucharest.film()) else {
            Issue.record("no report")
            return
        }
    }
}
