import Foundation
import HospitalRecords
import Radiology
import Testing

@Suite("Answers of a record server")
struct AnswerTests {
    private func page(_ json: String, of type: String = "Patient") throws(RecordError) -> SearchPage {
        try SearchPage(try JSONValue(Array(json.utf8)), of: type)
    }

    @Test(
        "A search's answer is a bundle, one resource, or the word that there is nothing",
        arguments: [
            (#"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"1"}}]}"#, 1, false),
            (#"{"resourceType":"Patient","id":1}"#, 1, true), (#"{"resourceType":"Bundle","total":0}"#, 0, false),
            (
                #"{"resourceType":"OperationOutcome","issue":[{"severity":"information","code":"informational"}]}"#, 0,
                false
            ),
            (#"{"resourceType":"OperationOutcome","issue":{"severity":"error","code":"not-found"}}"#, 0, false),
            // Included and foreign resources, and warnings, are no hits.
            (
                #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"1"},"search":{"mode":"include"}},{"resource":{"resourceType":"Practitioner","id":"1"}},{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"processing"}]}}]}"#,
                0, false
            ),
        ])
    func pages(json: String, matches: Int, isBare: Bool) throws {
        let page = try page(json)
        #expect(page.matches.count == matches && page.isBare == isBare && page.next == nil)
    }

    @Test(
        "What is no answer is an error",
        arguments: [
            ("", RecordError.answerUnreadable(.notJSON)), ("nonsense", .answerUnreadable(.notJSON)),
            ("{", .answerUnreadable(.notJSON)),
            ("[]", .answerUnreadable(.notTheResource)), ("{}", .answerUnreadable(.notTheResource)),
            ("7", .answerUnreadable(.notTheResource)),
            (#"{"resourceType":"Encounter"}"#, .answerUnreadable(.notTheResource)),
            (#"{"resourceType":"OperationOutcome","issue":[]}"#, .outcome(.unlisted)),
            (#"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"login"}]}"#, .outcome(.login)),
            (
                #"{"resourceType":"OperationOutcome","issue":[{"severity":"warning","code":"POPESCU"}]}"#,
                .outcome(.unlisted)
            ),
            (
                #"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"fatal","code":"timeout"}]}}]}"#,
                .outcome(.timeout)
            ),
            (String(repeating: "[", count: 65) + String(repeating: "]", count: 65), .answerUnreadable(.tooDeep)),
            (String(repeating: "[", count: 100_000), .answerUnreadable(.tooDeep)),
            ("[" + String(repeating: "0,", count: 200_001) + "0]", .answerUnreadable(.tooManyValues)),
        ])
    func errors(json: String, error: RecordError) {
        #expect(throws: error) { try page(json) }
        #expect(!error.suggestion.contains("POPESCU"))
    }

    @Test("Brackets inside of a text are text")
    func brackets() throws {
        let text = String(repeating: "[{\\\"", count: 5000)
        #expect(try page(#"{"resourceType":"Patient","id":"1","x":"\#(text)"}"#).matches.count == 1)
    }

    @Test(
        "A link leads to the same server or nowhere",
        arguments: [
            ("http://host/fhir/Patient?page=2", "http://host/fhir/Patient?page=2"),
            ("HTTP://HOST:80/x", "HTTP://HOST:80/x"),
            ("?page=2", "http://host/fhir?page=2"), ("Patient?page=2", "http://host/fhir/Patient?page=2"),
            ("/other?p=2", "http://host/other?p=2"),
            ("https://host/fhir", nil), ("http://host:81/fhir", nil), ("http://other/fhir", nil),
            ("http://host@other/fhir", nil),
            ("//other/fhir", nil), ("file:///etc/passwd", nil), ("javascript:x", nil), ("http://host/a b", nil),
            ("http://host\\@other/", "http://host\\@other/"),
        ] as [(String, String?)])
    func links(link: String, address: String?) {
        // A backslash ends a host for some readers and not for others: such a link must not pass.
        let expected = link.contains("\\") ? nil : address
        #expect(FHIRQuery.address(of: link, base: "http://host/fhir") == expected)
    }

    @Test("A question is encoded, and the marks of a search are escaped")
    func encoding() {
        let query = FHIRQuery("Patient").adding("q", "POPESCU ȘT&=#").adding("x", "").adding("y", nil)
        #expect(query.text == "Patient?q=POPESCU%20%C8%98T%26%3D%23")
        #expect(FHIRQuery.escaped(#"a|b,c$d\e"#) == #"a\|b\,c\$d\\e"#)
    }

    @Test(
        "An id that could lead elsewhere is none",
        arguments: [
            ("1", "1"), ("a-b.c_D9", "a-b.c_D9"), ("..", nil), ("a/b", nil), ("a?b", nil), ("", nil), ("ă", nil),
            ("%2e", nil),
        ] as [(String, String?)])
    func ids(id: String, valid: String?) throws {
        let json = try JSONValue(Array(#"{"resourceType":"Patient","id":"\#(id)"}"#.utf8))
        #expect(Resource(json)?.id == valid)
    }

    @Test("Neither credentials nor people are printed")
    func silence() throws {
        var server = Bucharest.server()
        server.authorization = .bearer(token: "geheim")
        let film = try Bucharest.film()
        let words =
            "\(server) \(server.authorization) \(film) \(String(reflecting: film)) \(String(reflecting: server.authorization))"
        #expect(!words.contains("geheim") && !words.contains("POPESCU") && !words.contains(Bucharest.cnp))
        var dumped = ""
        dump(film, to: &dumped)
        dump(server, to: &dumped)
        #expect(!dumped.contains("geheim") && !dumped.contains("POPESCU"))
    }

    @Test(
        "Every error says what to do, under a short word",
        arguments: [
            RecordError.serverUnreachable(host: "h"), .serverInsecure(reason: "r"), .serverMisspelt,
            .timedOut(.waiting), .connectionLost,
            .refused(status: 404), .busy(retryAfter: 3), .failed(status: 500, retryAfter: nil),
            .requestRefused(status: 422),
            .outcome(.security), .answerUnreadable(.tooDeep), .answerTooLarge(limit: 1), .tookTooLong,
            .formNotReadable(.pdf),
            .messageUnreadable(.noPatient), .cancelled,
        ])
    func suggestions(error: RecordError) {
        #expect(error.suggestion.hasSuffix(".") && error.suggestion.count > 20)
        #expect(!error.code.isEmpty && error.code.allSatisfy { $0.isLowercase || $0 == "-" })
    }

    @Test("An exam of the database becomes a question")
    func exam() throws {
        let uid = try #require(SOPInstanceUID(rawValue: "1.2"))
        var exam = Exam(
            uid: uid, patient: Patient(key: PatientKey(rawValue: "k"), name: "A^B"), created: "2026-03-02 10:00:00",
            modality: "DX")
        let film = try #require(FilmInQuestion(exam: exam, patientID: "7", accessionNumber: "A1"))
        #expect(
            film.exposed == RecordTime("2026-03-02 10:00:00") && film.patientID == "7" && film.accessionNumber == "A1")
        exam.created = "yesterday"
        #expect(FilmInQuestion(exam: exam, patientID: "7") == nil)
    }

    @Test(
        "A kind of exam is told by codes and words, and two kinds are none",
        arguments: [
            ("Radiografie torace", "", ExamType.radiograph), ("CT torace", "", .ct),
            ("RMN genunchi", "", .magneticResonance),
            ("Ecografie abdominală", "", .ultrasound), ("Rx si CT", "", nil), ("Pumn", "", nil),
            ("Pumn", "DX", .radiograph),
            ("CT torace", "RAD", .ct), ("x", "US", .ultrasound),
        ] as [(String, String, ExamType?)])
    func kinds(text: String, code: String, kind: ExamType?) {
        #expect(ExamType.named(in: [text], codes: [code]) == kind)
    }
}
