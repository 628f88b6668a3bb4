import Foundation
import Radiology
import Store

/// How the search for radiologists' reports stands.
struct RecordsReport: Encodable {
    /// Absent when no hospital is asked.
    let server: String?
    /// RFC 3339 UTC; absent before the first answer.
    let lastAnswer: String?
    /// Why nothing is asked now.
    let problem: String?
    let waiting: Int
    let found: Int
    let none: Int
    let ambiguous: Int
    let failed: Int
    /// Reports out of HL7 files that no exam was found for.
    let withoutExam: Int

    var text: String {
        let files = withoutExam > 0 ? ", \(withoutExam) from files without an exam" : ""
        guard let server else { return "records    none is asked\(files)" }
        let trouble = problem.map { "\n           it waits: \($0)" } ?? ""
        return """
            records    \(server), last answer \(lastAnswer ?? "never")\(trouble)
                       \(found) reports found, \(waiting) expected, \(none) not there, \(ambiguous) ambiguous, \
            \(failed) failed\(files)
            """
    }
}

extension Workstation {
    func recordsReport() throws(StoreError) -> RecordsReport {
        let counts = try archive.recordSearches.counts()
        let standing = try recordMark.standing
        return RecordsReport(
            server: isHospitalAsked ? settings.fhir.shownURL : nil,
            lastAnswer: standing?.completeUntil.map(UTCTime.text), problem: standing?.problem,
            waiting: counts[.waiting] ?? 0, found: counts[.found] ?? 0, none: counts[.none] ?? 0,
            ambiguous: counts[.ambiguous] ?? 0, failed: counts[.failed] ?? 0,
            withoutExam: ReportTray(paths: paths).count)
    }

    /// Reports that a person must look after: the exam's UID or the file, and why.
    /// - Parameter retry: they are looked for again as soon as there is room.
    func recordFailures(retry: Bool) throws(StoreError) -> [(item: String, reason: String)] {
        let odd = try archive.recordSearches.odd().filter { $0.problem != ReportKeeper.preliminary }
        let searches = try archive.recordSearches.list(.ambiguous) + archive.recordSearches.list(.failed) + odd
        let tray = ReportTray(paths: paths)
        if retry {
            for search in searches { try archive.recordSearches.hasten(search.uid, now: clock.now()) }
            _ = try reportDesk.retry()
        }
        let files = tray.notes().flatMap { note in
            note.waiting.map { entry in
                ("\(paths.shown(tray.path(note.hash))) (report \(entry.index + 1))", entry.problem)
            }
        }
        return searches.map { ($0.uid.rawValue, $0.problem ?? "unknown") } + files
    }
}
