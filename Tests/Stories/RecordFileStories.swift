import DICOM
import Foundation
import Radiology
import Store
import Testing
import Workstation

@Suite("Reports that are dropped as HL7 files")
struct RecordFileStories {
    private static let number = "1800101221144"

    /// A report of the chest of a man, made at the time of the synthetic films.
    private static func message(
        _ text: String = "Fără leziuni.", accession: String = "", study: String? = nil, status: String = "F",
        patient: String = number, at time: String = "20260302075000", order: String = "", written: String = "",
        sent: String = "20260302120000", service: String = "36643-5^Radiografie torace^LN"
    ) -> [UInt8] {
        let lines =
            [
                #"MSH|^~\&|RIS|SPITAL|XRV|SPITAL|\#(sent)||ORU^R01|1|P|2.5|||||ROU|UNICODE UTF-8"#,
                "PID|1||\(patient)^^^CNP||Exemplu^Ana||19800101|F",
                "OBR|1|\(order)||\(service)|||\(time)|||||||||||\(accession)||||\(written)||CR|\(status)|||||||123&Stan&Radu",
                "OBX|1|TX|18748-4^Raport^LN||\(text)||||||\(status)",
            ] + (study.map { ["ZDS|\($0)^RIS^Application^DICOM"] } ?? [])
        return Array((lines.joined(separator: "\r") + "\r").utf8)
    }

    private static func chest(_ number: Int) -> SyntheticFilm {
        SyntheticFilm.chest(number).with { $0.patientID = Self.number }
    }

    private func text(_ clinic: Clinic, _ film: SyntheticFilm) throws -> String? {
        try clinic.record(film.uid).radiologistReport?.text
    }

    @Test("A report that comes after its film is at the film, and its file is in the archive")
    func afterTheFilm() async throws {
        let clinic = try Clinic()
        let film = Self.chest(1)
        try await clinic.take(film)
        try clinic.drop(Self.message(), as: "raport.hl7")
        try await clinic.open().runOnce()
        #expect(try text(clinic, film) == "Fără leziuni.")
        #expect(clinic.files("spool/incoming").isEmpty && clinic.files("spool/work").isEmpty)
        #expect(clinic.files("archive/reports").count { $0.hasSuffix(".hl7") } == 1)
        #expect(try clinic.rejections().isEmpty)
    }

    @Test("A report that comes before its film waits, is listed, and finds the film when that comes")
    func beforeTheFilm() async throws {
        let clinic = try Clinic()
        try clinic.drop(Self.message(), as: "raport.hl7")
        try await clinic.open().runOnce()
        try clinic.open().failures(retry: false, dryRun: false)
        #expect(clinic.answers.contains { $0.hasPrefix("report ") && $0.contains("No exam") })
        let film = Self.chest(1)
        try clinic.drop(film.bytes(), as: "film.dcm")
        try await clinic.open().runOnce()
        #expect(try text(clinic, film) == "Fără leziuni.")
        #expect(clinic.files("archive/reports/waiting").isEmpty)
        #expect(!clinic.everythingSaid.contains(Self.number))
    }

    @Test("Two exams that fit: nothing is guessed; a report that names one study is at that one only")
    func twoExams() async throws {
        let clinic = try Clinic()
        let films = [Self.chest(1), Self.chest(2)]
        try await clinic.take(films[0], films[1])
        try clinic.drop(Self.message("Care?"), as: "a.hl7")
        try clinic.drop(Self.message("Al doilea.", study: "2.25.2.1"), as: "b.hl7")
        try await clinic.open().runOnce()
        #expect(try text(clinic, films[0]) == nil && text(clinic, films[1]) == "Al doilea.")
        try clinic.open().failures(retry: false, dryRun: false)
        #expect(clinic.answers.contains { $0.hasPrefix("report ") && $0.contains("2 exams fit") })
    }

    @Test("A film that comes after the report of its study has it, too")
    func lateSibling() async throws {
        let clinic = try Clinic()
        let film = Self.chest(1)
        let lateral = Self.chest(2).with { $0.header = [.studyInstanceUID: "2.25.1.1"] }
        try await clinic.take(film)
        try clinic.drop(Self.message("Amândouă.", study: "2.25.1.1"), as: "raport.hl7")
        try await clinic.open().runOnce()
        try clinic.drop(lateral.bytes(), as: "lateral.dcm")
        try await clinic.open().runOnce()
        #expect(try text(clinic, film) == "Amândouă." && text(clinic, lateral) == "Amândouă.")
    }

    @Test("A report of another patient, or of another day, is at no film", arguments: [true, false])
    func ofSomebodyElse(isOtherPatient: Bool) async throws {
        let clinic = try Clinic()
        let film = Self.chest(1)
        try await clinic.take(film)
        let message =
            isOtherPatient ? Self.message(patient: "2900202221149") : Self.message(at: "20260110080000")
        try clinic.drop(message, as: "raport.hl7")
        try await clinic.open().runOnce()
        #expect(try text(clinic, film) == nil)
        #expect(clinic.files("archive/reports/waiting").count == 1)
    }

    @Test("A preliminary report that comes late does not take the finished one's place; a corrected one does")
    func lateReports() async throws {
        let clinic = try Clinic()
        let film = Self.chest(1)
        try await clinic.take(film)
        for (name, message) in [
            ("1.hl7", Self.message("Final.")), ("2.hl7", Self.message("Provizoriu.", status: "P")),
        ] {
            try clinic.drop(message, as: name)
            try await clinic.open().runOnce()
        }
        #expect(try text(clinic, film) == "Final.")
        try clinic.drop(Self.message("Corectat.", status: "C"), as: "3.hl7")
        try await clinic.open().runOnce()
        // The first file once more: it was followed already.
        try clinic.drop(Self.message("Final."), as: "4.hl7")
        try await clinic.open().runOnce()
        #expect(try text(clinic, film) == "Corectat.")
    }

