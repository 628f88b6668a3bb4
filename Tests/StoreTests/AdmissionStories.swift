import Foundation
import Radiology
import Store
import Testing

@Suite("Admitting films")
struct AdmissionStories {
    let archive: Archive

    init() throws { archive = try Archive.inMemory() }

    @Test("A chest film that arrives twice is analysed once")
    func duplicateArrival() throws {
        let exam = Synthetic.chest(1)
        #expect(try archive.exams.admit(exam, film: Synthetic.film("a")) == .new)
        #expect(try archive.readNext() == exam.uid)
        #expect(try archive.exams.admit(exam, film: Synthetic.film("a")) == .sameBytes)
        #expect(try archive.exams.claimNext(at: .mondayMorning + 60) == nil)
        #expect(try archive.status(exam.uid) == .done)
        #expect(try archive.exams.uids(withContentHash: Synthetic.film("a").contentHash) == [exam.uid])
    }

    @Test("What was admitted comes back unchanged")
    func roundTrip() throws {
        let exam = Synthetic.chest(1)
        _ = try archive.exams.admit(exam, film: Synthetic.film("a", path: "archive/aa/aa/a.dcm"), priority: 3)
        let record = try #require(try archive.exams.record(exam.uid))
        #expect(record.exam == exam)
        #expect(record.status == .queued)
        #expect(record.received == "2026-03-02T08:00:00.000Z")
        let claimed = try #require(try archive.exams.claimNext(at: .mondayMorning))
        #expect(claimed.record.exam == exam)
        #expect(claimed.archivePath == "archive/aa/aa/a.dcm")
        #expect(claimed.qualityJSON == #"{"noise":0.01}"#)
        #expect((claimed.intent, claimed.attempts, claimed.priority) == (.read, 1, 3))
    }

    @Test("The same UID with other bytes is kept beside the first film and flagged, and not read again")
    func revision() throws {
        let exam = Synthetic.chest(1)
        _ = try archive.exams.admit(exam, film: Synthetic.film("a"))
        _ = try archive.readNext()
        #expect(try archive.exams.admit(exam, film: Synthetic.film("b")) == .revision)
        #expect(try archive.exams.admit(exam, film: Synthetic.film("b")) == .sameBytes)
        let films = try archive.exams.films(of: exam.uid)
        #expect(films.map { $0.contentHash.first } == ["a", "b"])
        #expect(films.map(\.isRevision) == [false, true])
        #expect(try archive.exams.record(exam.uid)?.contentHash == Synthetic.film("a").contentHash)
        #expect(try archive.exams.claimNext(at: .mondayMorning) == nil)
    }

    @Test(
        "A film that is not for the reader is kept with its reason",
        arguments: [(Destination.ignored(Synthetic.reason), ExamStatus.ignore), (.failed(Synthetic.reason), .error)])
    func notQueued(destination: Destination, status: ExamStatus) throws {
        let exam = Synthetic.chest(1)
        _ = try archive.exams.admit(exam, film: Synthetic.film("a"), to: destination)
        let record = try #require(try archive.exams.record(exam.uid))
        #expect((record.status, record.reason) == (status, Synthetic.reason.sentence))
        #expect(try archive.exams.claimNext(at: .mondayMorning) == nil)
        #expect(try archive.exams.failures(status).map(\.exam.uid) == [exam.uid])
    }

    @Test("A known patient's blanks are filled in; what is known stays, and a difference is noted without its values")
    func patient() throws {
        let key = PatientKey(rawValue: "P1")
        let first = Patient(key: key, name: "", sex: .other, birthDate: nil, hospitalID: "4711")
        _ = try archive.exams.admit(Synthetic.chest(1, of: first), film: Synthetic.film("a"))
        _ = try archive.exams.admit(Synthetic.chest(2), film: Synthetic.film("b"))
        var expected = Synthetic.patient()
        expected.hospitalID = "4711"
        #expect(try archive.exams.record(Synthetic.uid(1))?.exam.patient == expected)

        let other = Patient(key: key, name: "Altul^Ion", sex: .male)
        _ = try archive.exams.admit(Synthetic.chest(3, of: other), film: Synthetic.film("c"))
        #expect(try archive.exams.record(Synthetic.uid(1))?.exam.patient == expected)
        let notes = try archive.events.after(0).filter { $0.kind == "patient_differs" }
        #expect(notes.map(\.detail) == [#"{"fields":"name sex"}"#])
    }

    @Test("The place of an original that was archived later is filled in, and never replaced")
    func archivePath() throws {
        let exam = Synthetic.chest(1)
        for path in [nil, "archive/first.dcm", "archive/second.dcm"] as [String?] {
            _ = try archive.exams.admit(exam, film: Synthetic.film("a", path: path))
        }
        #expect(try archive.exams.films(of: exam.uid).first?.archivePath == "archive/first.dcm")
    }
}
