import Radiology

/// The report of one day as a page of its own: style, pictures and all in one file that opens anywhere and prints well.
public struct NightlyPage {
    let report: NightlyReport
    /// The way from the page to the folder of the audience's film pages.
    private let films: String
    private let earlier: String?

    /// - Parameters:
    ///   - films: relative path of the folder that holds the audience's `films/`, with a slash at its end.
    ///   - earlier: `YYYY-MM-DD` of the report before this one, which lies beside it.
    public init(_ report: NightlyReport, films: String, earlier: String? = nil) {
        (self.report, self.films, self.earlier) = (report, films, earlier)
    }

    /// The page's bytes: the same for the same values, always.
    public func html() throws(ReportsError) -> [UInt8] {
        try NightlyTemplates.compiled.get().page.draw([fields], expectedSize: 1 << 20)
    }

    private var fields: Fields {
        var fields: Fields = [
            "title": .text(TimeWords.heading(report.night)), "workspace": .text(report.workspaceName),
            "audience": .text(report.audience.words), "version": .text(report.version),
            "threshold": .text(String(report.threshold.score)), "letter": Self.lines(report.letter),
            "credits": Self.lines(report.credits), "home": .text(films),
            "hasFigures": .flag(report.exams > 0 && !report.figures.isEmpty),
            "hasRegions": .flag(!report.regions.isEmpty), "hasFailures": .flag(!report.failures.isEmpty),
            "hasFilms": .flag(!report.films.isEmpty), "hasForce": .flag(report.force.contains { !$0.now.isEmpty }),
            "hasCanaries": .flag(!report.canaries.isEmpty),
        ]
        fields["changed"] = .words(report.changed.isEmpty ? nil : TimeWords.moment(report.changed))
        fields["earlier"] = .words(earlier)
        fields["notices"] = .list(report.notices.map(Self.notice))
        fields["figures"] = report.exams > 0 ? .list(report.figures.map(Self.figure)) : nil
        fields["definitions"] = .list(
            report.figures.filter { !$0.definition.isEmpty }
                .map { ["name": .text($0.name), "anchor": .text($0.anchor), "definition": .text($0.definition)] })
        fields["stretch"] = .text(
            "\(report.daysBefore) of the 28 days before \(report.daysBefore == 1 ? "has" : "have")")
        fields["regions"] = .list(report.regions.map(Self.region))
        fields.merge(workFields) { first, _ in first }
        fields["failures"] = .list(report.failures.map(Self.failure))
        fields["films"] = .list(report.films.map { $0.fields(folder: films) })
        fields["filmsLeftOut"] = .words(report.filmsLeftOut > 0 ? CountWords.films(report.filmsLeftOut) : nil)
        fields["force"] = .list(report.force.map(Self.force))
        fields["forceBefore"] = .words(report.forceBefore.map(TimeWords.heading))
        fields["canaries"] = .list(report.canaries.map(Self.canary))
        fields["health"] = report.health.map { .group(NightlyHealthWords($0).fields) }
        fields.merge(NightlyWatchWords(report.watch, night: report.night, problem: report.chartProblem).fields) {
            first, _ in first
        }
        return fields
    }

    private var workFields: Fields {
        let work = report.work
        let statuses = ExamStatus.allCases.compactMap { status -> Fields? in
            guard let count = report.statuses[status], count > 0 else { return nil }
            return ["status": .text(StatusWords.short(status)), "count": .text(CountWords.grouped(count))]
        }
        var fields: Fields = [
            "answers": .text(CountWords.number(work.answers, "answer", "answers")),
            "failedAttempts": .text(CountWords.number(work.failedAttempts, "attempt", "attempts")),
            "reviews": .text(CountWords.number(work.reviews, "review", "reviews")),
            "alerts": .text(CountWords.number(work.alerts, "alert", "alerts")),
        ]
        fields["statuses"] = .list(statuses)
        return fields
    }

    static func lines(_ lines: [String]) -> Field { .rows(lines.map { ["line": .text($0)] }) }

    private static func notice(_ notice: NightlyNotice) -> Fields {
        let (shape, words) =
            switch notice.weight {
            case .act: ("high", "act")
            case .look: ("medium", "look")
            case .know: ("low", "know")
            }
        return [
            "shape": .text(shape), "weight": .text(words),
            "heading": .text(NightlyLetter.capitalised(notice.heading)), "advice": .text(notice.advice),
        ]
    }

