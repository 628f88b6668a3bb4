import Radiology
import Reports

/// Nights as departments know them.
enum NightlyGallery: String, CaseIterable, Sendable {
    case usual, troubled, quiet, first, empty

    func report(_ audience: Audience) -> NightlyReport {
        var report = NightlyReport(night: "2026-11-20", audience: audience)
        (report.workspaceName, report.version, report.changed) = ("Ward 7", "0.1.0", "2026-11-20T23:59:01Z")
        report.threshold = SyntheticFilms.threshold
        switch self {
        case .usual: Self.fill(&report, audience)
        case .troubled:
            Self.fill(&report, audience)
            Self.trouble(&report)
        case .quiet: (report.lastDay, report.daysBefore) = ("2026-11-03", 2)
        case .first:
            report.statuses = [.done: 1]
            report.figures = [
                NightlyFigure(
                    id: "overall.positive", name: "Positive",
                    now: .init(count: 1, total: 1, value: 1, lower: 0.207, upper: 1, unit: .share),
                    before: .init(count: 0, total: 0, unit: .share))
            ]
        case .empty: report.hasExams = false
        }
        return report
    }

    func html(_ audience: Audience) throws -> String {
        let films = audience == .user ? "../../user/" : "../../"
        let page = NightlyPage(report(audience), films: films, earlier: "2026-11-19")
        return String(decoding: try page.html(), as: UTF8.self)
    }

    private static func share(_ count: Int, _ total: Int, _ lower: Double, _ upper: Double) -> NightlyNumber {
        NightlyNumber(
            count: count, total: total, value: Double(count) / Double(total), lower: lower, upper: upper, unit: .share)
    }

    private static func fill(_ report: inout NightlyReport, _ audience: Audience) {
        report.statuses = [.done: 405, .error: 2, .ignore: 5]
        (report.usual, report.daysBefore, report.lastDay) = ([371, 402, 380, 395], 28, "2026-11-19")
        report.figures = figures
        report.regions = regions
        (report.work.answers, report.work.reviews, report.work.alerts) = (411, 28, 9)
        var film = SyntheticFilms.masses()
        film.aiReport?.severity = Severity(2)
        film.hasPicture = true
        var burned = film
        burned.exam.facts.burnedInAnnotation = true
        report.films = [film, burned].enumerated().map { place, record in
            NightlyFilm(
                record: record, audience: audience, threshold: report.threshold, thumbnail: [1, 2, 3, UInt8(place)],
                isLate: place == 1)
        }
        let model = [NightlyForce.Value("reader-4b", answers: 411)]
        report.force = [NightlyForce(label: "model", now: model, before: model)]
        report.forceBefore = "2026-11-19"
        report.canaries = [NightlyCanary(expected: Severity(7), got: Severity(7), hasChanged: false)]
        report.health = NightlyHealth()
        report.watch = watch
    }

    private static var figures: [NightlyFigure] {
        [
            NightlyFigure(
                id: "overall.exams", name: "Exams", definition: "Exams that are done.",
                now: .init(count: 405, unit: .count), before: .init(count: 10_842, unit: .count)),
            NightlyFigure(
                id: "overall.positive", name: "Positive", definition: "Severity at or above the threshold.",
                now: share(94, 405, 0.194, 0.276), before: share(2277, 10_842, 0.202, 0.218)),
            NightlyFigure(
                id: "overall.disagreement", name: "Disagreement", now: share(31, 130, 0.174, 0.319),
                before: share(290, 3540, 0.073, 0.091)),
            NightlyFigure(
                id: "overall.latency.median", name: "Latency, median",
                now: .init(total: 405, value: 11, lower: 10, upper: 12, unit: .seconds),
                before: .init(total: 10_842, value: 11.5, lower: 11, upper: 12, unit: .seconds)),
            NightlyFigure(
                id: "overall.report.median", name: "Time to report",
                definition: "From the film to the report; the median.",
                now: .init(total: 130, value: 95, lower: 80, upper: 130, unit: .minutes),
                before: .init(total: 3540, value: 1740, lower: 1544, upper: 2001, unit: .minutes)),
        ]
    }

