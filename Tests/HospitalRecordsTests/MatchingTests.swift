import Foundation
import HospitalRecords
import Radiology
import Testing

@Suite("Who and what belongs to a film")
struct MatchingTests {
    private func resource(_ json: String) throws -> Resource {
        try #require(Resource(try JSONValue(Array(json.utf8))))
    }

    private func patient(
        _ id: String, cnp: String? = Bucharest.cnp, system: String = "urn:cnp", family: String = "Popescu",
        given: String = "Ion", born: String? = "1980-01-01", gender: String? = "male", more: String = ""
    ) throws -> PatientCandidate {
        let number = cnp.map { #""identifier":[{"system":"\#(system)","value":"\#($0)"}],"# } ?? ""
        let date = born.map { #""birthDate":"\#($0)","# } ?? ""
        let sex = gender.map { #""gender":"\#($0)","# } ?? ""
        let json =
            #"{"resourceType":"Patient","id":"\#(id)",\#(number)\#(date)\#(sex)\#(more)"name":[{"family":"\#(family)","given":["\#(given)"]}]}"#
        return try #require(PatientCandidate(try resource(json)))
    }

    private func order(_ id: String, _ more: String) throws -> RequestCandidate {
        let usual = [#""status":"active""#, #""intent":"order""#, Self.subject]
        return try #require(
            RequestCandidate(try resource(Self.json("ServiceRequest", id, usual, more)), rules: .standard))
    }

    private func report(_ id: String, _ more: String) throws -> ReportCandidate {
        let answers = #""basedOn":[{"reference":"ServiceRequest/a"}]"#
        let json = Self.json("DiagnosticReport", id, [Self.subject, #""status":"final""#, answers], more)
        return try #require(ReportCandidate(try resource(json), rules: .standard))
    }

    private static let subject = #""subject":{"reference":"Patient/1"}"#

    /// What is usual, where the case does not say otherwise.
    private static func json(_ type: String, _ id: String, _ usual: [String], _ more: String) -> String {
        let kept = usual.filter { member in !more.contains(member.prefix { $0 != ":" }) }
        let members = [#""resourceType":"\#(type)""#, #""id":"\#(id)""#] + kept + [more]
        return "{\(members.joined(separator: ","))}"
    }

    private func word<Candidate>(_ match: Match<Candidate>, _ id: (Candidate) -> String) -> String {
        switch match {
        case .one(let candidate): id(candidate)
        case .none: "none"
        case .ambiguous(let count): "ambiguous \(count)"
        }
    }

    @Test("A patient is the one with the number, whatever else the server sends")
    func byIdentifier() throws {
        let matching = Matching(film: try Bucharest.film(), server: Bucharest.server())
        let found = [
            try patient("1"), try patient("2", cnp: "1800101221145"), try patient("3", cnp: nil),
            try patient("4", cnp: "18001012211440"),
        ]
        #expect(matching.patients(byIdentifier: found).map(\.id) == ["1"])
    }

    @Test("A number of another system is another number")
    func bySystem() throws {
        let matching = Matching(film: try Bucharest.film(), server: Bucharest.server(system: "urn:cnp"))
        let found = [try patient("1"), try patient("2", system: "urn:other")]
        #expect(matching.patients(byIdentifier: found).map(\.id) == ["1"])
    }

    @Test("A record that was merged into another does not count beside it")
    func merged() throws {
        let matching = Matching(film: try Bucharest.film(), server: Bucharest.server())
        let old = try patient("2", more: #""active":false,"#)
        let replaced = try patient("3", more: #""link":[{"other":{"reference":"Patient/1"},"type":"replaced-by"}],"#)
        #expect(matching.patients(byIdentifier: [old, try patient("1"), replaced]).map(\.id) == ["1"])
        #expect(matching.patients(byIdentifier: [old]).map(\.id) == ["2"])
    }

    @Test(
        "A number with another's name and birth date is another's",
        arguments: [
            ("Popescu", "1980-01-01", "male", true), ("Popescu", "1980-01-02", "male", true),
            ("Ionescu", "1980-01-01", "male", true), ("Ionescu", "1981-01-01", "male", false),
            ("Popescu", "1981-01-01", "female", false), ("POPESCU", "1980-01-01", "female", true),
        ])
    func contradictions(family: String, born: String, gender: String, isSame: Bool) throws {
        let matching = Matching(film: try Bucharest.film(), server: Bucharest.server())
        let found = try patient(
            "1", family: family, given: family == "Ionescu" ? "Ana" : "Ion", born: born, gender: gender)
        #expect(matching.patients(byIdentifier: [found]).isEmpty != isSame)
    }

    @Test(
        "A name counts only with the birth date: the sex of a namesake is the same in every second case",
        arguments: [
            ("POPESCU", "ION", "1980-01-01", "male", true), ("Popescu", "Ion Vasile", "1980-01-01", "male", true),
            ("Popescu", "Ion", "1980-01-01", "", true),
            ("Popescu", "Ion", "1980-01-02", "male", false), ("Popescu", "Ioan", "1980-01-01", "male", false),
            ("Popa", "Ion", "1980-01-01", "male", false), ("Popescu", "Ion", "1980-01-01", "female", false),
            ("Popescu", "Ion", "", "male", false), ("Popescu", "Ion", "", "", false),
        ])
    func byName(family: String, given: String, born: String, gender: String, isSame: Bool) throws {
        let found = try patient(
            "1", cnp: nil, family: family, given: given, born: born.isEmpty ? nil : born,
            gender: gender.isEmpty ? nil : gender)
        let matching = Matching(film: try Bucharest.film(), server: Bucharest.server())
        #expect(matching.patients(byName: [found]).isEmpty != isSame)
        // A film without a birth date and without a personal number names nobody by the name.
        let undated = Matching(film: try Bucharest.film(patient: "URG-112", born: nil), server: Bucharest.server())
        #expect(undated.patients(byName: [found]).isEmpty)
    }

    @Test(
        "A number that is no personal one needs the name or the birth date, unless its system is set",
        arguments: [
            ("Popescu", "Ion", "", true), ("Popescu", "Ion", "1980-01-02", false),
            ("Ionescu", "Ion", "1980-01-01", true),
            ("Ionescu", "Maria", "", false), ("Popescu", "Andrei", "1980-01-01", false), ("Ionescu", "Ion", "", false),
        ])
    func loose(family: String, given: String, born: String, isSame: Bool) throws {
        let film = try Bucharest.film(patient: "17")
        let found = try patient(
            "1", cnp: "17", family: family, given: given, born: born.isEmpty ? nil : born, gender: nil)
        #expect(Matching(film: film, server: Bucharest.server()).patients(byIdentifier: [found]).isEmpty != isSame)
        let known = Matching(film: film, server: Bucharest.server(system: "urn:cnp"))
        let isOther = family == "Ionescu" && given == "Maria"
        #expect(known.patients(byIdentifier: [found]).isEmpty == isOther)
    }

    @Test("A namesake with another personal number is somebody else, and diacritics do not matter")
    func namesake() throws {
        let film = try Bucharest.film(name: "ȘTEFĂNESCU^IOAN=x^y")
        let matching = Matching(film: film, server: Bucharest.server())
        let other = try patient("1", cnp: "1800101221152", family: "Stefanescu", given: "Ioan")
        let same = try patient("2", cnp: "H77", family: "Ştefănescu", given: "IOAN")
        #expect(CNP("1800101221152") != nil)
        #expect(matching.patients(byName: [other, same]).map(\.id) == ["2"])
    }

    /// What an order of a chest film says of its kind and region.
    private static let chest = #""code":{"text":"Radiografie torace"}"#

    @Test(
        "An order fits by time, kind and region, and all three must be told",
        arguments: [
            (#""occurrenceDateTime":"2026-03-02T09:30:00+02:00""#, "a"),
            (#""occurrenceDateTime":"2026-03-02""#, "a"), (#""authoredOn":"2026-02-27T23:00:00+02:00""#, "a"),
            (#""authoredOn":"2026-02-26T23:00:00+02:00""#, "none"), (#""authoredOn":"2026-03-03T09:00:00+02:00""#, "a"),
            (#""authoredOn":"2026-03-03T11:00:00+02:00""#, "none"), (#""authoredOn":"2026""#, "none"),
            (#""x":1"#, "none"),
            (#""occurrencePeriod":{"start":"2026-03-02T08:00:00Z"}"#, "a"),
            (#""authoredOn":"2026-03-02","occurrenceDateTime":"2026-04-02""#, "none"),
            (#""authoredOn":"2026-03-02","status":"revoked""#, "none"),
            (#""authoredOn":"2026-03-02","intent":"plan""#, "none"),
            (#""authoredOn":"2026-03-02","subject":{"reference":"Patient/2"}"#, "none"),
            (#""authoredOn":"2026-03-02","subject":{"identifier":{"value":"1800101221144"}}"#, "a"),
            (#""authoredOn":"2026-03-02","subject":{"identifier":{"value":"2900202221149"}}"#, "none"),
            (#""authoredOn":"2026-03-02","subject":{"reference":"urn:uuid:0f"}"#, "none"),
            (
                #""authoredOn":"2026-03-02","identifier":[{"type":{"coding":[{"code":"ACSN"}]},"value":"other"}]"#,
                "none"
            ),
            (#""authoredOn":"2026-03-02","identifier":[{"system":"urn:ris:accession","value":"A2"}]"#, "none"),
            (#""authoredOn":"2026-03-02","identifier":[{"value":"placer 1"}]"#, "a"),
            (#""authoredOn":"2020-03-02","identifier":[{"value":"A1"}]"#, "a"),
            (
                #""authoredOn":"2020-03-02","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"value":"A1"}]"#, "none"
            ),
            (
                #""authoredOn":"2026-03-02","identifier":[{"value":"A1"},{"type":{"coding":[{"code":"ACSN"}]},"value":"A2"}]"#,
                "none"
            ),
        ])
    func orders(json: String, result: String) throws {
        let matching = Matching(film: try Bucharest.film(accession: "A1"), server: Bucharest.server())
        #expect(word(matching.request([try order("a", "\(Self.chest),\(json)")], of: ["1"])) { $0.id } == result)
    }

    @Test(
        "An order of anything but pictures is nobody's, and one that says too little is left to a person",
        arguments: [
            (#""code":{"text":"Radiografie torace și abdomen"}"#, "a"), (#""code":{"text":"Chest X-ray"}"#, "a"),
            (#""code":{"coding":[{"code":"DX"}]},"bodySite":[{"text":"Torace"}]"#, "a"),
            (#""category":[{"coding":[{"code":"363679005"}]}],"code":{"text":"Torace PA"}"#, "a"),
            (#""category":[{"text":"Laborator radiologie"}],"code":{"text":"Rx torace"}"#, "a"),
            (#""code":{"text":"CT torace"}"#, "none"), (#""code":{"text":"TC torace"}"#, "none"),
            (#""code":{"coding":[{"code":"MR"}]}"#, "none"), (#""code":{"text":"Radiografie abdomen"}"#, "none"),
            (#""code":{"text":"Radiografie"},"bodySite":[{"text":"Genunchi drept"}]"#, "none"),
            (#""code":{"text":"Hemoleucograma"}"#, "none"), (#""code":{"text":"Consult chirurgie toracică"}"#, "none"),
            (#""code":{"text":"Biopsie pulmonară"}"#, "none"), (#""code":{"text":"Scintigrafie pulmonară"}"#, "none"),
            (#""code":{"text":"Glicemie"}"#, "none"), (#""status":"active""#, "none"),
            (#""category":[{"coding":[{"code":"108252007"}]}],"code":{"text":"Radiografie torace"}"#, "none"),
            (#""category":[{"coding":[{"code":"LAB"}]}],"code":{"text":"Rx torace"}"#, "none"),
            // Something of pictures, or of the chest.
            (#""code":{"text":"Radiografie"}"#, "ambiguous 1"), (#""code":{"text":"Torace"}"#, "ambiguous 1"),
            (#""category":[{"coding":[{"code":"RAD"}]}],"code":{"text":"Torace"}"#, "ambiguous 1"),
            (#""category":[{"coding":[{"code":"RAD"}]}]"#, "ambiguous 1"),
        ])
    func kinds(json: String, result: String) throws {
        let matching = Matching(film: try Bucharest.film(accession: "A1"), server: Bucharest.server())
        let dated = try order("a", #""authoredOn":"2026-03-02",\#(json)"#)
        #expect(word(matching.request([dated], of: ["1"])) { $0.id } == result)
        // What is none does not stand in the way of the right one.
        guard result != "a" else { return }
        let right = try order("right", #""authoredOn":"2026-03-02",\#(Self.chest)"#)
        #expect(word(matching.request([dated, right], of: ["1"])) { $0.id } == "right")
    }

    @Test("Two orders that fit are ambiguous, unless the accession number decides or one carries out the other")
    func severalOrders() throws {
        let matching = Matching(film: try Bucharest.film(accession: "A1"), server: Bucharest.server())
        func chest(_ id: String, _ more: String = #""x":1"#) throws -> RequestCandidate {
            try order(id, #""authoredOn":"2026-03-02",\#(Self.chest),\#(more)"#)
        }
        let (plain, other) = (try chest("a"), try chest("d"))
        let named = try chest("b", #""identifier":[{"value":"A1"}]"#)
        let filler = try chest("c", #""basedOn":[{"reference":"ServiceRequest/a"}]"#)
        #expect(word(matching.request([plain, other], of: ["1"])) { $0.id } == "ambiguous 2")
        #expect(word(matching.request([plain, plain], of: ["1"])) { $0.id } == "a")
        #expect(word(matching.request([plain, named, other], of: ["1"])) { $0.id } == "b")
        #expect(word(matching.request([plain, filler], of: ["1"])) { $0.id } == "c")
        #expect(word(matching.request([], of: ["1"])) { $0.id } == "none")
    }

    /// When the pictures were made.
    private static let then = #""effectiveDateTime":"2026-03-02T10:05:00+02:00""#

    @Test(
        "A report counts by its state, its kind, its study and its time",
        arguments: [
            (#""status":"final""#, "r"), (#""status":"preliminary""#, "r"), (#""status":"registered""#, "none"),
            (#""status":"entered-in-error""#, "none"), (#""status":"cancelled""#, "none"),
            (#""status":"strange""#, "r"),
            (#""category":[{"coding":[{"code":"LAB"}]}]"#, "none"),
            (#""category":[{"coding":[{"system":"http://snomed.info/sct","code":"108252007"}]}]"#, "none"),
            (#""code":{"text":"CT torace"}"#, "none"), (#""code":{"text":"Hemoleucograma"}"#, "none"),
            (#""code":{"text":"Radiografie mână"}"#, "none"),
            (#""issued":"2026-03-02T09:00:00+02:00""#, "r"), (#""issued":"2026-03-02T07:00:00+02:00""#, "none"),
            (#""subject":{"reference":"Patient/9"}"#, "none"),
            (#""subject":{"reference":"urn:uuid:0f","identifier":{"value":"2900202221149"}}"#, "none"),
            (#""effectiveDateTime":"2026-03-04T10:00:00+02:00""#, "none"),
            (#""effectiveDateTime":"2026-03-01T10:00:00+02:00""#, "none"),
            (#""effectiveDateTime":"2026-03-02""#, "r"), (#""effectiveDateTime":"2026""#, "ambiguous 1"),
            (#""identifier":[{"system":"urn:dicom:uid","value":"urn:oid:1.2.3"}]"#, "r"),
            (#""identifier":[{"system":"urn:dicom:uid","value":"urn:oid:1.2.4"}]"#, "none"),
            (#""imagingStudy":[{"identifier":{"value":"urn:oid:1.2.4"}}]"#, "none"),
        ])
    func reports(json: String, result: String) throws {
        let matching = Matching(film: try Bucharest.film(study: "1.2.3"), server: Bucharest.server())
        let dated = json.contains("effective") ? json : "\(Self.then),\(json)"
        #expect(word(matching.report([try report("r", dated)], of: ["1"])) { $0.id } == result)
    }

    @Test("A report that does not say of which day it is counts for an order of that day, and for no standing one")
    func standingOrder() throws {
        let matching = Matching(film: try Bucharest.film(), server: Bucharest.server())
        let undated = try report("r", #""status":"final""#)
        let standing = try order("a", #""authoredOn":"2026-03-02",\#(Self.chest)"#)
        let ofTheDay = try order("b", #""occurrenceDateTime":"2026-03-02T09:00:00+02:00",\#(Self.chest)"#)
        let ofOtherDay = try order("c", #""occurrenceDateTime":"2026-02-28T09:00:00+02:00",\#(Self.chest)"#)
        #expect(word(matching.report([undated], of: ["1"], order: standing)) { $0.id } == "ambiguous 1")
        #expect(word(matching.report([undated], of: ["1"], order: ofTheDay)) { $0.id } == "r")
        #expect(word(matching.report([undated], of: ["1"], order: ofOtherDay)) { $0.id } == "ambiguous 1")
    }

    @Test("Of one order's reports the amended one counts before the final and the preliminary one")
    func furthest() throws {
        let matching = Matching(film: try Bucharest.film(), server: Bucharest.server())
        let states = ["preliminary", "final", "amended"]
        let all = try states.map { try report($0, #""status":"\#($0)",\#(Self.then)"#) }
        #expect(word(matching.report(all, of: ["1"])) { $0.id } == "amended")
        #expect(word(matching.report(Array(all.prefix(2)), of: ["1"])) { $0.id } == "final")
        let second = try report("second", #""status":"final",\#(Self.then)"#)
        #expect(word(matching.report([all[1], second], of: ["1"])) { $0.id } == "ambiguous 2")
    }

    @Test(
        "Ids are numbers in the predecessor's dialect",
        arguments: [("9", "10"), ("10", "11"), ("099", "100"), ("9", "99999999999999999999999")])
    func numbers(small: String, large: String) throws {
        #expect(try #require(DecimalID(small)) < #require(DecimalID(large)))
        #expect(DecimalID("7a") == nil && DecimalID("") == nil && DecimalID("-1") == nil)
    }
}
