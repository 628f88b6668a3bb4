import Foundation
import Radiology
import Store
import Testing
import Workstation

@Suite("Reports from the hospital's record server")
struct RecordServerStories {
    /// The man whom the scripted server knows, filmed five minutes ago.
    private static let ion = SyntheticFilm.chest(1).with {
        ($0.patientID, $0.name, $0.birthDate, $0.sex) = ("1800101221144", "Popescu^Ion", "", "M")
    }
    private static let text = "Fără leziuni pleuro-pulmonare evolutive."

    private func fetch(_ clinic: Clinic, _ film: SyntheticFilm) async throws -> String {
        try await clinic.open().fetchReport(of: film.uid)
    }

    @Test("A film's report is at the film, its indication known before the reading, its patient's details filled in")
    func wholeWay() async throws {
        let hospital = try HospitalPeer()
        let clinic = try Clinic(hospital.settings())
        try clinic.drop(Self.ion.bytes(), as: "film.dcm")
        try await clinic.open().runOnce()
        let record = try clinic.record(Self.ion.uid)
        #expect(record.aiReport != nil)
        let report = try #require(record.radiologistReport)
        #expect(
            report.text == Self.text && report.radiologist == "Dr. Radu Stan" && report.justification == "tuse, febră")
        #expect(record.exam.patient.hospitalID == "7" && record.exam.patient.name == "Popescu^Ion")
        #expect(!clinic.everythingSaid.contains("1800101221144"))
    }

    @Test(
        "A record server in trouble costs no film its reading, and its report comes when it is well",
        arguments: ["500", "503", "401", "429", "outcome", "garbage", "html", "cut", "hang", "deep"])
    func trouble(fault: String) async throws {
        let hospital = try HospitalPeer()
        let clinic = try Clinic(hospital.settings(fault))
        try clinic.drop(Self.ion.bytes(), as: "film.dcm")
        try await clinic.open().runOnce()
        let record = try clinic.record(Self.ion.uid)
        #expect(record.status == .done && record.aiReport != nil && record.radiologistReport?.text == nil)
        try clinic.put(Array(hospital.settings().utf8), "local.cfg")
        #expect(try await fetch(clinic, Self.ion) == "A report is here.")
        #expect(try clinic.record(Self.ion.uid).radiologistReport?.text == Self.text)
        #expect(try await fetch(clinic, Self.ion) == "The hospital says what it said before.")
    }

    @Test("Asking for one report says how it ended")
    func onDemand() async throws {
        let hospital = try HospitalPeer()
        let clinic = try Clinic()
        let stranger = SyntheticFilm.chest(2).with { ($0.patientID, $0.name) = ("2900202221149", "Popa^Maria") }
        let nobody = SyntheticFilm.chest(3).with { ($0.patientID, $0.name) = ("P3", "Nobody^No") }
        let two = SyntheticFilm.chest(4).with { ($0.patientID, $0.name, $0.birthDate) = ("X-77", "", "") }
        try await clinic.take(Self.ion, stranger, nobody, two)
        #expect(try await ending { _ = try await fetch(clinic, Self.ion) } == .usage)
        try clinic.put(Array(hospital.settings().utf8), "local.cfg")
        #expect(try await fetch(clinic, Self.ion) == "A report is here.")
        #expect(try await fetch(clinic, nobody) == "The hospital does not know this patient.")
        #expect(try await fetch(clinic, two).hasPrefix("2 patients"))
        #expect(try await ending { _ = try await fetch(clinic, SyntheticFilm.chest(99)) } == .badInput)
        try clinic.open().failures(retry: false, dryRun: false)
        #expect(clinic.answers.contains { $0.hasPrefix("report ") && $0.contains(two.uid.rawValue) })
        let closed = try ClosedPort()
        let away = hospital.settings().replacingOccurrences(of: ":\(hospital.port)/", with: ":\(closed.port)/")
        try clinic.put(Array(away.utf8), "local.cfg")
        #expect(try await ending { _ = try await fetch(clinic, stranger) } == .serviceUnreachable)
    }
}
