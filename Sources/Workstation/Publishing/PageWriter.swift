import Foundation
import Radiology
import Reports
import Store

/// Writes the pages of one audience into its folder; a page that says the same as before is left alone.
struct PageWriter: Sendable {
    /// `reports/<audience>`.
    let folder: String
    let audience: Reports.Audience
    let pages: Pages
    let threshold: Severity
    /// Compares with what is there, and writes nothing.
    let isPretending: Bool

    /// - Returns: 1 when the page changed, 0 when it did not.
    func film(
        _ record: ExamRecord, previous: [ExamRecord], newer: SOPInstanceUID?, older: SOPInstanceUID?
    ) throws -> Int {
        let page = FilmPage(
            record: record, previous: previous, newer: newer, older: older, audience: audience, threshold: threshold)
        return try write(pages.film(page), page.path)
    }

    func day(_ day: String, _ records: [ExamRecord], newer: String?, older: String?) throws -> Int {
        let parts = DayPage.parts(films: records.count)
        var written = 0
        for part in 1...parts {
            let start = (part - 1) * DayPage.filmsPerPart
            let rows = records[start..<min(start + DayPage.filmsPerPart, records.count)].map(row)
            let page = DayPage(day: day, rows: rows, part: part, parts: parts, newer: newer, older: older)
            written += try write(pages.day(page), page.path)
        }
        return written
    }

    func row(_ record: ExamRecord) -> FilmRow {
        FilmRow(record: record, audience: audience, threshold: threshold)
    }

    /// Whether a file is there with these bytes.
    func has(_ bytes: [UInt8], _ path: String) -> Bool {
        (try? FileBytes.read("\(folder)/\(path)", limit: bytes.count).bytes) == bytes
    }

    func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/\(path)") }

    func write(_ bytes: [UInt8], _ path: String) throws -> Int {
        let target = "\(folder)/\(path)"
        if isPretending {
            return has(bytes, path) ? 0 : 1
        }
        return try AtomicFile.write(bytes, to: target, durable: false, shownAs: "reports") ? 1 : 0
    }
}
