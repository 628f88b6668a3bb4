import Store

extension StatisticsEndpoints {
    static func write(_ figures: ExamStatistics, _ called: (String) -> String, to answer: inout JSONWriter) {
        let overall = figures.overall
        answer.field("total", overall.total)
        answer.field("reviewed", overall.reviewed)
        answer.field("positive", overall.positive)
        answer.field("correct", overall.correct)
        answer.field("wrong", overall.wrong)
        answer.field("mcc", FigureWords.correlation(overall))
        answer.field(
            "avg_processing_time",
            FigureWords.mean(figures.lastDay.seconds, figures.lastDay.exams, decimals: 2))
        answer.field("throughput", FigureWords.throughput(figures.lastDay))
        answer.object("error_stats") { counts in
            if figures.failed > 0 { counts.field("error", figures.failed) }
            if figures.ignored > 0 { counts.field("ignore", figures.ignored) }
        }
        answer.object("region") { regions in
            for region in figures.regions {
                regions.object(called(region.name)) { write(region.tally, to: &$0) }
            }
        }
        write(figures.days, as: "trends", "date", called, to: &answer)
        write(figures.months, as: "monthly_trends", "month", called, to: &answer)
    }

    private static func write(_ tally: VerdictTally, to region: inout JSONWriter) {
        region.field("total", tally.total)
        region.field("reviewed", tally.reviewed)
        region.field("positive", tally.positive)
        region.field("correct", tally.correct)
        region.field("wrong", tally.wrong)
        region.field("tpos", tally.truePositive)
        region.field("tneg", tally.trueNegative)
        region.field("fpos", tally.falsePositive)
        region.field("fneg", tally.falseNegative)
        region.percent("ppv", tally.truePositive, of: tally.truePositive + tally.falsePositive)
        region.percent("pnv", tally.trueNegative, of: tally.trueNegative + tally.falseNegative)
        region.percent("snsi", tally.truePositive, of: tally.truePositive + tally.falseNegative)
        region.percent("spci", tally.trueNegative, of: tally.trueNegative + tally.falsePositive)
        region.field("mcc", FigureWords.correlation(tally))
    }

    /// The points come by region, then by period.
    private static func write(
        _ points: [TrendPoint], as name: String, _ period: String, _ called: (String) -> String,
        to answer: inout JSONWriter
    ) {
        answer.object(name) { regions in
            var rest = points[...]
            while let region = rest.first?.region {
                let own = rest.prefix { $0.region == region }
                rest = rest.dropFirst(own.count)
                regions.array(called(region.isEmpty ? "unknown" : region)) { list in
                    for point in own {
                        list.object { entry in
                            entry.field(period, point.period)
                            entry.field("total", point.total)
                            entry.field("positive", point.positive)
                        }
                    }
                }
            }
        }
    }

    /// What radiologists and diagnoses have in common.
    private static func write(shared tally: VerdictTally, to entry: inout JSONWriter) {
        entry.field("report_count", tally.total)
        entry.field("avg_severity", FigureWords.mean(tally.comparedSum, tally.reviewed, decimals: 1))
        entry.field("ai_accuracy", FigureWords.percentWithDecimal(tally.correct, of: tally.compared))
        entry.field("ai_compared", tally.compared)
    }

    static func write(_ one: RadiologistStatistics, _ called: (String) -> String, to entry: inout JSONWriter) {
        write(shared: one.tally, to: &entry)
        entry.object("top_diagnostics") { counts in
            for count in one.topDiagnoses { counts.field(called(count.name), count.exams) }
        }
        entry.field("avg_latency", FigureWords.mean(one.reading.seconds, one.reading.exams, decimals: 2))
        entry.field("min_latency", one.reading.least)
        entry.field("max_latency", one.reading.most)
        entry.field("avg_check_latency", FigureWords.mean(one.checking.seconds, one.checking.exams, decimals: 2))
    }

    static func write(_ one: DiagnosisStatistics, _ called: (String) -> String, to entry: inout JSONWriter) {
        let tally = one.tally
        write(shared: tally, to: &entry)
        entry.object("top_regions") { counts in
            for count in one.topRegions { counts.field(called(count.name), count.exams) }
        }
        entry.field("first_seen", one.firstSeen)
        entry.field("last_seen", one.lastSeen)
        entry.percent("accuracy", tally.correct, of: tally.compared)
        entry.percent("sensitivity", tally.truePositive, of: tally.truePositive + tally.falseNegative)
        entry.percent("ppv", tally.truePositive, of: tally.truePositive + tally.falsePositive)
    }
}
