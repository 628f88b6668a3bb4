import Store

extension StatisticsEndpoints {
    static func write(
        _ figures: ExamInsights, _ radiologists: [GroupTally], _ region: (String) -> String,
        _ radiologist: (String) -> String, _ few: FewCells, to answer: inout JSONWriter
    ) {
        answer.object("processing_times") { regions in
            for one in few.shown(figures.processing, \.latency.exams) {
                regions.object(region(one.name)) { entry in
                    entry.field("avg_time", FigureWords.mean(one.latency.seconds, one.latency.exams, decimals: 2))
                    entry.field("count", one.latency.exams)
                }
            }
        }
        write(few.shown(figures.overall.comparedSeverities), from: 0, as: "rad_severity_distribution", to: &answer)
        write(few.shown(figures.overall.aiSeverities), from: 0, as: "ai_severity_distribution", to: &answer)
        write(few.shown(figures.overall.differences), from: -10, as: "severity_differences", to: &answer)
        answer.object("age_distribution") { write(figures.ages, few, to: &$0) }
        write(few.shown(figures.hours), from: 0, as: "hourly_patterns", to: &answer)
        answer.object("requeue_analysis") { write(figures.requeues, few, to: &$0) }
        answer.object("radiologist_metrics") { metrics in
            for one in radiologists.sorted(by: { radiologist($0.name) < radiologist($1.name) }) {
                metrics.object(radiologist(one.name)) { write(one.tally, few, to: &$0) }
            }
        }
    }

    private static func write(_ ages: [AgeCount], _ few: FewCells, to answer: inout JSONWriter) {
        let wholly = few.hidden(ages.map(\.exams))
        let positive = few.hidden(parts: ages.map { ($0.positive, $0.exams) }, also: wholly)
        for (place, age) in ages.enumerated() where !wholly[place] {
            answer.object(age.bucket) { entry in
                let rate = FigureWords.percentWithDecimal(age.positive, of: age.exams)
                entry.field("total_exams", age.exams)
                entry.field("positive_findings", age.positive, isTold: !positive[place])
                entry.field("positive_rate", rate, isTold: !positive[place])
            }
        }
    }

    /// Only what occurs.
    static func write(_ counts: [Int], from first: Int, as name: String, to answer: inout JSONWriter) {
        answer.object(name) { entries in
            for (place, count) in counts.enumerated() where count > 0 { entries.field(String(first + place), count) }
        }
    }

    /// Seconds by which a second reading was faster, on average.
    private static func write(_ requeues: RequeueCounts, _ few: FewCells, to entry: inout JSONWriter) {
        let saved = Double(requeues.savedMilliseconds) / 1000 / Double(max(1, requeues.compared))
        entry.field("total_requeued", requeues.requeued, isTold: !few.isFew(requeues.requeued))
        entry.field(
            "avg_latency_improvement", FigureWords.rounded(saved, 2), isTold: !few.isFew(requeues.compared))
    }

    /// A radiologist has one report of an exam.
    private static func write(_ tally: VerdictTally, _ few: FewCells, to entry: inout JSONWriter) {
        entry.field("reports_count", tally.total)
        entry.field(
            "avg_severity", FigureWords.mean(tally.comparedSum, tally.reviewed, decimals: 1),
            isTold: !few.isFew(tally.reviewed))
        entry.field("unique_exams", tally.total)
        entry.field("avg_reports_per_exam", tally.total > 0 ? 1.0 : 0.0)
    }
}
