import Foundation
import HospitalRecords
import Radiology
import Testing

@Suite("Reports in HL7 v2")
struct HL7Tests {
    static let header = #"MSH|^~\&|RIS|SPITAL|XRV|SPITAL|20260302120000||ORU^R01|1|P|2.5|||||ROU|UNICODE UTF-8"#
    static let patient = "PID|1||1800101221144^^^CNP&1.2.3&ISO^NI~H77^^^HIS^PI||Popescu^Ion^Vasile||19800101|M"
    static let order =
        "OBR|1|P1^RIS|F1^RIS|36643-5^Radiografie torace^LN|||20260302100000+0200||||||tuse|||||A1||||20260302113000||CR|F|||||||123&Stan&Radu&&&Dr."

    static func message(_ segments: String..., end: String = "\r") -> [UInt8] {
        Array(([header, patient, order] + segments).joined(separator: end).utf8)
    }

    private func only(_ bytes: [UInt8]) throws -> ORUReport {
        let delivery = try HL7v2.read(bytes)
        #expect(delivery.refused.isEmpty)
        #expect(delivery.reports.count == 1)
        return try #require(delivery.reports.first)
    }

    @Test("A report is read with all that says whose and which it is", arguments: ["\r", "\n", "\r\n"])
    func whole(end: String) throws {
        let report = try only(
            Self.message(
                "OBX|1|TX|18748-4^Raport^LN||Fără leziuni.||||||F", "ZDS|1.2.840.1^RIS^Application^DICOM", end: end))
        #expect(report.text == "Fără leziuni.")
        #expect(report.patientNumbers.map(\.value) == ["1800101221144", "H77"])
        #expect(report.patientNumbers.map(\.authority) == ["CNP", "HIS"])
        #expect(report.patientNumbers.map(\.type) == ["NI", "PI"])
        #expect(report.name == "Popescu^Ion^Vasile")
        #expect(report.birthDate?.description == "1980-01-01" && report.sex == .male)
        #expect(report.accessions == ["A1", "F1"] && report.placerOrder == "P1")
        #expect(report.study?.rawValue == "1.2.840.1")
        #expect(report.observed == RecordTime("2026-03-02T10:00:00+02:00"))
        #expect(report.reported == RecordTime("2026-03-02 11:30:00"))
        #expect(report.service == "Radiografie torace" && report.type == .radiograph)
        #expect(report.justification == "tuse" && report.radiologist == "Dr. Stan Radu")
        #expect(report.status == .final)
    }

