import Foundation
import Radiology
import Reports
import Store

/// The pages about everything: list, days, statistics with their charts, about, and the shared style sheet.
extension Publisher {
    /// Films on the front page: whole days until there are this many.
    private static let frontPage = 300

    func drawOverview(
        by writers: [PageWriter], days: [Store.DayCount], notices: [Notice], into published: inout Published
    ) throws {
        let figures = try Figures(archive, stored: days, threshold: threshold)
        published.chartProblem = try drawCharts(figures)
        for file in Pages.sharedFiles { try shared(file.bytes, file.path) }
        let newest = try withNotes(try newestRecords(days)).map(withPicture)
        for writer in writers {
            let pages = writer.pages
            let index = IndexPage(
                counters: figures.counters, rows: newest.map(writer.row), total: figures.total, notices: notices,
                audience: writer.audience)
            let statistics = StatisticsPage(
                byDayAndRegion: figures.byDayAndRegion, severity: figures.severity, agreement: figures.agreement,
                threshold: threshold, hasCharts: published.chartProblem == nil)
            let about = AboutPage(
                // Addresses, user names and topics are nobody's business outside the department.
                settings: writer.audience == .admin ? settings : [], attributions: attributions)
            let drawn = [
                (pages.index(index), IndexPage.path),
                (pages.days(DaysPage(days: figures.days, threshold: threshold)), DaysPage.path),
                (pages.statistics(statistics), StatisticsPage.path),
                (pages.about(about), AboutPage.path),
            ]
            published.drawn += drawn.count
            for (bytes, path) in drawn { published.written += try writer.write(bytes, path) }
        }
    }

    private func newestRecords(_ days: [Store.DayCount]) throws -> [ExamRecord] {
        var records: [ExamRecord] = []
        for day in days where records.count < Self.frontPage {
            records += try archive.exams.records(onDay: day.day, .list)
        }
        return Array(records.prefix(2 * Self.frontPage))
    }

    /// - Returns: why there are no charts, when there are none; pages show their tables all the same.
    private func drawCharts(_ figures: Figures) throws -> String? {
        do {
            for scale in [1, 2] {
                try shared(
                    Charts.examsByDayAndRegion(figures.byDayAndRegion, font: font, scale: scale),
                    PagePaths.chart(.examsByDayAndRegion, scale: scale))
                try shared(
                    Charts.severityDistribution(figures.severity, font: font, scale: scale),
                    PagePaths.chart(.severityDistribution, scale: scale))
            }
            return nil
        } catch let error as ReportsError {
            return error.suggestion
        }
    }

    private func shared(_ bytes: [UInt8], _ path: String) throws {
        guard !isPretending else { return }
        try AtomicFile.write(bytes, to: "\(folder)/\(path)", durable: false, shownAs: "reports/\(path)")
    }
}

/// Everything that is counted for the pages, once for all audiences.
struct Figures {
    let counters: Counters
    let days: [Reports.DayCount]
    let byDayAndRegion: [Reports.DayRegionCount]
    let severity: [SeverityCount]
    let agreement: [AgreementCount]
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
        byDayAndRegion = try archive.exams.filmsByDayAndRegion().map {
            Reports.DayRegionCount(day: $0.day, region: $0.region, films: $0.films)
        }
        let verdicts = try archive.exams.verdicts(threshold: threshold.score)
        severity = verdicts.flatMap { verdict in
            [
                SeverityCount(region: verdict.region, severity: verdict.ai, ai: verdict.films, radiologist: 0),
                SeverityCount(
                    region: verdict.region, severity: verdict.radiologist, ai: 0,
                    radiologist: verdict.radiologist == nil ? 0 : verdict.films),
            ]
        }
        agreement = verdicts.map { verdict in
            AgreementCount(
                region: verdict.region,
                agreement: Agreement(ai: verdict.ai, radiologist: verdict.radiologist, threshold: threshold),
                films: verdict.films)
        }
    }
}