    /// Drops messages one after another, each a file of its own.
    private func drop(_ messages: [[UInt8]], _ clinic: Clinic) async throws {
        for (index, message) in messages.enumerated() {
            try clinic.drop(message, as: "\(clinic.files("archive/reports").count)-\(index).hl7")
            try await clinic.open().runOnce()
        }
    }

    @Test("Two orders of one exam are both at it, of two files as of one, whichever was written first")
    func twoOrders() async throws {
        let clinic = try Clinic()
        let film = Self.chest(1)
        try await clinic.take(film)
        let one = Self.message("Unu.", order: "O1", written: "20260302100000")
        let two = Self.message("Doi.", order: "O2", written: "20260302095800")
        let draft = Self.message("Ciornă.", status: "P", order: "O3", written: "20260302095900")
        try await drop([one + two, draft], clinic)
        #expect(try text(clinic, film) == "Unu.\n\nDoi.\n\nCiornă.")
        try await drop([Self.message("Trei.", order: "O3", written: "20260302103000"), one], clinic)
        #expect(try text(clinic, film) == "Unu.\n\nDoi.\n\nTrei.")
    }

    @Test("A report that is taken back goes, that of another order stays, and failures says so")
    func takenBack() async throws {
        let clinic = try Clinic()
        let film = Self.chest(1)
        try await clinic.take(film)
        let back = { (order: String, sent: String) in
            Self.message("", status: "X", at: "", order: order, sent: sent)
        }
        try await drop(
            [
                Self.message("Unu.", order: "O1"), Self.message("Doi.", order: "O2"), back("O2", "20260302130000"),
            ], clinic)
        #expect(try text(clinic, film) == "Unu." && clinic.rejections().isEmpty)
        try clinic.open().failures(retry: false, dryRun: false)
        #expect(clinic.answers.contains { $0.hasPrefix("report ") && $0.contains("took a report") })
        try await drop([back("O1", "20260302130000")], clinic)
        #expect(try text(clinic, film) == nil && clinic.record(film.uid).radiologistReport?.withdrawn != nil)
        // Signed again as it was: what was sent later counts.
        try await drop([Self.message("Unu.", order: "O1", sent: "20260302140000")], clinic)
        #expect(try text(clinic, film) == "Unu.")
    }

    @Test("A withdrawal that is read late does not take the corrected report away")
    func lateWithdrawal() async throws {
        let clinic = try Clinic()
        let film = Self.chest(1)
        try await clinic.take(film)
        let corrected = Self.message("Corectat.", status: "C", order: "O1", sent: "20260302130500")
        try await drop([corrected, Self.message("", status: "X", order: "O1", sent: "20260302130000")], clinic)
        #expect(try text(clinic, film) == "Corectat.")
    }

    @Test("A report and its withdrawal that come before the film leave nothing at it")
    func takenBackEarly() async throws {
        let clinic = try Clinic()
        let back = Self.message("", status: "X", order: "O1", sent: "20260302130000")
        try await drop([Self.message("Greșit.", order: "O1"), back], clinic)
        let film = Self.chest(1)
        try clinic.drop(film.bytes(), as: "film.dcm")
        try await clinic.open().runOnce()
        #expect(try text(clinic, film) == nil && clinic.files("archive/reports/waiting").isEmpty)
    }

    @Test("Of a study with a chest and a hand, each film has its own region's report; one that names none waits")
    func twoRegions() async throws {
        let clinic = try Clinic()
        let chest = Self.chest(1)
        let hand = Self.chest(2).with {
            $0.protocolName = "Mana AP"
            $0.header = [.studyInstanceUID: "2.25.1.1"]
        }
        try await clinic.take(chest, hand)
        #expect(try clinic.record(hand.uid).exam.region != clinic.record(chest.uid).exam.region)
        let ofTheHand = Self.message("Mâna.", study: "2.25.1.1", service: "M^Radiografie mână")
        let ofNone = Self.message("Care?", study: "2.25.1.1", service: "R^Radiografie")
        try await drop([ofTheHand, ofNone], clinic)
        #expect(try text(clinic, chest) == nil && text(clinic, hand) == "Mâna.")
        #expect(clinic.files("archive/reports/waiting").count == 1)
    }

    @Test("A note of an earlier version, of which the database knows nothing, meets its film all the same")
    func oldNote() async throws {
        let clinic = try Clinic()
        try clinic.drop(Self.message(), as: "raport.hl7")
        try await clinic.open().runOnce()
        try clinic.archive().waitingReports.keepOnly(["nobody": ["1"]])
        try await clinic.open().runOnce()
        #expect(try clinic.archive().waitingReports.files(of: ["1"]).isEmpty)
        #expect(try clinic.archive().waitingReports.files(of: [Self.number]).count == 1)
    }

    @Test(
        "A file that holds no report is set aside with its reason",
        arguments: [
            "MSH|^~\\&|RIS|S|X|S|20260302||ADT^A01|1|P|2.5\rPID|1||1\r",
            "MSH|^~\\&|RIS|S|X|S|20260302||ORU^R01|1|P|2.5\r",
        ])
    func noReport(message: String) async throws {
        let clinic = try Clinic()
        try clinic.drop(Array(message.utf8), as: "adt.hl7")
        let end = try await ending { try await clinic.open().runOnce() }
        #expect(end == .someFailed)
        #expect(try clinic.rejections().values.allSatisfy { $0 == "not-dicom" })
        #expect(try clinic.rejections().count == 1)
        #expect(clinic.files("archive/reports").isEmpty)
    }
}
