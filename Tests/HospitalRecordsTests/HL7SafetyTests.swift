import Foundation
import HospitalRecords
import Radiology
import Testing

/// What an HL7 file could say that would bring a report to a film that is not its own, or half of it.
@Suite("HL7 reports that are not what they seem")
struct HL7SafetyTests {
    private static let header = HL7Tests.header
    private static let patient = "PID|1||1800101221144^^^CNP||Popescu^Ion||19800101|M"

    private static func order(
        _ service: String = "R^Radiografie torace", at time: String = "20260302101500", accession: String = "",
        section: String = "CR", written: String = "", status: String = "F", filler: String = ""
    ) -> String {
        "OBR|1||\(filler)|\(service)|||\(time)|||||||||||\(accession)||||\(written)||\(section)|\(status)"
    }

    private func delivery(_ segments: [String], end: String = "\r") throws -> HL7v2.Delivery {
        try HL7v2.read(Array((segments.joined(separator: end) + end).utf8))
    }

    private func agreement(
        patient: String = HL7SafetyTests.patient, _ order: String, _ film: FilmInQuestion
    ) throws -> ORUReport.Agreement {
        let report = try delivery([Self.header, patient, order, "OBX|1|TX|A||text"]).reports.first
        var server = Bucharest.server()
        server.window = RecordServer.Window(before: 6 * 3600, after: 6 * 3600)
        return try #require(report).agreement(with: film, server: server)
    }

    @Test(
        "Only a report that names kind, region and time of a film may be the film's without its number",
        arguments: [
            (order(), "possible"), (order(section: ""), "possible"), (order("R^Torace PA", section: "RAD"), "possible"),
            (order("R^Torace", section: "CR"), "possible"),
            (order("URO^Urocultura", section: "MB"), "no"), (order("R^Radiografie torace", section: "LAB"), "no"),
            (order("X^Hemoleucograma", section: ""), "no"), (order("TC017^TC T+A cu SDC", section: ""), "no"),
            (order("MG^Mamografie bilaterala", section: "MG"), "no"), (order("R^Torace", section: ""), "no"),
            (order("R^Radiografie", section: ""), "no"), (order("R^Torace", section: "RAD"), "no"),
            (order("C^CT torace", section: "CR"), "no"),
            (order(at: "", written: "20260302113000"), "no"), (order(at: "20260303101500"), "no"),
            (order(accession: "A2"), "no"), (order(filler: "A2"), "no"),
            (order(accession: "A1"), "certain"), (order(filler: "A1"), "certain"),
            (order(accession: "A2", filler: "A1"), "no"),
            (order("K^Radiografie genunchi", filler: "A1"), "no"),
            (order("URO^Urocultura", accession: "A1", section: "MB"), "no"),
            (order("C^CT torace", accession: "A1", section: "CT"), "no"),
        ])
    func kinds(order: String, result: String) throws {
        #expect(try agreement(order, Bucharest.film(accession: "A1")).rawValue == result)
    }

    @Test(
        "A laboratory's message is known as one",
        arguments: [
            (order(), false), (order("R^Torace", section: ""), false), (order("URO^Urocultura", section: "MB"), true),
            (order("X^Hemoleucograma", section: ""), true),
        ])
    func section(order: String, isOther: Bool) throws {
        let report = try delivery([Self.header, Self.patient, order, "OBX|1|TX|A||text"]).reports.first
        #expect(report?.isOfOtherSection == isOther)
    }

    @Test(
        "A number of a house counts with its authority, or with the person",
        arguments: [
            ("PID|1||17^^^SPITAL||Popescu^Ion", "SPITAL", "possible"),
            ("PID|1||17^^^SPITAL&1.2.3&ISO||Popescu^Ion", "1.2.3", "possible"),
            ("PID|1||17||Popescu^Ion", "SPITAL", "possible"), ("PID|1||17^^^CLINICB||Popescu^Ion", nil, "possible"),
            ("PID|1||17^^^CLINICB||Popescu^Ion||19800101", "SPITAL", "possible"),
            ("PID|1||17^^^CLINICB||Popescu^Ion", "SPITAL", "no"), ("PID|1||17^^^CLINICB||Ionescu^Maria", nil, "no"),
            ("PID|1||17||Popescu^Andrei||19800101", nil, "no"), ("PID|1||17||Ionescu^Ion||19800101", nil, "possible"),
            ("PID|1||17^^^SPITAL||Ionescu^Maria", "SPITAL", "no"), ("PID|1||17", nil, "no"),
            ("PID|1|17|99^^^B||Popescu^Ion||19800101|M", nil, "no"),
            ("PID|1||99^^^B|17|Popescu^Ion||19800101|M", nil, "no"),
        ] as [(String, String?, String)])
    func authorities(patient: String, issuer: String?, result: String) throws {
        let film = try Bucharest.film(patient: "17", issuer: issuer)
        #expect(try agreement(patient: patient, Self.order(), film).rawValue == result)
    }