    private static func cells(_ number: NightlyNumber, _ prefix: String) -> Fields {
        var fields: Fields = ["\(prefix)Value": .text(number.words)]
        // Absent where they are empty, so that a cell is empty, too, and a narrow screen leaves it out.
        fields["\(prefix)Interval"] = .words(number.interval)
        fields["\(prefix)Counts"] = .words(number.counts)
        fields["\(prefix)Evidence"] = .words(number.evidence)
        return fields
    }

    private static func figure(_ figure: NightlyFigure) -> Fields {
        var fields: Fields = [
            "name": .text(figure.name), "anchor": .text(figure.anchor), "isDefined": .flag(!figure.definition.isEmpty),
            "contrast": .text(figure.contrast.words),
        ]
        fields["apart"] = .flag([.higher, .lower].contains(figure.contrast))
        fields.merge(cells(figure.now, "now")) { first, _ in first }
        fields.merge(cells(figure.before, "before")) { first, _ in first }
        return fields
    }

    private static func region(_ region: NightlyRegion) -> Fields {
        var fields: Fields = [
            "name": .text(RegionWords.words(BodyRegion(rawValue: region.name))), "exams": .text(region.exams.words),
            "positiveContrast": .text(NightlyContrast(from: region.positiveBefore, to: region.positive).words),
            "disagreementContrast": .text(
                NightlyContrast(from: region.disagreementBefore, to: region.disagreement).words),
        ]
        fields.merge(cells(region.positive, "positive")) { first, _ in first }
        fields.merge(cells(region.positiveBefore, "positiveBefore")) { first, _ in first }
        fields.merge(cells(region.disagreement, "disagreement")) { first, _ in first }
        fields.merge(cells(region.disagreementBefore, "disagreementBefore")) { first, _ in first }
        return fields
    }

    private static func failure(_ failure: NightlyFailure) -> Fields {
        let cause = NightlyAdvice.cause(failure.code)
        let number = CountWords.grouped(failure.count)
        let what =
            switch failure.kind {
            case .exam: failure.count == 1 ? "1 exam stands failed" : "\(number) exams stand failed"
            case .attempt:
                (failure.count == 1 ? "1 attempt" : "\(number) attempts")
                    + (failure.exams.map { $0 == 1 ? " at 1 exam" : " at \(CountWords.grouped($0)) exams" } ?? "")
            case .file: failure.count == 1 ? "1 file" : "\(number) files"
            }
        return [
            "what": .text(what), "why": .text(NightlyLetter.capitalised(cause.words)), "code": .text(failure.code),
            "advice": .text(cause.advice),
        ]
    }

    private static func force(_ force: NightlyForce) -> Fields {
        func words(_ values: [NightlyForce.Value]) -> Field {
            values.isEmpty
                ? lines(["no answer"])
                : lines(
                    values.prefix(4).map { "\($0.text) (\(CountWords.grouped($0.answers)))" }
                        + (values.count > 4 ? ["and \(values.count - 4) more"] : []))
        }
        return [
            "label": .text(NightlyLetter.capitalised(force.label)), "now": words(force.now),
            "before": words(force.before),
            "changed": .flag(force.hasChanged),
        ]
    }

    private static func canary(_ canary: NightlyCanary) -> Fields {
        let verdict =
            canary.problem != nil
            ? "could not be read" : canary.hasChanged ? "read otherwise" : "read as expected"
        return [
            "expected": .group(SeverityMark(severity: canary.expected).fields),
            "got": .group(SeverityMark(severity: canary.got).fields), "verdict": .text(verdict),
            "changed": .flag(canary.hasChanged || canary.problem != nil),
        ]
    }
}

/// The templates of the nightly pages, compiled.
struct NightlyTemplates: Sendable {
    let page: Template
    let index: Template

    static let compiled = Result { () throws(ReportsError) in try NightlyTemplates() }

    private init() throws(ReportsError) {
        page = try Template(named: "nightly", from: Self.sources)
        index = try Template(named: "nightly-index", from: Self.sources)
    }

    package static var sources: [String: [UInt8]] {
        [
            "nightly": PackageResources.nightly_mustache, "nightly-index": PackageResources.nightly_index_mustache,
            "nightly-style": PackageResources.nightly_style_mustache,
            "nightly-watch": PackageResources.nightly_watch_mustache, "severity": PackageResources.severity_mustache,
        ]
    }
}
