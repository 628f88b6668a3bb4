import Foundation
import Radiology
import Store
import Synchronization
import Workstation

/// Findings of nobody that people are to be told about.
struct AlertFixture {
    let archive: Archive

    init() throws { archive = try Archive.inMemory() }

    init(archive: Archive) { self.archive = archive }

    static func uid(_ number: Int) -> SOPInstanceUID { SOPInstanceUID(validated: "1.2.\(number)") }

    /// A film that was read; the answer is owed to the channels.
    func read(
        _ number: Int, _ severity: Int, summary: String? = "pneumonia", name: String = "EXEMPLU^ANA",
        key: String = "P1",
        region: String? = "chest", text: String = "FINDINGS: opacity.", channels: [String] = ["ntfy"],
        at moment: Date = .monday
    ) throws {
        let exam = Exam(
            uid: Self.uid(number), patient: Patient(key: PatientKey(rawValue: key), name: name), study: nil,
            series: nil, created: "2026-03-02 08:00:00", protocolName: "PA",
            region: region.map(BodyRegion.init(rawValue:)),
            projection: nil, modality: "CR")
        let film = FilmReceipt(
            contentHash: String(repeating: "\(number % 10)", count: 64), bytes: 1, source: "test", received: moment,
            archivePath: nil, qualityJSON: nil)
        _ = try archive.exams.admit(exam, film: film)
        _ = try archive.exams.claimNext(at: moment)
        let report = AIReport(text: text, summary: summary, severity: Severity(severity))
        try archive.aiReports.record(
            exam.uid, report: report, analyses: [], threshold: 5, channels: channels, now: moment)
    }

    /// The message of the only alert that is owed.
    func message(_ policy: AlertMessage.Policy = AlertMessage.Policy()) throws -> AlertMessage? {
        guard let alert = try archive.alerts.next(for: "ntfy", at: .monday).first,
            let record = try archive.exams.record(alert.uid, .list)
        else { return nil }
        return AlertMessage(alert, about: record, policy)
    }
}

extension Date {
    static let monday = Date(timeIntervalSince1970: 1_772_438_400)
}

/// A clock that a test moves.
final class TestClock: Sendable {
    private let moment = Mutex(Date.monday)
    var now: Date { moment.withLock { $0 } }
    func pass(_ seconds: Double) { moment.withLock { $0 += seconds } }
}
