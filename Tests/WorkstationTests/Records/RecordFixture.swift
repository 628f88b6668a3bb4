import Foundation
import HospitalRecords
import Radiology
import Store
import Synchronization
import Workstation

/// Films of nobody, and a hospital that answers what a test tells it to.
final class RecordFixture: Sendable {
    let archive: Archive
    private let clock = TestClock()
    private let script = Mutex<[Answer]>([])
    private let asked = Mutex<[FilmInQuestion]>([])

    enum Answer: Sendable {
        case finding(HospitalRecords.Finding)
        case failure(RecordError)
    }

    init() throws { archive = try Archive.inMemory() }

    static func uid(_ number: Int) -> SOPInstanceUID { SOPInstanceUID(validated: "1.2.\(number)") }

    /// A film that was read, half an hour old unless told otherwise.
    @discardableResult
    func read(
        _ number: Int = 1, created: String = "2026-03-02 07:30:00", key: String = "1800101221144",
        name: String = "POPESCU^ION", accession: String? = nil
    ) throws -> SOPInstanceUID {
        let uid = try receive(number, created: created, key: key, name: name, accession: accession)
        while let claimed = try archive.exams.claimNext(at: clock.now) {
            let report = AIReport(text: "FINDINGS: clear.", summary: "normal", severity: Severity(1))
            try archive.aiReports.record(claimed.uid, report: report, analyses: [], threshold: 5, now: clock.now)
        }
        return uid
    }

    /// A film that waits for its reading.
    @discardableResult
    func receive(
        _ number: Int = 1, created: String = "2026-03-02 07:30:00", key: String = "1800101221144",
        name: String = "POPESCU^ION", accession: String? = nil
    ) throws -> SOPInstanceUID {
        var facts = FilmFacts()
        facts.accession = accession
        let exam = Exam(
            uid: Self.uid(number), patient: Patient(key: PatientKey(rawValue: key), name: name),
            study: StudyInstanceUID(validated: "1.3.\(number)"), created: created, protocolName: "Torace PA",
            region: BodyRegion(rawValue: "chest"), modality: "CR", facts: facts)
        let film = FilmReceipt(
            contentHash: String(repeating: "\(number % 10)", count: 64), bytes: 1, source: "test", received: clock.now,
            archivePath: nil, qualityJSON: nil)
        _ = try archive.exams.admit(exam, film: film)
        return exam.uid
    }

    /// Enters the films that were read.
    func enter() throws {
        let (age, now) = (age, clock.now)
        var old = 0
        while try archive.recordSearches.collect(now: now, first: { age.first($0, old: &old, at: now) }) {}
    }

    func pass(_ seconds: Double) { clock.pass(seconds) }
    var now: Date { clock.now }
    var age: RecordAge { RecordAge(zone: .gmt, poll: 1) }

    /// What the hospital says, question after question; the last answer stays.
    func says(_ answers: Answer...) { script.withLock { $0 = answers } }
    var questions: [FilmInQuestion] { asked.withLock { $0 } }

    func desk(server: String = "", trustsOldRequests: Bool = false) -> RecordDesk {
        RecordDesk(
            archive: archive, age: age, server: server, trustsOldRequests: trustsOldRequests,
            clock: Clock(timeZone: .gmt) { self.clock.now }, random: { 0.5 },
            ask: { film throws(RecordError) in
                self.asked.withLock { $0.append(film) }
                switch self.script.withLock({ $0.count > 1 ? $0.removeFirst() : $0.first }) {
                case .finding(let finding)?: return finding
                case .failure(let error)?: throw error
                case nil: throw .connectionLost
                }
            })
    }

    func search(_ uid: SOPInstanceUID) throws -> RecordSearch? { try archive.recordSearches.search(of: uid) }
    func text(_ uid: SOPInstanceUID) throws -> String? { try archive.radReports.report(of: uid)?.text }
    func status(_ uid: SOPInstanceUID) throws -> ExamStatus? { try archive.exams.record(uid, .list)?.status }

    /// A report of the hospital.
    static func report(
        _ text: String = "Fără leziuni.", status: ReportStatus = .final, request: String? = "501",
        etag: String? = nil, issued: String? = nil
    ) -> HospitalReport {
        HospitalReport(
            id: "R1", request: request, text: text, status: status, radiologist: "Dr. Radu Stan",
            justification: "tuse", issued: issued, type: .radiograph, form: .plain,
            validator: Validator(etag: etag, modified: nil))
    }

    static let ion = PatientDetails(
        hospitalID: "7", name: "POPESCU^ION", birthDate: CalendarDay(year: 1980, month: 1, day: 1), sex: .male)
}
