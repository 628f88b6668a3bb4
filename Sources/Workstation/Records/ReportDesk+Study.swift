import Foundation
import HospitalRecords
import Radiology
import Store

/// Films that come after the report of their study.
extension ReportDesk {
    /// Gives a film the report that came as a file for the other films of its study and region.
    /// - Returns: whether there was one.
    func inherit(_ uid: SOPInstanceUID) throws(StoreError) -> Bool {
        guard let film = try archive.exams.record(uid, .list), film.radiologistReport?.text == nil,
            let study = film.exam.study
        else { return false }
        for sibling in try archive.exams.uids(ofStudy: study) where sibling != uid {
            guard let record = try archive.exams.record(sibling, .list), record.exam.region == film.exam.region,
                record.exam.patient.key == film.exam.patient.key, let report = record.radiologistReport,
                // One with an id is the record server's, who is asked about each film.
                report.id == nil, report.text != nil
            else { continue }
            let parts = try archive.radReports.fromFiles(sibling)
            for var part in parts {
                (part.radiologist, part.justification) = (report.radiologist, report.justification)
                part.type = report.type
                try keep(part, for: uid)
            }
            if !parts.isEmpty { return true }
        }
        return false
    }

    /// Keeps a report that came as a file; the record server need only be asked for it while it is a draft.
    func keep(_ report: ArrivedReport, for uid: SOPInstanceUID) throws(StoreError) {
        let now = clock.now()
        let arrival = try archive.radReports.arrived(uid, report, now: now)
        // A late draft, or what was taken back since: what is known of the search still holds.
        guard arrival != .unchanged, let text = try archive.radReports.report(of: uid)?.text, !text.isEmpty else {
            return
        }
        let isDraft = try !archive.radReports.isFinished(uid)
        try archive.recordSearches.hasten(uid, now: now)
        try archive.recordSearches.end(
            uid, as: .found, next: isDraft ? now.addingTimeInterval(3600) : nil,
            problem: isDraft ? ReportKeeper.preliminary : nil,
            now: now)
    }

    /// Takes one order's report back. The record server is asked soon: it may have another one.
    func withdraw(_ report: ArrivedReport, for uid: SOPInstanceUID) throws(StoreError) {
        let now = clock.now()
        let problem: String
        switch try archive.radReports.withdraw(uid, report, now: now) {
        case .withdrawn: problem = ReportKeeper.takenBack
        case .unchanged: return
        case .unknownOrder:
            guard try archive.radReports.report(of: uid)?.text != nil else { return }
            problem = ReportKeeper.mayBeTakenBack
        }
        try archive.recordSearches.hasten(uid, now: now)
        try archive.recordSearches.end(uid, as: .found, next: now, problem: problem, now: now)
    }
}
