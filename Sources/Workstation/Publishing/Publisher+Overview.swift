import Foundation
import Radiology
import Reports
import Store

/// The pages about everything: list, days, statistics, about, and the shared files.
extension Publisher {
    /// Films on the front page: whole days until there are this many.
    private static let frontPage = 300

    func drawOverview(
        by writers: [PageWriter], days: [Store.DayCount], notices: [Notice], redraws: Bool,
        into published: inout Published
    ) async throws {
        let counted = try OverviewCounts(archive, stored: days, threshold: threshold)
        try drawShared()
        let newest = try withNotes(try newestRecords(days)).map(withPicture)
        for writer in writers {
            let pages = writer.pages
            let index = IndexPage(
                counters: counted.counters, rows: newest.map(writer.row), total: counted.total, notices: notices,
                audience: writer.audience)
            let about = AboutPage(
                // Addresses, user names and topics are nobody's business outside the department.
                settings: writer.audience == .admin ? settings : [], attributions: attributions)
            let drawn = [
                (pages.index(index), IndexPage.path),
                (pages.days(DaysPage(days: counted.days, threshold: threshold)), DaysPage.path),
                (pages.about(about), AboutPage.path),
            ]
            published.drawn += drawn.count
            for (bytes, path) in drawn { published.written += try writer.write(bytes, path) }
        }
        try await drawStatistics(by: writers, redraws: redraws, into: &published)
    }

    private func newestRecords(_ days: [Store.DayCount]) throws -> [ExamRecord] {
        var records: [ExamRecord] = []
        for day in days where records.count < Self.frontPage {
            records += try archive.exams.records(onDay: day.day, .list)
        }
        return Array(records.prefix(2 * Self.frontPage))
    }

    /// Style sheet and scripts.
    func drawShared() throws {
        guard !isPretending else { return }
        for (path, bytes) in Pages.sharedFiles {
            try AtomicFile.write(bytes, to: "\(folder)/\(path)", durable: false, shownAs: "reports/\(path)")
        }
    }
}

/// Everything that is counted for the pages, once for all audiences.
struct OverviewCounts {
    let counters: Counters
    let days: [Reports.DayCount]
    let total: Int

    init(_ archive: Archive, stored: [Store.DayCount], threshold: Severity) throws {
        let queue = try archive.exams.counts(readSince: .distantFuture)
        let positive = try archive.exams.statisticsByDayAndRegion(threshold: threshold.score)
            .reduce(into: [String: Int]()) { $0[$1.day.description, default: 0] += $1.positive }
        days = stored.map { day in
            let name = day.day?.description ?? "undated"
            return Reports.DayCount(
                day: name, films: day.exams, read: day.done, failed: day.failed, positive: positive[name] ?? 0)
        }
        total = stored.reduce(0) { $0 + $1.exams }
        let latest = stored.first { $0.day != nil }
        counters = Counters(
            waiting: queue.waiting + queue.checks, readingNow: queue.reading, readOnLatestDay: latest?.done ?? 0,
            latestDay: latest?.day?.description ?? "", failed: queue.failed, toReview: queue.toReview,
            odd: try archive.alarms.counts(since: .distantFuture).flaggedExams)
    }
}
