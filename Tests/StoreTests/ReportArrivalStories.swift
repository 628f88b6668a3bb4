import Foundation
import Radiology
import Store
import Testing

@Suite("A radiologist's report arrives")
struct ReportArrivalStories {
    let archive: Archive
    private let uid = Synthetic.uid(1)

    init() throws {
        archive = try Archive.inMemory()
        try archive.receive(1)
    }

    private func arrive(_ text: String?, id: String? = "815", by radiologist: String? = "Dr. Model Vasile") throws
        -> Arrival
    {
        try archive.radReports.arrived(
            uid, ArrivedReport(id: id, text: text, radiologist: radiologist, justification: "tuse", type: "radio"),
            now: .mondayMorning)
    }

    private var report: RadiologistReport? { get throws { try archive.radReports.report(of: uid) } }

    /// Claims the check and ends it.
    private func check(_ severity: Int?, of text: String? = nil) throws {
        let claimed = try #require(try archive.exams.claimNext(at: .mondayMorning))
        #expect(claimed.intent == .check)
        let check = severity.map { RadReports.Check(severity: Severity($0), summary: "s\($0)") }
        try archive.radReports.record(uid, check: check, of: text, threshold: 5, now: .mondayMorning)
    }

    @Test("The exam that was read waits for its check; the same report once more changes nothing")
    func afterReading() throws {
        _ = try archive.readNext()
        #expect(try arrive("Opacitate.") == .waitsForCheck)
        #expect(try archive.status(uid) == .check)
        #expect(try arrive("Opacitate.") == .waitsForCheck)
        try check(7)
        #expect(try archive.status(uid) == .done && report?.severity == Severity(7))
        let seen = try archive.exams.lastChange()
        #expect(try arrive("Opacitate.") == .unchanged)
        #expect(try archive.exams.lastChange() == seen && archive.status(uid) == .done)
    }

    @Test("What a refetch does not say stays; what it says anew is taken; the verdict stays")
    func refetch() throws {
        _ = try archive.readNext()
        _ = try arrive("Opacitate.")
        try check(7)
        let bare = ArrivedReport(id: "815", text: "Opacitate.")
        #expect(try archive.radReports.arrived(uid, bare, now: .mondayMorning + 9) == .unchanged)
        let empty = ArrivedReport(id: "", text: "", radiologist: "", justification: "", type: "")
        #expect(try archive.radReports.arrived(uid, empty, now: .mondayMorning + 9) == .unchanged)
        let kept = try #require(try report)
        #expect((kept.radiologist, kept.justification, kept.type) == ("Dr. Model Vasile", "tuse", "radio"))
        let renamed = ArrivedReport(radiologist: "Dr. Exemplu Ana")
        #expect(try archive.radReports.arrived(uid, renamed, now: .mondayMorning + 9) == .kept)
        #expect(try report?.radiologist == "Dr. Exemplu Ana" && report?.severity == Severity(7))
        #expect(try archive.status(uid) == .done)
    }

    @Test("A corrected text loses the verdict and the translation of the older one, and is checked again")
    func corrected() throws {
        _ = try archive.readNext()
        _ = try arrive("Opacitate.")
        _ = try archive.radReports.keepTranslation("Opacity.", of: "Opacitate.", for: uid, now: .mondayMorning)
        try check(7)
        #expect(try arrive("Fara leziuni.") == .waitsForCheck)
        let kept = try #require(try report)
        #expect((kept.severity, kept.summary, kept.english, kept.text) == (nil, nil, nil, "Fara leziuni."))
        try check(0)
        #expect(try report?.severity == Severity(0))
    }

    @Test("A report that comes before the film was read waits for the reading, and is checked after it")
    func beforeReading() throws {
        #expect(try arrive("Opacitate.") == .kept)
        #expect(try archive.status(uid) == .queued)
        _ = try archive.readNext()
        #expect(try archive.status(uid) == .check)
        try check(6)
        #expect(try archive.status(uid) == .done && archive.integrity().isEmpty)
    }

    @Test("A report that comes while the film is read is checked after it; so is one while a second reading waits")
    func whileReading() throws {
        let claimed = try #require(try archive.exams.claimNext(at: .mondayMorning))
        #expect(try arrive("Opacitate.") == .kept)
        _ = try archive.exams.requeue(uid, now: .mondayMorning)
        try archive.aiReports.record(
            claimed.uid, report: Synthetic.report(2), analyses: [Synthetic.attempt()], threshold: 5,
            now: .mondayMorning)
        #expect(try archive.status(uid) == .requeue)
        _ = try archive.readNext()
        #expect(try archive.status(uid) == .check && archive.integrity().isEmpty)
    }

