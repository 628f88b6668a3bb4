import Foundation
import Hummingbird
import Radiology
import Reports
import Store

/// Tables of figures: the same numbers as the API's.
extension PageDesk {
    private typealias Table = FigureTablesPage.Table

    func figures(
        _ subject: FigureTablesPage.Subject, _ request: Request, _ context: LiveContext
    ) throws -> Response {
        try page(request, context) { reader in
            let tables =
                switch subject {
                case .radiologists: try radiologistTables(try wording(reader))
                case .diagnostics: try diagnosisTables(try wording(reader))
                case .insights: try insightTables(try wording(reader))
                }
            return try pages(for: reader).figures(FigureTablesPage(subject, tables: tables))
        }
    }

    private func radiologistTables(_ say: Wording) throws -> [Table] {
        let people = try house.index.radiologistStatistics()
        let months = try house.index.radiologistMonths(now: house.now(), in: house.timeZone)
        return [
            Table(
                heading: "Reports",
                definition: "Films that are read and have a report. Severity: the mean of those above “not assessed”. "
                    + "Agreement: films on the same side of \(house.settings.threshold), of those that both assessed, "
                    + "with the 95 % interval of Wilson.",
                columns: ["Radiologist", "Reports", "Mean severity", "AI agrees", "Most frequent diagnoses"],
                rows: people.map { one in
                    [
                        say.radiologist(one.name), FigureTablesPage.count(one.tally.total),
                        FigureTablesPage.mean(one.tally.comparedSum, of: one.tally.reviewed),
                        FigureTablesPage.share(one.tally.correct, of: one.tally.compared),
                        one.topDiagnoses.map { "\(say.diagnosis($0.name)) (\($0.exams))" }.joined(separator: ", "),
                    ]
                }),
            Table(
                heading: "By month", definition: "Reports of the last twelve months.",
                columns: ["Month", "Reports by radiologist"], rows: months.map { row($0, say.radiologist) }),
        ]
    }

    private func row(_ month: MonthCounts, _ word: (String) -> String) -> [String] {
        [
            FigureTablesPage.month(month.month),
            month.counts.map { "\(word($0.name)) \($0.exams)" }.joined(separator: " · "),
        ]
    }

    private func diagnosisTables(_ say: Wording) throws -> [Table] {
        let diagnoses = try house.index.diagnosisStatistics()
        let months = try house.index.diagnosisMonths(now: house.now(), in: house.timeZone)
        return [
            Table(
                heading: "Diagnoses",
                definition: "By the summary of the radiologist's report. Sensitivity and predictive value are those of "
                    + "the AI at \(house.settings.threshold) on these films, with the 95 % interval of Wilson.",
                columns: [
                    "Diagnosis", "Reports", "Mean severity", "AI agrees", "Sensitivity", "Predictive value", "Regions",
                    "First", "Last",
                ],
                rows: diagnoses.sorted { ($1.tally.total, $0.name) < ($0.tally.total, $1.name) }.map { one in
                    let tally = one.tally
                    return [
                        say.diagnosis(one.name), FigureTablesPage.count(tally.total),
                        FigureTablesPage.mean(tally.comparedSum, of: tally.reviewed),
                        FigureTablesPage.share(tally.correct, of: tally.compared),
                        FigureTablesPage.share(tally.truePositive, of: tally.truePositive + tally.falseNegative),
                        FigureTablesPage.share(tally.truePositive, of: tally.truePositive + tally.falsePositive),
                        one.topRegions.map { FigureTablesPage.region(say.region($0.name)) }.joined(separator: ", "),
                        String(one.firstSeen?.prefix(10) ?? "–"), String(one.lastSeen?.prefix(10) ?? "–"),
                    ]
                }),
            Table(
                heading: "By month", definition: "The ten most frequent of each of the last twelve months.",
                columns: ["Month", "Diagnoses"], rows: months.map { row($0, say.diagnosis) }),
        ]
    }

    private func insightTables(_ say: Wording) throws -> [Table] {
        let insights = try house.index.insights()
        return readingTables(insights, say) + severityTables(insights.overall) + exposureTables(insights)
            + [radiologistTable(insights, say)]
    }

    private func readingTables(_ insights: ExamInsights, _ say: Wording) -> [Table] {
        let (count, requeues) = (FigureTablesPage.count, insights.requeues)
        return [
            Table(
                heading: "Time of the AI by region", definition: "Mean of the report calls, in seconds.",
                columns: ["Region", "Films", "Mean, s"],
                rows: insights.processing.map {
                    [
                        FigureTablesPage.region(say.region($0.name)), count($0.latency.exams),
                        FigureTablesPage.mean($0.latency.seconds, of: $0.latency.exams),
                    ]
                }),
            Table(
                heading: "Second readings",
                definition: "Saved: the mean by which the last call was faster, in seconds.",
                columns: ["What", "Films", "Compared", "Saved, s"],
                rows: [
                    [
                        "read again", count(requeues.requeued), count(requeues.compared),
                        saved(requeues.savedMilliseconds, of: requeues.compared),
                    ]
                ]),
        ]
    }

    private func severityTables(_ tally: VerdictTally) -> [Table] {
        let count = FigureTablesPage.count
        return [
            Table(
                heading: "Severities", definition: "Films by the severity that the AI gave, and by the compared one.",
                columns: ["Severity", "AI", "Radiologist or review"],
                rows: zip(tally.aiSeverities, tally.comparedSeverities).enumerated().map {
                    [String($0), count($1.0), count($1.1)]
                }),
            Table(
                heading: "Differences",
                definition:
                    "AI minus radiologist or review, of films that both assessed. Above 0 the AI is more severe.",
                columns: ["Difference", "Films"],
                rows: tally.differences.enumerated().filter { $0.element > 0 }.map { place, films in
                    [place < 10 ? "−\(10 - place)" : place == 10 ? "0" : "+\(place - 10)", count(films)]
                }),
        ]
    }

    private func exposureTables(_ insights: ExamInsights) -> [Table] {
        let count = FigureTablesPage.count
        return [
            Table(
                heading: "Ages",
                definition: "Positive: the compared severity is at \(house.settings.threshold) or above.",
                columns: ["Age, years", "Films", "Positive"],
                rows: insights.ages.map {
                    [$0.bucket, count($0.exams), FigureTablesPage.share($0.positive, of: $0.exams)]
                }),
            Table(
                heading: "Hours", definition: "Films by the hour of the modality's clock.", columns: ["Hour", "Films"],
                rows: insights.hours.enumerated().filter { $0.element > 0 }.map { ["\($0):00", count($1)] }),
        ]
    }

    private func radiologistTable(_ insights: ExamInsights, _ say: Wording) -> Table {
        Table(
            heading: "Radiologists with more than five reports", definition: "Severity: the mean.",
            columns: ["Radiologist", "Reports", "Mean severity"],
            rows: insights.radiologists.map {
                [
                    say.radiologist($0.name), FigureTablesPage.count($0.tally.total),
                    FigureTablesPage.mean($0.tally.comparedSum, of: $0.tally.reviewed),
                ]
            })
    }

    private func saved(_ milliseconds: Int, of films: Int) -> String {
        guard films > 0 else { return "–" }
        let tenths = Int((Double(milliseconds) / Double(films) / 100).rounded())
        return "\(tenths < 0 ? "−" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
