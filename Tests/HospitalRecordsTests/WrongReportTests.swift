import Foundation
import HTTPClient
import HospitalRecords
import Radiology
import Synchronization
import Testing

/// What a server could say that would bring a report to a film that is not its own.
@Suite("A report of somebody else, or of something else, is at no film")
struct WrongReportTests {
    private static let ion =
        #"{"resourceType":"Patient","id":"7","identifier":[{"value":"1800101221144"}],"name":[{"family":"Popescu","given":["Ion"]}],"birthDate":"1980-01-01","gender":"male"}"#
    private static let order = order("X", #""code":{"text":"Radiografie torace"}"#)
    private static let report = report("R", of: "X", #""effectiveDateTime":"2026-03-02T10:00:00+02:00""#)

    private static func order(_ id: String, _ more: String, patient: String = "7") -> String {
        #"{"resourceType":"ServiceRequest","id":"\#(id)","status":"active","intent":"order","subject":{"reference":"Patient/\#(patient)"},"authoredOn":"2026-03-02T09:00:00+02:00",\#(more)}"#
    }

    private static func report(_ id: String, of order: String, _ more: String, patient: String = "7") -> String {
        let subject = more.contains("subject") ? "" : #""subject":{"reference":"Patient/\#(patient)"},"#
        return
            #"{"resourceType":"DiagnosticReport","id":"\#(id)","status":"final",\#(subject)"basedOn":[{"reference":"ServiceRequest/\#(order)"}],"issued":"2026-03-04T12:00:00+02:00","conclusion":"textul \#(id)",\#(more)}"#
    }

    private static func bundle(_ resources: String..., more: String = "") -> String {
        let entries = resources.map { #"{"resource":\#($0)}"# }.joined(separator: ",")
        return #"{"resourceType":"Bundle",\#(more)"entry":[\#(entries)]}"#
    }

    /// What was asked, with the header of the credentials.
    private final class Asked: Sendable {
        let list = Mutex<[String]>([])
    }

    /// Answers by the first part of an address that is in it; nothing else is there.
    private func client(
        _ server: RecordServer, _ answers: [(String, String)], _ asked: Asked = Asked()
    ) -> FHIRClient {
        FHIRClient(server: server) { request in
            asked.list.withLock { $0.append("\(request.url) \(request.headers["Authorization"] ?? "")") }
            let body = answers.first { request.url.contains($0.0) }?.1 ?? #"{"resourceType":"Bundle","total":0}"#
            return HTTPResponse(status: 200, headers: ["ETag": "W/\"1\""], body: Array(body.utf8))
        }
    }

    private func word(
        _ film: FilmInQuestion, at server: RecordServer = Bucharest.server(), _ answers: [(String, String)]
    ) async -> String {
        do {
            switch try await client(server, answers).find(film) {
            case .report(let report, _): return report.text
            case .noReportYet(_, let pending): return "none \(pending?.request ?? "")"
            case .ambiguous(let what, let count, _): return "ambiguous \(what.rawValue) \(count)"
            case .unknownPatient: return "unknown"
            case .withdrawn(let report, _): return "withdrawn \(report.request ?? report.id)"
            case .unchanged: return "unchanged"
            }
        } catch { return error.code }
    }

    @Test(
        "The report of an order is the film's only with patient, kind, region and day",
        arguments: [
            (order, report, "textul R"),
            // A laboratory's only order, and beside the right one.
            (
                order("X", #""code":{"text":"Hemoleucograma"}"#), report, "none "
            ),
            (
                order("X", #""category":[{"coding":[{"code":"108252007"}]}],"code":{"text":"Hemoleucograma"}"#), report,
                "none "
            ),
            (order + "},{\"resource\":" + order("L", #""code":{"text":"Hemoleucograma"}"#), report, "textul R"),
            // A standing order: of another day, of a day that is not told.
            (order, report("R", of: "X", #""effectiveDateTime":"2026-03-04T10:00:00+02:00""#), "none X"),
            (order, report("R", of: "X", #""x":1"#), "ambiguous report 1"),
            // Of somebody who is no resource of the server.
            (
                order,
                report(
                    "R", of: "X",
                    #""effectiveDateTime":"2026-03-02","subject":{"reference":"urn:uuid:0f","identifier":{"value":"2900202221149"}}"#
                ), "none X"
            ),
        ])
    func ofAnOrder(order: String, report: String, result: String) async throws {
        let answers = [
            ("Patient?", Self.bundle(Self.ion)), ("ServiceRequest?", Self.bundle(order)),
            ("based-on", Self.bundle(report)),
        ]
        #expect(await word(try Bucharest.film(), answers) == result)
    }

    @Test("A number that only looks like the accession number decides nothing")
    func accession() async throws {
        let conflicting =
            #""identifier":[{"type":{"coding":[{"code":"PLAC"}]},"value":"1001"},{"type":{"coding":[{"code":"ACSN"}]},"value":"2002"}],"code":{"text":"Radiografie torace"}"#
        let answers = [
            ("Patient?", Self.bundle(Self.ion)), ("ServiceRequest?", Self.bundle(Self.order("X", conflicting))),
            ("based-on", Self.bundle(Self.report)),
        ]
        #expect(await word(try Bucharest.film(accession: "1001"), answers) == "none ")
        #expect(await word(try Bucharest.film(accession: "2002"), answers) == "textul R")
    }

    @Test(
        "A report that is cancelled or was an error is said to be, and not while another one of the order counts",
        arguments: [
            ("cancelled", "", "withdrawn X"), ("entered-in-error", "", "withdrawn X"), ("registered", "", "none X"),
            ("cancelled", "final", "textul S"),
        ])
    func withdrawn(status: String, beside: String, result: String) async throws {
        let back = Self.report.replacing("\"final\"", with: "\"\(status)\"")
        let other = Self.report("S", of: "X", #""effectiveDateTime":"2026-03-02T10:00:00+02:00""#)
        let answers = [
            ("Patient?", Self.bundle(Self.ion)), ("ServiceRequest?", Self.bundle(Self.order)),
            ("based-on", beside.isEmpty ? Self.bundle(back) : Self.bundle(back, other)),
        ]
        #expect(await word(try Bucharest.film(), answers) == result)
    }

    @Test(
        "The study alone does not bring a report to a film of another region, nor one without a region to either",
        arguments: [
            ("Radiografie torace", "", "textul R"), ("Radiografie mână", "", "none "),
            ("Radiografie", "", "textul R"), ("Radiografie", "hand", "ambiguous report 1"),
            ("Radiografie torace", "hand", "textul R"),
        ])
    func twoRegions(words: String, other: String, result: String) async throws {
        let study = #""identifier":[{"system":"urn:dicom:uid","value":"urn:oid:1.2.3"}]"#
        let order = Self.order("X", "\"code\":{\"text\":\"\(words)\"},\(study)")
        let report = Self.report("R", of: "X", #""effectiveDateTime":"2026-03-02T10:00:00+02:00",\#(study)"#)
        var film = try Bucharest.film(study: "1.2.3")
        if !other.isEmpty { film.otherRegions = [BodyRegion(rawValue: other)] }
        let answers = [
            ("Patient?", Self.bundle(Self.ion)), ("ServiceRequest?", Self.bundle(order)),
            ("DiagnosticReport?based-on", Self.bundle(report)), ("based-on", Self.bundle(report)),
        ]
        #expect(await word(film, answers) == result)
    }

    @Test("One hit of three is not the only one")
    func incomplete() async throws {
        let answers = [
            ("Patient?", Self.bundle(Self.ion)), ("ServiceRequest?", Self.bundle(Self.order, more: #""total":3,"#)),
            ("based-on", Self.bundle(Self.report)),
        ]
        #expect(await word(try Bucharest.film(), answers) == "answer-unreadable")
    }

    @Test("A namesake without a birth date is nobody's patient")
    func namesake() async throws {
        let other =
            #"{"resourceType":"Patient","id":"7","identifier":[{"system":"his","value":"H8"}],"name":[{"family":"Popescu","given":["Ion"]}],"gender":"male"}"#
        let answers = [
            ("identifier=", Self.bundle()), ("family=", Self.bundle(other)),
            ("ServiceRequest?", Self.bundle(Self.order)),
            ("based-on", Self.bundle(Self.report)),
        ]
        #expect(await word(try Bucharest.film(patient: "URG-112", born: nil), answers) == "unknown")
        #expect(await word(try Bucharest.film(patient: "URG-112"), answers) == "unknown")
    }

    @Test(
        "An order that is remembered must still be the film's patient's, and of this server",
        arguments: [("7", "", "textul R"), ("99", "", "none "), ("7", "r4 http://elsewhere/fhir", "searched")])
    func remembered(owner: String, server: String, result: String) async throws {
        let stranger = Self.ion.replacing("1800101221144", with: "2900202221149").replacing("\"7\"", with: "\"99\"")
            .replacing("Popescu", with: "Ionescu").replacing("1980", with: "1990")
        let chest = #""code":{"text":"Radiografie torace"}"#
        let answers = [
            ("Patient?", Self.bundle(Self.ion)), ("Patient/99", stranger), ("Patient/7", Self.ion),
            ("ServiceRequest/501", Self.order("501", chest, patient: owner)), ("ServiceRequest?", Self.bundle()),
            (
                "based-on",
                Self.bundle(Self.report("R", of: "501", #""effectiveDateTime":"2026-03-02""#, patient: owner))
            ),
        ]
        let known = RememberedRequest(server: server.isEmpty ? "r4 http://127.0.0.1:1" : server, id: "501")
        let asked = Asked()
        let film = try Bucharest.film(known: known)
        if result == "searched" {
            _ = try await client(Bucharest.server(), answers, asked).find(film)
            #expect(!asked.list.withLock { $0 }.contains { $0.contains("ServiceRequest/501") })
        } else {
            #expect(await word(film, answers) == result)
        }
    }

    @Test(
        "The predecessor's server: another person is not taken, whether found by the number or by the name",
        arguments: [
            // By the number, which the server does not repeat.
            (cnp, "POPESCU^ION", "1980-01-01", "q=18", #""name":[{"family":"Popescu","given":["Ion"]}]"#, "raport"),
            (
                cnp, "POPESCU^ION", "", "q=18",
                #""name":[{"family":"Ionescu","given":["Ion"]}],"birthDate":"1980-01-01""#, "raport"
            ),
            (cnp, "", "", "q=18", #""birthDate":"1980-01-01""#, "raport"),
            (
                cnp, "POPESCU^ION", "", "q=18",
                #""name":[{"family":"Popescu","given":["Andrei"]}],"birthDate":"1980-01-01""#, "ambiguous patient 1"
            ),
            (cnp, "POPESCU^ION", "", "q=18", #""name":[{"family":"Popa","given":["Maria"]}]"#, "unknown"),
            (cnp, "", "", "q=18", #""x":1"#, "ambiguous patient 1"),
            (
                "17", "POPESCU^ION", "", "q=17",
                #""identifier":[{"value":"2900202221149"}],"name":[{"family":"Popescu","given":["Ion"]}]"#, "unknown"
            ),
            // By the name.
            (
                "", "POPESCU^ION", "1980-01-01", "q=POPESCU",
                #""name":[{"family":"Popescu","given":["Ion"]}],"birthDate":"1980-01-01""#, "raport"
            ),
            (
                cnp, "POPESCU^ION", "1980-01-01", "q=POPESCU",
                #""identifier":[{"value":"2900202221149"}],"name":[{"family":"Popescu","given":["Ion"]}],"birthDate":"1980-01-01""#,
                "unknown"
            ),
            (
                cnp, "POPESCU^ION", "1980-01-01", "q=POPESCU",
                #""name":[{"family":"Popescu","given":["Maria"]}],"birthDate":"1980-01-01""#, "unknown"
            ),
            (
                "", "POPESCU^ION", "", "q=POPESCU",
                #""name":[{"family":"Popescu","given":["Ion"]}],"birthDate":"1950-05-05""#, "ambiguous patient 1"
            ),
            (
                "", "POPESCU^ION", "1980-01-01", "q=POPESCU", #""name":[{"family":"Popescu","given":["Ion"]}]"#,
                "ambiguous patient 1"
            ),
        ])
    func predecessor(
        number: String, name: String, born: String, question: String, person: String, result: String
    ) async throws {
        let film = try Bucharest.film(patient: number, name: name, born: born.isEmpty ? nil : born)
        let answers = [
            (question, #"{"resourceType":"Patient","id":9,\#(person)}"#),
            ("ServiceRequest?", #"{"resourceType":"ServiceRequest","id":"501"}"#),
            ("DiagnosticReport/", #"{"resourceType":"DiagnosticReport","presentedForm":[{"data":"raport"}]}"#),
        ]
        #expect(await word(film, at: Bucharest.server(.predecessor), answers) == result)
    }

    private static let cnp = Bucharest.cnp

    @Test("The predecessor's server: an order that is remembered is among the patient's, or it is not the film's")
    func rememberedThere() async throws {
        let person = (
            "q=18", #"{"resourceType":"Patient","id":7,"name":[{"family":"Popescu","given":["Ion"]}]}"#
        )
        let known = try Bucharest.film(
            known: RememberedRequest(server: "predecessor http://127.0.0.1:1", id: "501"))
        let text = ("DiagnosticReport/501", #"{"resourceType":"DiagnosticReport","presentedForm":[{"data":"raport"}]}"#)
        func result(_ order: String, _ found: String) async -> String {
            let answers = [person, ("ServiceRequest/501", order), ("ServiceRequest?", found), text]
            return await word(known, at: Bucharest.server(.predecessor), answers)
        }
        let bare = #"{"resourceType":"ServiceRequest","id":"501"}"#
        let strangers = #"{"resourceType":"ServiceRequest","id":"501","subject":{"reference":"Patient/99"}}"#
        #expect(await result(bare, Self.bundle(bare, bare.replacing("501", with: "502"))) == "raport")
        #expect(await result(bare, Self.bundle()) == "none ")
        #expect(await result(strangers, Self.bundle()) == "none ")
    }

    @Test("Several pages of people are looked at as one, and a number of two people is nobody's")
    func severalPeople() async throws {
        func person(_ id: Int, _ given: String) -> String {
            #"{"resourceType":"Patient","id":\#(id),"identifier":[{"value":"1800101221144"}],"name":[{"family":"Popescu","given":["\#(given)"]}]}"#
        }
        let link = #""link":[{"relation":"next","url":"?page=2"}],"#
        let answers = [
            ("page=2", Self.bundle(person(8, "Andrei"))), ("q=18", Self.bundle(person(7, "Ion"), more: link)),
        ]
        #expect(await word(try Bucharest.film(), at: Bucharest.server(.predecessor), answers) == "ambiguous patient 2")
    }

    @Test("Credentials in the address go as a header to that server, and nowhere else")
    func credentials() async throws {
        let server = RecordServer(dialect: .r4, base: "http://u:p%40x@h/fhir/", zone: Bucharest.zone)
        #expect(server.identity == "r4 http://h/fhir")
        let asked = Asked()
        let page = #"{"resourceType":"Bundle","link":[{"relation":"next","url":"http://x@evil.example/p2"}]}"#
        await #expect(throws: RecordError.answerUnreadable(.pageElsewhere)) {
            try await client(server, [("Patient?", page)], asked).find(Bucharest.film())
        }
        let basic = "Basic " + Data("u:p@x".utf8).base64EncodedString()
        #expect(asked.list.withLock { $0 } == ["http://h/fhir/Patient?identifier=1800101221144 \(basic)"])
        #expect(FHIRQuery.address(of: "http://x@evil.example/p", base: "http://u:p@h/fhir") == nil)
    }
}
