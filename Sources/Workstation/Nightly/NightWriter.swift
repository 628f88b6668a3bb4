import Foundation
import Radiology
import Reports
import Statistics
import Store

/// Makes the report of one night for one audience: values from the desk, words and pictures from `Reports`.
struct NightWriter: Sendable {
    let counted: NightDesk.Counted
    let day: CalendarDay
    let threshold: Severity
    let audience: Reports.Audience
    let workspaceName: String
    let credits: [String]
    let pictures: Pictures
    let font: String
    let desk: NightDesk
    let health: NightlyHealth?
    /// Addresses of the model servers, in the order in which they are asked.
    let servers: [String]

    private var archive: Archive { desk.archive }
    private var isForUser: Bool { audience == .user }
    private var span: Range<Date> { desk.span(of: day) }

    struct Made {
        let report: NightlyReport
        let file: NightFile
    }

    /// - Parameter kept: of the report of another audience about the same day.
    func make(_ kept: inout NightKept) throws -> Made {
        let figures = figures(&kept.resamples)
        var report = NightlyReport(night: day.description, audience: audience)
        (report.workspaceName, report.version, report.credits) = (workspaceName, Workstation.version, credits)
        (report.threshold, report.health) = (threshold, health)
        report.changed = try archive.exams.lastChangeTime()
        try fillDays(&report)
        report.figures = NightFigures.list(figures.now, figures.before)
        report.regions = NightFigures.regions(figures.now, figures.before)
        let work = try archive.nights.work(in: span)
        report.work = Self.work(work)
        report.failures = failures(work)
        let films = try NightFilms(
            archive: archive, pictures: pictures, audience: audience, threshold: threshold
        ).choose(counted.suspects)
        (report.films, report.filmsLeftOut) = (films.shown, films.leftOut)
        try fillForce(&report)
        report.hideAddresses(servers)
        report.canaries = try archive.nights.canaries(on: day).map {
            NightlyCanary(expected: $0.expected, got: $0.got, hasChanged: $0.changed, problem: $0.problem)
        }
        let pictures = NightPictures(
            watch: counted.watch(of: day.dayNumber, threshold: threshold.score), isForUser: isForUser, font: font)
        (report.watch, report.chartProblem) = pictures.drawn(&kept)
        return Made(report: report, file: file(report, figures))
    }

    /// For initials, people and diagnoses are left out, regions are called by known names, and small groups are hidden. The
    /// day as a whole is told: its films are on the pages for initials, one by one.
    private func figures(_ resamples: inout Resamples) -> NightFile.Figures {
        func figures(_ counts: PerformanceCounts) -> [Figure] {
            guard isForUser else {
                return Performance(counts, threshold: threshold.score, resamples: &resamples).figures
            }
            let known = Set(RegionRules.knownRegions)
            let named = counts.naming(.region) { known.contains($0) ? $0 : "unknown" }
            let open = Performance(named, threshold: threshold.score, resamples: &resamples)
            // By their names: what is said of all groups of a kind together is of no group.
            let unnamed = [GroupKind.radiologist, .diagnosis].map { "\($0.rawValue)." }
            return open.suppressed(tellsWhole: true).figures.filter { !unnamed.contains(where: $0.id.hasPrefix) }
        }
        return NightFile.Figures(now: figures(counted.now), before: figures(counted.before))
    }

    private func fillDays(_ report: inout NightlyReport) throws {
        let number = day.dayNumber
        report.hasExams = try !archive.nights.isEmpty()
        report.statuses = counted.statuses
        report.undated = counted.undated
        report.daysBefore = (1...NightWatch.reference).count { counted.exams[number - $0, default: 0] > 0 }
        let last = try archive.nights.lastDay(before: day)
        report.lastDay = last?.description
        // Weekdays since the archive's first exam of these weeks: a day before it is no day without exams.
        guard let first = counted.exams.keys.min() else { return }
        report.usual = [4, 3, 2, 1].map { number - 7 * $0 }.filter { $0 >= first }
            .map { counted.exams[$0, default: 0] }
    }

    private static func work(_ work: Nights.Work) -> NightlyWork {
        var done = NightlyWork()
        (done.answers, done.reviews, done.alerts) = (work.answers, work.reviews, work.alerts)
        done.failedAttempts = work.failures.reduce(0) { $0 + $1.attempts }
        done.alarms = Dictionary(work.alarms.map { ($0.kind, $0.answers) }, uniquingKeysWith: +)
        return done
    }

    private func failures(_ work: Nights.Work) -> [NightlyFailure] {
        let exams = counted.errors.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }
            .map { NightlyFailure(.exam, code: $0.key.isEmpty ? "unknown" : $0.key, count: $0.value) }
        let attempts = work.failures
            .map { NightlyFailure(.attempt, code: $0.code, count: $0.attempts, exams: $0.exams) }
        return exams + attempts + work.rejections.map { NightlyFailure(.file, code: $0.reason, count: $0.files) }
    }

    private func fillForce(_ report: inout NightlyReport) throws {
        let now = try archive.nights.sources(in: span)
        let last = try archive.nights.lastAnswer(before: span.lowerBound)
        var before: Nights.Sources?
        if let last, let day = desk.day(of: last) {
            before = try archive.nights.sources(in: desk.span(of: day))
            report.forceBefore = day.description
        }
        report.force = NightForce.list(now, before ?? Nights.Sources())
    }

    private func file(_ report: NightlyReport, _ figures: NightFile.Figures) -> NightFile {
        NightFile(
            night: report.night, audience: audience.rawValue, workspace: workspaceName, changed: report.changed,
            version: report.version, threshold: threshold.score, letter: report.letter, notices: report.notices,
            entry: NightlyEntry(report), force: report.force, alarms: report.watch.alarms, marks: report.watch.marks,
            health: report.health, figures: figures)
    }
}
