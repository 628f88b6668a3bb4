import Statistics

/// A page of the statistics: every number with what it rests on and its interval, every chart with its table and its
/// files, and at the end what each figure means.
public struct StatisticsPage: Sendable {
    let subject: StatisticsSubject
    let figures: StatisticsFigures
    let place: StatisticsPlace
    let form: StatisticsForm?

    /// - Parameter form: the filters of a page of the daemon.
    public init(
        _ subject: StatisticsSubject, _ figures: StatisticsFigures, place: StatisticsPlace = .folder(hasCharts: true),
        form: StatisticsForm? = nil
    ) {
        (self.subject, self.figures, self.place, self.form) = (subject, figures, place, form)
    }

    /// Relative to the audience's folder.
    package var path: String {
        if case .daemon = place { subject.livePath } else { subject.path }
    }

    package var fields: Fields {
        let up = PagePaths.toAudience(from: path)
        let performance = figures.performance
        var fields: Fields = [
            "heading": .text(subject.title), "threshold": .text(String(performance.threshold)),
            "level": .text(NumberWords.percent(performance.level)),
            "rates": .text(performance.rates == .wilson ? "Wilson" : "Clopper and Pearson"),
            "subjects": .rows(
                StatisticsSubject.allCases.map {
                    [
                        "subjectLabel": .text($0.label), "subjectLink": .text(up + place.page($0)),
                        "subjectHere": .flag($0 == subject),
                    ]
                }),
            "wholes": .rows(
                place.wholes.map { ["wholeLabel": .text($0.label), "wholeLink": .text(up + $0.link)] }),
            "hidesFew": .flag(performance.figures.contains(where: \.isFew)),
        ]
        fields["statisticsForm"] = form.map { .group($0.fields(up + subject.livePath)) } ?? .flag(false)
        guard performance["overall.exams"]?.count != 0 else {
            fields["isFiltered"] = .flag(form?.query.isEmpty == false)
            return fields
        }
        let sections = sections
        fields["figures"] = .group([
            "chiefs": .rows(chiefs.map { StatisticsSection.tile($0, figures) }),
            "sections": .rows(sections.map { $0.fields(figures, place, up: up) }),
            "definitions": .rows(DefinitionNotes.fields(chiefs + sections.flatMap(\.measures))),
        ])
        return fields
    }

    /// Every chart of this page, in order.
    package var charts: [StatisticsChartName] { sections.flatMap(\.charts) }

    /// The figures on top of the page.
    private var chiefs: [String] {
        switch subject {
        case .overview:
            ["exams", "reviewed", "accuracy", "disagreement", "latency.mean", "throughput"]
        case .radiologists: ["exams", "reviewed", "accuracy", "report.median", "report.waiting"]
        case .diagnostics: ["exams", "reviewed", "prevalence", "sensitivity", "ppv"]
        case .insights: ["exams", "meanSeverity", "positive", "brier", "latency.median", "attempts.failed"]
        }
    }

    private var sections: [StatisticsSection] {
        switch subject {
        case .overview: overviewSections
        case .radiologists: groupSections(.radiologist)
        case .diagnostics: groupSections(.diagnosis)
        case .insights: insightSections
        }
    }
}