    @Test(
        "The text of the observations is the text of the report",
        arguments: [
            (["OBX|1|TX|||rând 1~rând 2||||||F"], "rând 1\nrând 2"),
            (["OBX|2|TX|A||doi", "OBX|1|TX|A||unu"], "unu\ndoi"), (["OBX|1|TX|A||unu", "OBX|1|TX|A||doi"], "unu\ndoi"),
            (["OBX||FT|A||a\\.br\\b\\.sp2\\c\\.in+4\\d"], "a\nb\n\ncd"),
            (["OBX|1|FT|A||\\H\\tare\\N\\ \\F\\\\S\\\\T\\\\R\\\\E\\"], "tare |^&~\\"),
            (["OBX|1|ST|A||\\XC483\\ \\X20AC\\x"], "ă \u{20}\u{FFFD}x"),
            (["OBX|1|TX|A||C:\\dir fără capăt"], "C:\\dir fără capăt"),
            (["OBX|1|TX|A||\\Zxyz\\loc \\C2842\\m \\q\\rest"], "loc m \\q\\rest"),
            (["OBX|1|TX|A&GDT||constatări", "OBX|2|TX|A&IMP||concluzie"], "constatări\n\nconcluzie"),
            (["OBX|1|TX|A||bun||||||F", "OBX|2|TX|A||greșit||||||W", "OBX|3|TX|A||șters||||||D"], "bun"),
            (["OBX|1|CWE|A||C1^Pneumonie^L"], "Pneumonie"), (["OBX|1|NM|A||5", "OBX|2|TX|A||text"], "text"),
            (["OBX|1|ED|A||RIS^TEXT^^Base64^RsSDcsSDIGxleml1bmk="], "Fără leziuni"),
            (["OBX|1|ED|A||RIS^text^html^Base64^PHA+VW51PC9wPg=="], "Unu"),
            (["OBX|1|ED|A||RIS^Application^PDF^Base64^JVBERi0xLjQK", "OBX|2|TX|A||textul"], "textul"),
            (["NTE|1||nota unu", "NTE|2||nota doi"], "nota unu\nnota doi"),
            (["OBX|1|TX|A||text", "NTE|1||nota"], "text"),
            (["OBX|1|HD|113014^DICOM Study^DCM||1.2.3", "OBX|2|TX|A||text"], "text"),
        ])
    func text(segments: [String], text: String) throws {
        let bytes = Array(([Self.header, Self.patient, Self.order] + segments).joined(separator: "\r").utf8)
        let report = try only(bytes)
        if text.contains("\u{FFFD}") { #expect(report.text.hasPrefix("ă")) } else { #expect(report.text == text) }
    }

    @Test(
        "The state of a report is that of its order, else of its observations",
        arguments: [
            ("F", "F", ReportStatus.final), ("P", "F", .preliminary), ("C", "F", .corrected), ("A", "", .preliminary),
            ("", "P", .preliminary), ("", "C", .corrected), ("", "F", .final), ("", "", .final),
        ])
    func status(order: String, observation: String, status: ReportStatus) throws {
        let segments = [
            Self.header, Self.patient, "OBR|1|||R\(String(repeating: "|", count: 21))\(order)",
            "OBX|1|TX|A||text||||||\(observation)",
        ]
        #expect(try only(Array(segments.joined(separator: "\r").utf8)).status == status)
    }

    @Test(
        "What is no readable report is refused by name",
        arguments: [
            (["MSH|^~\\&|||||||ORM^O01|1", "PID|||1"], HL7Problem.otherMessage),
            (["MSH|^~\\&|||||||ADT^A01|1"], .otherMessage),
            ([header, patient], .noReport), ([header, patient, order], .noReport),
            ([header, order, "OBX|1|TX|A||x"], .noPatient),
            ([header, "PID|1", order, "OBX|1|TX|A||x"], .noPatient),
            ([header, patient, order, "OBX|1|ED|A||R^Application^PDF^Base64^JVBERi0="], .formNotReadable),
            ([header, patient, order, "OBX|1|RP|A||http://host/a.pdf"], .formNotReadable),
            (["MSH|^~\\&|||||||ORU^R01|1|P|2.5||||||KOI8"], .charsetNotRead),
        ] as [([String], HL7Problem)])
    func refused(segments: [String], problem: HL7Problem) throws {
        let delivery = try HL7v2.read(Array(segments.joined(separator: "\r").utf8))
        #expect(delivery.refused.map(\.problem) == [problem] && delivery.reports.isEmpty)
        #expect(!problem.words.isEmpty)
    }

    @Test("A batch gives every report, and one broken message does not cost the others")
    func batch() throws {
        let good = String(decoding: Self.message("OBX|1|TX|A||unu"), as: UTF8.self)
        let file = [
            "FHS|^~\\&|RIS", "BHS|^~\\&|RIS", good, "MSH|^~\\&|||||||ORM^O01|2", good.replacing("unu", with: "doi"),
            "BTS|3", "FTS|1",
        ]
        let delivery = try HL7v2.read(Array(file.joined(separator: "\r").utf8))
        #expect(delivery.reports.map(\.text) == ["unu", "doi"])
        #expect(delivery.refused.map(\.message) == [2] && delivery.refused.map(\.problem) == [.otherMessage])
    }

    @Test("A message of two orders and two patients gives a report for each")
    func groups() throws {
        let report = try HL7v2.read(
            Self.message(
                "OBX|1|TX|A||unu", "ORC|RE", "OBR|2||F2|K^Radiografie genunchi", "OBX|1|TX|A||doi", "PID|2||99^^^X",
                "OBR|1||F3", "OBX|1|TX|A||trei"))
        #expect(report.reports.map(\.text) == ["unu", "doi", "trei"])
        #expect(report.reports.map { $0.patientNumbers.first?.value } == ["1800101221144", "1800101221144", "99"])
        #expect(report.reports.map(\.accessions) == [["A1", "F1"], ["F2"], ["F3"]])
    }

    @Test("Frames of MLLP and a mark of byte order do not matter")
    func frames() throws {
        let bytes = Self.message("OBX|1|TX|A||text")
        #expect(try only([0x0B] + bytes + [0x1C, 0x0D]).text == "text")
        #expect(try only([0xEF, 0xBB, 0xBF] + bytes).text == "text")
        #expect(try HL7v2.read([0x0B] + bytes + [0x1C, 0x0D, 0x0B] + bytes + [0x1C, 0x0D]).reports.count == 2)
    }

    @Test(
        "The character set is that of MSH-18, else UTF-8, else the hospital's",
        arguments: [
            ("8859/2", [0x46, 0xE3, 0x72, 0xE3] as [UInt8], "Fără"), ("8859/1", [0xE4, 0xF6], "äö"),
            ("8859/16", [0xBA, 0xFE], "șț"),
            ("", [0x46, 0xC4, 0x83], "Fă"), ("", [0x46, 0xE3, 0x20, 0xBA], "Fă ş"), ("ASCII", [0x46, 0xE3], "Fă"),
            ("UNICODE UTF-8", [0xC8, 0x99], "ș"),
        ])
    func charset(name: String, bytes: [UInt8], text: String) throws {
        let head = "MSH|^~\\&|||||||ORU^R01|1|P|2.5||||||\(name)\r\(Self.patient)\r\(Self.order)\rOBX|1|TX|A||"
        #expect(try only(Array(head.utf8) + bytes).text == text)
    }

    @Test("A sender may divide with other characters")
    func marks() throws {
        let text = "MSH#*!%$#a#b#c#d###ORU*R01#1\rPID###77*$*$*X##POPA*ANA\rOBR#1##A9\rOBX#1#TX#A##unu!doi %S%"
        let report = try only(Array(text.utf8))
        #expect(report.text == "unu\ndoi *" && report.name == "POPA^ANA" && report.accessions == ["A9"])
    }

    @Test(
        "A file is known as HL7 by its first bytes",
        arguments: [
            ("MSH|^~\\&|", true), ("\u{0B}MSH|^~\\&|x", true), ("\r\n MSH|^~\\&|", true), ("FHS|^~\\&|", true),
            ("BHS|^~\\&|", true),
            ("MSH|^~\\&#|", true), ("MSH|^~|", true), ("MSH|^~\\\u{1C}\r", true), ("MSH", false), ("MSH|", false),
            ("MSHABCDEFG", false),
            ("MSH|^^\\&|", false),
            ("PID|1", false), ("", false), ("{\"a\":1}", false), ("MSH|a~\\&|", false), ("msh|^~\\&|", false),
            ("MSH ^~\\& ", false),
        ])
    func detection(text: String, isHL7: Bool) { #expect(HL7v2.looksLike(Array(text.utf8)) == isHL7) }

    @Test("A file that is none, or too large, or of too many messages is refused")
    func bounds() {
        let many = Array(String(repeating: Self.header + "\r", count: 1001).utf8)
        let long = Self.message() + Array(String(repeating: "\rNTE|", count: 10_001).utf8)
        #expect(throws: RecordError.messageUnreadable(.notHL7)) { try HL7v2.read(Array("DICM".utf8)) }
        #expect(throws: RecordError.messageUnreadable(.tooManyMessages)) { try HL7v2.read(many) }
        #expect(throws: RecordError.messageUnreadable(.tooManySegments)) { try HL7v2.read(long) }
        #expect(throws: RecordError.messageUnreadable(.tooLarge)) {
            try HL7v2.read([UInt8](repeating: 0x20, count: HL7v2.largest + 1))
        }
        #expect(RecordError.messageUnreadable(.notHL7).recovery == .setAside)
    }

    @Test(
        "A report agrees with a film of its study or accession number for certain, and else at most possibly",
        arguments: [
            ("A1", "", "chest", "2026-03-02 10:00:00", "certain"),
            ("", "1.2.3", "chest", "2026-03-02 10:00:00", "certain"),
            ("A1", "1.2.4", "chest", "2026-03-02 10:00:00", "no"), ("", "", "chest", "2026-03-02 10:00:00", "possible"),
            ("A2", "1.2.3", "chest", "2026-03-02 10:00:00", "no"), ("A2", "", "chest", "2026-03-02 10:00:00", "no"),
            // The number of the filler counts where no accession number is told.
            ("F1", "", "chest", "2026-03-02 10:00:00", "no"), ("P1", "", "chest", "2026-03-02 10:00:00", "no"),
            ("", "", "", "2026-03-02 10:00:00", "no"),
            ("", "", "knee", "2026-03-02 10:00:00", "no"), ("", "", "chest", "2026-04-02 10:00:00", "no"),
            ("A1", "", "chest", "2026-04-02 10:00:00", "certain"), ("A1", "", "", "2026-04-02 10:00:00", "certain"),
            // One study may have films of two regions.
            ("A1", "", "knee", "2026-04-02 10:00:00", "no"), ("", "1.2.3", "knee", "2026-03-02 10:00:00", "no"),
        ])
    func agreement(accession: String, study: String, region: String, time: String, agreement: String) throws {
        let hasStudy = !study.isEmpty
        let report = try only(Self.message("OBX|1|TX|A||x", hasStudy ? "ZDS|1.2.3" : "NTE|1"))
        let film = try Bucharest.film(
            accession: accession.isEmpty ? nil : accession, study: hasStudy ? study : nil, at: time,
            region: region.isEmpty ? nil : region)
        #expect(report.agreement(with: film, server: Bucharest.server()).rawValue == agreement)
        let other = try Bucharest.film(patient: "2", accession: "A1", study: "1.2.3")
        #expect(report.agreement(with: other, server: Bucharest.server()) == .no)
    }
}
