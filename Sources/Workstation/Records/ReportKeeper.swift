import Foundation
import HospitalRecords
import Radiology
import Store

/// Keeps what a hospital says about an exam, whichever way it came.
struct ReportKeeper: Sendable {
    let archive: Archive
    let clock: Clock

    /// What a search says of a report that is not the last word.
    static let preliminary = "The report is preliminary."
    static let withdrawn = "The hospital no longer has the report that is kept here."
    static let takenBack = "The hospital took a report of this exam back; it is no longer shown."
    static let mayBeTakenBack = "The hospital took a report back that may be the one that is kept here."

    /// An older or a less final report does not take the place of the one that is here.
    func keep(_ report: HospitalReport, for uid: SOPInstanceUID) throws(StoreError) -> Arrival {
        let written = report.issued.flatMap { RecordTime($0) }
        let arrived = ArrivedReport(
            id: report.request, text: report.text, radiologist: report.radiologist,
            justification: report.justification, type: report.type.rawValue, rank: ReportRank(report.status),
            written: written.flatMap(moment), order: Self.order(report.remembered, report: report.id),
            numbers: try Self.numbers(report.orderNumbers, without: accession(of: uid)), way: .server)
        return try archive.radReports.arrived(uid, arrived, now: clock.now())
    }

    /// Only the report of that order is taken back.
    func withdraw(_ report: WithdrawnReport, for uid: SOPInstanceUID) throws(StoreError) -> Withdrawal {
        // Its time is the text's, not that of the withdrawal: it says nothing of which came later.
        let order = ArrivedReport(
            id: report.request, order: Self.order(report.remembered, report: report.id), way: .server)
        return try archive.radReports.withdraw(uid, order, now: clock.now())
    }

    /// A report that answers no order is told from others by its own id.
    private static func order(_ order: RememberedRequest?, report: String) -> String {
        order.map { "\($0.server) \($0.id)" } ?? "report \(report)"
    }

    func accession(of uid: SOPInstanceUID) throws(StoreError) -> String? {
        try archive.exams.record(uid, .list)?.exam.facts.accession
    }

    /// Two orders may have one accession number: it tells nothing.
    static func numbers(_ numbers: [String], without accession: String?) -> [String] {
        numbers.filter { $0 != accession }
    }

    /// RFC 3339 UTC; `nil` for a time that is only a day.
    func moment(_ time: RecordTime) -> String? {
        let range = time.instants(in: clock.timeZone)
        guard range.upperBound - range.lowerBound < 3600 else { return nil }
        return UTCTime.text(Date(timeIntervalSince1970: Double(range.lowerBound)))
    }

    /// Fills in what is not known of the patient; what is known stays.
    func fill(_ details: PatientDetails?, in patient: Patient) throws(StoreError) {
        guard let details else { return }
        let found = Patient(
            key: patient.key, name: details.name ?? "", sex: details.sex, birthDate: details.birthDate,
            hospitalID: details.hospitalID)
        try archive.patients.fill(found, now: clock.now())
    }
}

extension ReportRank {
    init(_ status: ReportStatus) {
        self =
            switch status {
            case .corrected, .amended, .appended: .corrected
            case .final: .final
            case .preliminary, .partial: .preliminary
            case .unknown, .registered, .cancelled, .enteredInError: .unknown
            }
    }
}
