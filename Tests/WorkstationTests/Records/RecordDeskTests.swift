import Foundation
import HospitalRecords
import Radiology
import Store
import Testing
import Workstation

@Suite("Asking the hospital about one film")
struct RecordDeskTests {
    @Test("A report that is there is kept with who wrote it, and its exam waits for its check")
    func reportArrives() async throws {
        let ward = try RecordFixture()
        let uid = try ward.read()
        try ward.enter()
        ward.says(.finding(.report(RecordFixture.report(), patient: RecordFixture.ion)))
        #expect(try await ward.desk().look(at: uid) == .report(.waitsForCheck))
        let report = try #require(try ward.archive.radReports.report(of: uid))
        #expect(report.text == "Fără leziuni." && report.radiologist == "Dr. Radu Stan")
        #expect(report.justification == "tuse" && report.id == "501" && report.type == "radio")
        #expect(try ward.status(uid) == .check)
        #expect(try ward.search(uid)?.state == .found)
    }

    @Test("What the hospital knows of the patient is filled in, and nothing better is overwritten")
    func patientDetails() async throws {
        let ward = try RecordFixture()
        let uid = try ward.read(name: "POPESCU^IOAN")
        try ward.enter()
        ward.says(.finding(.noReportYet(patient: RecordFixture.ion, pending: nil)))
        _ = try await ward.desk().look(at: uid)
        let patient = try #require(try ward.archive.exams.record(uid)?.exam.patient)
        #expect(patient.hospitalID == "7" && patient.sex == .male && patient.birthDate?.description == "1980-01-01")
        #expect(patient.name == "POPESCU^IOAN")
    }

    @Test("An order without a report gives the film its indication, and the next question is about that order")
    func pendingOrder() async throws {
        let ward = try RecordFixture()
        let uid = try ward.read()
        try ward.enter()
        let order = PendingReport(
            request: "501", justification: "febră", validator: Validator(etag: "\"a\"", modified: nil))
        ward.says(.finding(.noReportYet(patient: nil, pending: order)), .finding(.unchanged))
        #expect(try await ward.desk().look(at: uid) == .waiting)
        #expect(try ward.archive.radReports.report(of: uid)?.justification == "febră")
        #expect(try await ward.desk().look(at: uid) == .unchanged)
        #expect(ward.questions[1].knownRequest == order.remembered)
        #expect(try ward.search(uid)?.state == .waiting && ward.status(uid) == .done)
    }

    @Test("A preliminary report is kept and marked, is asked for again, and gives way to the finished one")
    func preliminary() async throws {
        let ward = try RecordFixture()
        let uid = try ward.read()
        try ward.enter()
        ward.says(
            .finding(.report(RecordFixture.report("Preliminar.", status: .preliminary), patient: nil)),
            .finding(.report(RecordFixture.report("Final."), patient: nil)),
            .finding(.report(RecordFixture.report("Preliminar.", status: .preliminary), patient: nil)))
        _ = try await ward.desk().look(at: uid)
        let first = try #require(try ward.search(uid))
        #expect(try ward.text(uid) == "Preliminar." && first.problem != nil)
        #expect(first.next.map { $0.timeIntervalSince(ward.now) < 3600 } == true)
        _ = try await ward.desk().look(at: uid)
        #expect(try ward.text(uid) == "Final." && ward.search(uid)?.problem == nil)
        // A server that goes back to an older state does not take the finished one away.
        _ = try await ward.desk().look(at: uid)
        #expect(try ward.text(uid) == "Final.")
    }

    @Test("A corrected report takes the place of the first, and is checked anew")
    func corrected() async throws {
        let ward = try RecordFixture()
        let uid = try ward.read()
        try ward.enter()
        ward.says(
            .finding(.report(RecordFixture.report("Normal."), patient: nil)),
            .finding(.report(RecordFixture.report("Fractură.", status: .corrected), patient: nil)))
        _ = try await ward.desk().look(at: uid)
        let claimed = try #require(try ward.archive.exams.claimNext(at: ward.now))
        let check = RadReports.Check(severity: Severity(0), summary: "normal", english: "Normal.")
        try ward.archive.radReports.record(claimed.uid, check: check, threshold: 5, now: ward.now)
        let next = try #require(try ward.search(uid)?.next)
        ward.pass(next.timeIntervalSince(ward.now) + 1)
        #expect(try await ward.desk().look(at: uid) == .report(.waitsForCheck))
        let report = try #require(try ward.archive.radReports.report(of: uid))
        #expect(report.text == "Fractură." && report.severity == nil && report.english == nil)
    }