    private static var regions: [NightlyRegion] {
        [
            NightlyRegion(
                name: "chest", exams: .init(count: 220, unit: .count), positive: share(60, 220, 0.218, 0.335),
                positiveBefore: share(1400, 6000, 0.223, 0.244), disagreement: share(20, 80, 0.168, 0.355),
                disagreementBefore: share(160, 2000, 0.069, 0.093)),
            NightlyRegion(
                name: "lower_limb", exams: .init(unit: .count, isFew: true), positive: .init(unit: .share, isFew: true),
                positiveBefore: share(5, 70, 0.031, 0.157), disagreement: .init(unit: .share),
                disagreementBefore: .init(unit: .share)),
        ]
    }

    private static var watch: NightlyWatch {
        var watch = NightlyWatch()
        let nights = (1...9).map { day in
            ControlChartPicture.Night(
                "2026-11-1\(day)", value: 0.2 + 0.01 * Double(day % 3),
                limits: .init(center: 0.21, lower: 0.1, upper: 0.3))
        }
        watch.charts = [
            .init(
                ControlChartPicture(title: "Positive rate of the AI by day", unit: .share, nights: nights),
                png: [137, 80, 78, 71], signal: nil)
        ]
        watch.drifts = [
            .init(
                region: nil, reference: 10_000, current: 2800, severity: 0.004, critical: 0.011, severityMoved: false,
                latency: 0.41, latencyMoved: false)
        ]
        (watch.since, watch.monitored) = ("2026-10-01", 17)
        return watch
    }

    private static func trouble(_ report: inout NightlyReport) {
        report.failures = [
            NightlyFailure(.exam, code: "reply-unreadable", count: 2),
            NightlyFailure(.attempt, code: "timeout", count: 7, exams: 5),
            NightlyFailure(.file, code: "not-dicom", count: 1),
        ]
        report.force = [
            NightlyForce(
                label: "model", now: [.init("reader-8b", answers: 400), .init("reader-4b", answers: 11)],
                before: [.init("reader-4b", answers: 380)]),
            NightlyForce(
                label: NightlyForce.server,
                now: [.init("http://spare:8080", answers: 410), .init("http://gpu:8080", answers: 1)],
                before: [.init("http://gpu:8080", answers: 380)]),
        ]
        report.canaries = [NightlyCanary(expected: Severity(7), got: Severity(2), hasChanged: true)]
        var health = NightlyHealth()
        health.servers = [
            .init(
                address: "http://gpu:8080", state: "away", isWell: false, since: "2026-11-21T02:10:00Z",
                problem: "Nothing answers at gpu: start the server there, or correct the address."),
            .init(address: "http://spare:8080", state: "available", isWell: true, model: "reader-8b"),
        ]
        var pacs = NightlyHealth.ImageArchive(title: "PACS")
        (pacs.problem, pacs.gaps, pacs.givenUp) = ("PACS at 10.1.2.3 did not answer within 10 s.", 1, 3)
        health.archive = pacs
        health.disk = .init(freePercent: 4, freeGiB: 21, reserveGiB: 26, isShort: true, isNearlyShort: true)
        (health.future, health.alertsFailed, health.failed) = (3, 1, 3)
        report.health = health
        report.watch.alarms = [
            .init(
                measure: "severities", region: "chest", target: nil, since: "2026-11-18", changed: "2026-11-16"),
            .init(measure: "unreadable answers", region: nil, target: 0.05, since: "2026-11-20", changed: nil),
        ]
        report.work.alarms = ["near-identical": 2]
        report.hideAddresses(["http://gpu:8080", "http://spare:8080"])
    }
}