    @Test("A check that fails ends; a later reading of the film, or the same report again, has it tried again")
    func failedCheck() throws {
        _ = try archive.readNext()
        _ = try arrive("Opacitate.")
        try check(nil)
        #expect(try archive.status(uid) == .done)
        #expect(try arrive("Opacitate.") == .waitsForCheck)
        try check(nil)
        _ = try archive.exams.requeue(uid, now: .mondayMorning)
        _ = try archive.readNext()
        #expect(try archive.status(uid) == .check)
    }

    @Test("A text that changes while the older one is checked is checked itself; the late verdict is left out")
    func overtaken() throws {
        _ = try archive.readNext()
        _ = try arrive("Opacitate.")
        let claimed = try #require(try archive.exams.claimNext(at: .mondayMorning))
        #expect(try arrive("Fara leziuni.") == .kept)
        let kept = try archive.radReports.keepTranslation("Opacity.", of: "Opacitate.", for: uid, now: .mondayMorning)
        #expect(!kept)
        try archive.radReports.record(
            claimed.uid, check: RadReports.Check(severity: Severity(7)), of: "Opacitate.", threshold: 5,
            now: .mondayMorning)
        #expect(try archive.status(uid) == .check && report?.severity == nil && archive.integrity().isEmpty)
        try check(0, of: "Fara leziuni.")
        #expect(try archive.status(uid) == .done && report?.severity == Severity(0) && report?.english == nil)
    }

    @Test("A translation stays when the check behind it fails")
    func translationAlone() throws {
        _ = try archive.readNext()
        _ = try arrive("Opacitate.")
        let claimed = try #require(try archive.exams.claimNext(at: .mondayMorning))
        #expect(try archive.radReports.keepTranslation("Opacity.", of: "Opacitate.", for: uid, now: .mondayMorning))
        try archive.radReports.record(claimed.uid, check: nil, of: "Opacitate.", threshold: 5, now: .mondayMorning)
        #expect(try report?.english == "Opacity." && report?.severity == nil)
    }

    @Test("An indication without a report is kept and moves nothing; so is a report of a film that is not read")
    func nothingToCheck() throws {
        #expect(try arrive(nil, id: "9", by: nil) == .kept)
        #expect(try report?.justification == "tuse" && archive.status(uid) == .queued)
        _ = try archive.exams.claimNext(at: .mondayMorning)
        try archive.exams.ignore(uid, reason: Synthetic.reason, now: .mondayMorning)
        #expect(try arrive("Opacitate.") == .kept)
        #expect(try archive.status(uid) == .ignore)
        #expect(throws: StoreError.unknownExam(Synthetic.uid(5))) {
            try archive.radReports.arrived(Synthetic.uid(5), ArrivedReport(text: "x"), now: .mondayMorning)
        }
    }

    @Test("That there is none is noted, and yields to a report that comes late")
    func none() throws {
        _ = try archive.readNext()
        try archive.radReports.noteNone(uid, now: .mondayMorning)
        #expect(try report?.id == "-1")
        #expect(try arrive("Opacitate.") == .waitsForCheck)
        try archive.radReports.noteNone(uid, now: .mondayMorning)
        #expect(try report?.id == "815")
    }

    @Test("What the hospital knows fills gaps; it overwrites nothing and says so")
    func patientFields() throws {
        let key = PatientKey(rawValue: "P1")
        let offer = Patient(
            key: key, name: "Altul^Ion", sex: .female, birthDate: CalendarDay(year: 2000, month: 1, day: 1),
            hospitalID: "77")
        #expect(try archive.patients.fill(offer, now: .mondayMorning) == ["id"])
        let kept = try #require(try archive.patients.patient(key))
        #expect(kept.name == "Exemplu^Ana" && kept.hospitalID == "77" && kept.birthDate?.description == "2019-05-04")
        let event = try archive.events.after(0).last
        #expect(event?.kind == "patient_differs" && event?.detail.contains("name birthdate") == true)
        #expect(event?.detail.contains("Altul") == false)
        #expect(try archive.patients.fill(offer, now: .mondayMorning).isEmpty)
        let stranger = Patient(key: PatientKey(rawValue: "P9"), name: "Altul^Ion")
        #expect(try archive.patients.fill(stranger, now: .mondayMorning).isEmpty)
        #expect(try archive.patients.patient(stranger.key) == nil)
    }

    @Test(
        "Unknown is filled however it is written",
        arguments: [("", "", "O"), ("-1", "20190504x", "O")])
    func unknownFields(id: String, name: String, sex: String) throws {
        let key = PatientKey(rawValue: "P7")
        let bare = Patient(key: key, name: "", sex: Sex(rawValue: sex), hospitalID: id)
        _ = try archive.exams.admit(Synthetic.chest(7, of: bare), film: Synthetic.film("7"))
        let offer = Patient(
            key: key, name: "Model^Dan", sex: .male, birthDate: CalendarDay(year: 2010, month: 2, day: 3),
            hospitalID: "12")
        #expect(try archive.patients.fill(offer, now: .mondayMorning) == ["id", "name", "birthdate", "sex"])
        #expect(try archive.patients.patient(key) == offer)
    }
}