    @Test("A personal number in the older places is one all the same")
    func olderPlaces() throws {
        let film = try Bucharest.film()
        #expect(try agreement(patient: "PID|1|1800101221144|99||Popescu^Ion", Self.order(), film) == .possible)
        #expect(try agreement(patient: "PID|1||1800101221144||Ionescu^Maria", Self.order(), film) == .no)
    }

    @Test("A line end inside of a text is text, whatever ends the segments", arguments: ["\r", "\n", "\r\n"])
    func lineEnds(end: String) throws {
        for inside in ["\n", "\r", "\r\n"] {
            let text = ["Fără leziuni.", "Fractură de coastă.", "", "RMN", "OBS"].joined(separator: inside)
            let found = try delivery(
                [Self.header, Self.patient, Self.order(), "OBX|1|TX|A||\(text)||||||F", "OBX|2|TX|A||Gata."], end: end)
            #expect(
                found.reports.map(\.text) == ["Fără leziuni.\nFractură de coastă.\n\nRMN\nOBS\nGata."],
                "\(inside.debugDescription)")
            #expect(found.reports.first?.status == .final)
        }
    }

    @Test("A message that ends its segments now so and now so is refused")
    func mixedLineEnds() throws {
        let text = "\(Self.header)\r\(Self.patient)\r\(Self.order())\nOBX|1|TX|A||unu\rOBX|2|TX|A||doi\r"
        let found = try HL7v2.read(Array(text.utf8))
        #expect(found.reports.isEmpty && found.refused.map(\.problem) == [.mixedLineEnds])
    }

    @Test("A readable order does not hide an unreadable one, and the head of a group is none")
    func besides() throws {
        let pdf = "OBX|1|ED|A||R^Application^PDF^Base64^JVBERi0="
        let start = [Self.header, Self.patient, Self.order(), "OBX|1|TX|A||unu"]
        let hidden = try delivery(start + [Self.order("K^Radiografie genunchi"), pdf])
        #expect(hidden.reports.map(\.text) == ["unu"] && hidden.refused.map(\.problem) == [.formNotReadable])
        let head = try delivery(start + [Self.order("K^Radiografie genunchi")])
        #expect(head.reports.count == 1 && head.refused.isEmpty)
    }

    @Test("A report that is taken back is said to be, and no note takes its place")
    func withdrawn() throws {
        let start = [Self.header, Self.patient]
        let orders = [
            [Self.order(accession: "A1", status: "X"), "OBX|1|TX|A||text"],
            [Self.order(accession: "A1"), "OBX|1|TX|A||gresit||||||W", "NTE|1||Alt pacient, anulat"],
            [Self.order(accession: "A1"), "OBX|1|TX|A||gresit||||||D", "OBX|2|TX|A||gresit||||||X"],
        ]
        for order in orders {
            let found = try delivery(start + order)
            #expect(found.reports.isEmpty && found.refused.isEmpty)
            let back = try #require(found.withdrawn.first)
            #expect(back.isWithdrawn && back.text.isEmpty && back.accessions == ["A1"])
            #expect(back.sent == RecordTime("2026-03-02 12:00:00"))
        }
    }

    @Test("Reports and withdrawals stand in one list, as the file has them, each with its order")
    func oneList() throws {
        func order(_ number: String, _ status: String) -> [String] {
            [
                "OBR|1|P\(number)|F\(number)|R^Radiografie torace|||2026030210|||||||||||A1||||||CR|\(status)",
                "OBX|1|TX|A||t",
            ]
        }
        let found = try delivery([Self.header, Self.patient] + order("1", "F") + order("2", "X") + order("1", "C"))
        #expect(found.orders.map(\.isWithdrawn) == [false, true, false])
        let keys = found.orders.map(\.orderKey)
        #expect(keys[0] == keys[2] && keys[0] != keys[1])
        #expect(found.orders.map(\.orderNumbers) == [["P1", "F1"], ["P2", "F2"], ["P1", "F1"]])
    }

    @Test("Bytes that are called UTF-8 and are none are read in the hospital's set")
    func charset() throws {
        let head = [Self.header, Self.patient, Self.order(), "OBX|1|TX|A||F"].joined(separator: "\r")
        let bytes = Array(head.utf8) + [0xE3, 0x72, 0xE3] + Array(" leziuni\r".utf8)
        #expect(try HL7v2.read(bytes).reports.map(\.text) == ["Fără leziuni"])
        // One wrong byte costs no other letter.
        let mixed = Array(head.utf8) + [0xC4, 0x83, 0x72, 0xE3] + Array(" fără\r".utf8)
        #expect(try HL7v2.read(mixed).reports.map(\.text) == ["Fără fără"])
    }
}