    @Test("More than one that fits is listed and nothing is kept")
    func ambiguous() async throws {
        let ward = try RecordFixture()
        let uid = try ward.read()
        try ward.enter()
        ward.says(.finding(.ambiguous(.request, count: 2, patient: RecordFixture.ion)))
        #expect(try await ward.desk().look(at: uid) == .ambiguous)
        #expect(try ward.text(uid) == nil)
        let listed = try ward.archive.recordSearches.list(.ambiguous)
        #expect(listed.map(\.uid) == [uid] && listed.first?.problem?.hasPrefix("2 orders") == true)
    }

    @Test("A film that waits for its reading is looked at early; its reading is not touched")
    func early() async throws {
        let ward = try RecordFixture()
        let uid = try ward.receive()
        let order = PendingReport(request: "501", justification: "febră")
        ward.says(.finding(.noReportYet(patient: RecordFixture.ion, pending: order)))
        #expect(try await ward.desk().look(at: uid) == .waiting)
        let claimed = try #require(try ward.archive.exams.claimNext(at: ward.now))
        #expect(claimed.intent == .read && claimed.record.radiologistReport?.justification == "febră")
        #expect(claimed.record.exam.patient.birthDate != nil)
    }

    @Test("A report that is there before the reading is kept, and the film is read first")
    func earlyReport() async throws {
        let ward = try RecordFixture()
        let uid = try ward.receive()
        ward.says(.finding(.report(RecordFixture.report(), patient: nil)))
        #expect(try await ward.desk().look(at: uid) == .report(.kept))
        #expect(try ward.status(uid) == .queued && ward.text(uid) != nil)
    }

