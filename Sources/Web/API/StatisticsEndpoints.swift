import Hummingbird
import Radiology
import Reports
import Store

/// The figures of the exams that are done.
enum StatisticsEndpoints {
    static func endpoints(_ desk: DataDesk) -> [Endpoint] { agreement(desk) + detail(desk) }

    private static func agreement(_ desk: DataDesk) -> [Endpoint] {
        [
            figures(
                desk, "/api/stats", "How AI and radiologists agree, by region and over time.", "Statistics",
                turning: .eachSecond
            ) { audience in
                let figures = try desk.house.index.statistics(now: desk.house.now(), in: desk.house.timeZone)
                let regions = try desk.house.calledRegion(audience)
                return JSONWriter.object { write(figures, regions, FewCells(audience), to: &$0) }
            },
            figures(
                desk, "/api/stats/radiologists", "Reports, severity and the AI's accuracy by radiologist.",
                "RadiologistStatistics"
            ) { audience in
                let few = FewCells(audience)
                let figures = few.told(try desk.house.index.radiologistStatistics(), \.tally)
                let diagnosis = try desk.house.calledDiagnosis(audience)
                let called = desk.house.called(audience)
                return JSONWriter.object { answer in
                    for (one, told) in figures.sorted(by: { called($0.group.name) < called($1.group.name) }) {
                        answer.object(called(one.name)) { write(one, told, diagnosis, few, to: &$0) }
                    }
                }
            },
        ]
    }

    private static func detail(_ desk: DataDesk) -> [Endpoint] {
        [
            figures(
                desk, "/api/stats/radiologists/monthly_trends", "Reports by month and radiologist, the last 12 months.",
                "MonthlyCounts", turning: .eachDay
            ) { audience in
                let months = try desk.house.index.radiologistMonths(now: desk.house.now(), in: desk.house.timeZone)
                return JSONWriter.object {
                    write(FewCells(audience).shown(months), desk.house.called(audience), to: &$0)
                }
            },
            figures(
                desk, "/api/stats/diagnostics", "Reports, severity and the AI's accuracy by diagnosis.",
                "DiagnosisStatistics"
            ) { audience in
                let few = FewCells(audience)
                let figures = few.told(try desk.house.index.diagnosisStatistics(), \.tally)
                let diagnosis = try desk.house.calledDiagnosis(audience)
                let region = try desk.house.calledRegion(audience)
                return JSONWriter.object { answer in
                    for (one, told) in figures {
                        answer.object(diagnosis(one.name)) { write(one, told, region, few, to: &$0) }
                    }
                }
            },
            figures(desk, "/api/stats/insights", "Severities, ages, hours, times and requeues.", "Insights") {
                audience in
                let figures = try desk.house.index.insights()
                let few = FewCells(audience)
                let everyone = few.told(try desk.house.index.radiologistStatistics(), \.tally)
                // As there: who is missing here and not there could be counted.
                let told = Set(everyone.map(\.group.name))
                let radiologists = figures.radiologists.filter { told.contains($0.name) }
                let regions = try desk.house.calledRegion(audience)
                return JSONWriter.object {
                    write(figures, radiologists, regions, desk.house.called(audience), few, to: &$0)
                }
            },
        ]
    }

    private static func figures(
        _ desk: DataDesk, _ path: String, _ summary: String, _ schema: String, turning: DataDesk.Turning = .never,
        make: @escaping @Sendable (Audience) throws -> [UInt8]
    ) -> Endpoint {
        .data(
            path,
            .init(
                summary: summary + Self.fewHidden, tag: "Statistics",
                answers: [.json(summary, .named(schema)), .unchanged])
        ) { request, context in
            try desk.answer(request, context, turning: turning) { _, audience in try make(audience) }
        }
    }

    /// What readers without names are told.
    static let fewHidden =
        " For the roles user and reviewer groups of fewer than five exams, and what would give them away, are left "
        + "out; a number that cannot be told is null."

    static func write(_ months: [MonthCounts], _ called: (String) -> String, to answer: inout JSONWriter) {
        for month in months {
            answer.object(month.month) { counts in
                for count in month.counts { counts.field(called(count.name), count.exams) }
            }
        }
    }
}