    @Test("The hospital is asked by number, accession number and study; an issuer is told apart")
    func question() async throws {
        let ward = try RecordFixture()
        let uid = try ward.read(key: "17^^^CLINIC", accession: "A1")
        try ward.enter()
        ward.says(.finding(.unknownPatient))
        #expect(try await ward.desk().look(at: uid) == .unknownPatient)
        let question = try #require(ward.questions.first)
        #expect(
            question.patientID == "17" && question.issuer == "CLINIC" && question.accessionNumber == "A1"
                && question.study?.rawValue == "1.3.1")
        #expect(try ward.search(uid)?.state == RecordSearch.State.none)
    }

    @Test("A film without a patient's number is not asked about under our own key")
    func ownKey() async throws {
        let ward = try RecordFixture()
        let uid = try ward.read(key: "unknown:1.3.1")
        try ward.enter()
        ward.says(.finding(.unknownPatient))
        _ = try await ward.desk().look(at: uid)
        #expect(ward.questions.map(\.patientID) == [""])
    }

    @Test(
        "An order id that another programme left is believed only of the server that it speaks of",
        arguments: [(true, "77"), (false, nil)])
    func oldRequest(trusts: Bool, known: String?) async throws {
        let ward = try RecordFixture()
        let uid = try ward.read()
        _ = try ward.archive.radReports.arrived(uid, ArrivedReport(id: "77"), now: ward.now)
        try ward.enter()
        ward.says(.finding(.unchanged))
        _ = try await ward.desk(trustsOldRequests: trusts).look(at: uid)
        #expect(ward.questions.map(\.knownRequest?.id) == [known])
    }

    @Test("What one server said of an order is not believed of another")
    func otherServer() async throws {
        let ward = try RecordFixture()
        let uid = try ward.read()
        try ward.enter()
        let order = PendingReport(request: "501", validator: Validator(etag: "\"a\"", modified: nil), server: "r4 old")
        ward.says(.finding(.noReportYet(patient: nil, pending: order)), .finding(.unchanged))
        _ = try await ward.desk(server: "r4 old").look(at: uid)
        _ = try await ward.desk(server: "r4 new").look(at: uid)
        _ = try await ward.desk(server: "r4 old").look(at: uid)
        #expect(ward.questions.map(\.knownRequest) == [nil, nil, order.remembered])
    }

    @Test("A report that was written before the one that is here does not take its place")
    func older() async throws {
        let ward = try RecordFixture()
        let uid = try ward.read()
        try ward.enter()
        ward.says(
            .finding(.report(RecordFixture.report("Fractură.", issued: "2026-03-02T09:00:00Z"), patient: nil)),
            .finding(.report(RecordFixture.report("Normal.", issued: "2026-03-02T08:00:00Z"), patient: nil)))
        _ = try await ward.desk().look(at: uid)
        _ = try await ward.desk().look(at: uid)
        #expect(try ward.text(uid) == "Fractură.")
    }

    @Test("A report that the hospital took back no longer counts, stays listed, and may come again")
    func takenBack() async throws {
        let ward = try RecordFixture()
        let uid = try ward.read()
        try ward.enter()
        let back = HospitalRecords.Finding.withdrawn(WithdrawnReport(id: "R1", request: "501"), patient: nil)
        ward.says(
            .finding(.report(RecordFixture.report("Fractură."), patient: nil)), .finding(back),
            .finding(.noReportYet(patient: nil, pending: nil)), .finding(back),
            .finding(.report(RecordFixture.report("Fractură."), patient: nil)))
        _ = try await ward.desk().look(at: uid)
        for _ in 0..<3 {
            #expect(try await ward.desk().look(at: uid) == .waiting)
            let report = try #require(try ward.archive.radReports.report(of: uid))
            #expect(report.text == nil && report.severity == nil && report.withdrawn != nil)
            #expect(try ward.archive.recordSearches.odd().map(\.uid) == [uid])
            #expect(try ward.search(uid)?.next != nil)
        }
        _ = try await ward.desk().look(at: uid)
        #expect(try ward.text(uid) == "Fractură." && ward.archive.radReports.withdrawn(uid) == nil)
        #expect(try ward.archive.recordSearches.odd().isEmpty)
    }

    @Test("That another order's report was taken back takes nothing away, and a person is told")
    func otherTakenBack() async throws {
        let ward = try RecordFixture()
        let uid = try ward.read()
        try ward.enter()
        ward.says(
            .finding(.report(RecordFixture.report("Fractură."), patient: nil)),
            .finding(.withdrawn(WithdrawnReport(id: "R2", request: "502"), patient: nil)))
        _ = try await ward.desk().look(at: uid)
        _ = try await ward.desk().look(at: uid)
        #expect(try ward.text(uid) == "Fractură." && ward.archive.recordSearches.odd().map(\.uid) == [uid])
    }

    @Test("Nothing found for a month: the old column says so, and it is still asked now and then")
    func silent() async throws {
        let ward = try RecordFixture()
        let uid = try ward.read(created: "2026-01-02 08:00:00")
        try ward.enter()
        ward.says(.finding(.noReportYet(patient: nil, pending: nil)))
        _ = try await ward.desk().look(at: uid)
        let search = try #require(try ward.search(uid))
        #expect(search.state == RecordSearch.State.none && search.next != nil)
        #expect(try ward.archive.radReports.report(of: uid)?.id == "-1")
        _ = try await ward.desk().look(at: uid)
        #expect(ward.questions.map(\.knownRequest) == [nil, nil])
    }

    @Test("A report that the hospital withdrew stays here, and the search says so")
    func withdrawn() async throws {
        let ward = try RecordFixture()
        let uid = try ward.read()
        try ward.enter()
        ward.says(
            .finding(.report(RecordFixture.report(), patient: nil)), .finding(.noReportYet(patient: nil, pending: nil)))
        _ = try await ward.desk().look(at: uid)
        _ = try await ward.desk().look(at: uid)
        #expect(try ward.text(uid) == "Fără leziuni.")
        #expect(try ward.search(uid)?.problem?.contains("no longer") == true)
    }

    @Test(
        "A failure costs the film no attempt unless it is the film's own; the next question comes later",
        arguments: [
            (RecordError.failed(status: 500, retryAfter: nil), RecordSearch.State.waiting, 0),
            (.timedOut(.waiting), .waiting, 0), (.failed(status: 503, retryAfter: nil), .waiting, 0),
            (.serverUnreachable(host: "h"), .waiting, 0), (.refused(status: 401), .waiting, 0),
            (.formNotReadable(.pdf), .failed, 1), (.requestRefused(status: 400), .failed, 1),
        ])
    func failures(error: RecordError, state: RecordSearch.State, attempts: Int) async throws {
        let ward = try RecordFixture()
        let uid = try ward.read()
        try ward.enter()
        ward.says(.failure(error))
        let end = try await ward.desk().look(at: uid)
        #expect(end == .failed(error) || end == .serverAway(error))
        let search = try #require(try ward.search(uid))
        #expect(search.state == state && search.attempts == attempts)
        #expect(try #require(search.next) > ward.now + 30)
    }

    @Test("A film that is gone is asked about no more")
    func gone() async throws {
        let ward = try RecordFixture()
        #expect(try await ward.desk().look(at: RecordFixture.uid(9)) == .noSuchExam)
        #expect(ward.questions.isEmpty)
    }
}
