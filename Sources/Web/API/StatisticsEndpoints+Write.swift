import Store

extension StatisticsEndpoints {
    static func write(
        _ figures: ExamStatistics, _ called: (String) -> String, _ few: FewCells, to answer: inout JSONWriter
    ) {
        let (overall, told) = few.told(figures)
        write(figures.overall, overall, to: &answer)
        answer.field("mcc", FigureWords.correlation(figures.overall), isTold: overall.table)
        // Both together tell how many exams there were.
        let isTold = !few.isFew(figures.lastDay.exams)
        answer.field(
            "avg_processing_time", FigureWords.mean(figures.lastDay.seconds, figures.lastDay.exams, decimals: 2),
            isTold: isTold)
        answer.field("throughput", FigureWords.throughput(figures.lastDay), isTold: isTold)
        answer.object("error_stats") { counts in
            if figures.failed > 0 { counts.field("error", figures.failed) }
            if figures.ignored > 0 { counts.field("ignore", figures.ignored) }
        }
        answer.object("region") { regions in
            for (region, told) in zip(figures.regions, told) where told.total {
                regions.object(called(region.name)) { write(region: region.tally, told, to: &$0) }
            }
        }
        let regions = Dictionary(zip(figures.regions.map(\.name), told)) { first, _ in first }
        let months = few.months(figures, regions)
        write(few.days(figures, regions, months), as: "trends", "date", called, to: &answer)
        write(months, as: "monthly_trends", "month", called, to: &answer)
    }

    private static func write(_ tally: VerdictTally, _ told: ToldTally, to entry: inout JSONWriter) {
        entry.field("total", tally.total, isTold: told.total)
        entry.field("reviewed", tally.reviewed, isTold: told.reviewed)
        entry.field("positive", tally.positive, isTold: told.positive)
        entry.field("correct", tally.correct, isTold: told.table)
        entry.field("wrong", tally.wrong, isTold: told.table)
    }

    private static func write(region tally: VerdictTally, _ told: ToldTally, to region: inout JSONWriter) {
        write(tally, told, to: &region)
        region.field("tpos", tally.truePositive, isTold: told.table)
        region.field("tneg", tally.trueNegative, isTold: told.table)
        region.field("fpos", tally.falsePositive, isTold: told.table)
        region.field("fneg", tally.falseNegative, isTold: told.table)
        region.percent("ppv", tally.truePositive, of: tally.truePositive + tally.falsePositive, isTold: told.table)
        region.percent("pnv", tally.trueNegative, of: tally.trueNegative + tally.falseNegative, isTold: told.table)
        region.percent("snsi", tally.truePositive, of: tally.truePositive + tally.falseNegative, isTold: told.table)
        region.percent("spci", tally.trueNegative, of: tally.trueNegative + tally.falsePositive, isTold: told.table)
        region.field("mcc", FigureWords.correlation(tally), isTold: told.table)
    }

    /// The points come by region, then by period.
    private static func write(
        _ points: [ToldPoint], as name: String, _ period: String, _ called: (String) -> String,
        to answer: inout JSONWriter
    ) {
        answer.object(name) { regions in
            var rest = points[...]
            while let region = rest.first?.point.region {
                let own = rest.prefix { $0.point.region == region }
                rest = rest.dropFirst(own.count)
                regions.array(called(region.isEmpty ? "unknown" : region)) { list in
                    for told in own {
                        list.object { entry in
                            entry.field(period, told.point.period)
                            entry.field("total", told.point.total)
                            entry.field("positive", told.point.positive, isTold: told.isPositiveTold)
                        }
                    }
                }
            }
        }
    }

    /// What radiologists and diagnoses have in common.
    private static func write(
        shared tally: VerdictTally, _ told: ToldGroup, _ few: FewCells, to entry: inout JSONWriter
    ) {
        entry.field("report_count", tally.total)
        entry.field(
            "avg_severity", FigureWords.mean(tally.comparedSum, tally.reviewed, decimals: 1),
            isTold: !few.isFew(tally.reviewed))
        entry.field(
            "ai_accuracy", FigureWords.percentWithDecimal(tally.correct, of: tally.compared), isTold: told.accuracy)
        entry.field("ai_compared", tally.compared, isTold: told.compared)
    }

    /// - Parameter total: of the group whose most frequent ones these are.
    private static func write(
        most counts: [NameCount], of total: Int, as name: String, _ called: (String) -> String, _ few: FewCells,
        to entry: inout JSONWriter
    ) {
        let rest = total - counts.reduce(0) { $0 + $1.exams }
        entry.object(name) { entries in
            for count in few.shown(counts, rest: rest, \.exams) { entries.field(called(count.name), count.exams) }
        }
    }

    static func write(
        _ one: RadiologistStatistics, _ told: ToldGroup, _ called: (String) -> String, _ few: FewCells,
        to entry: inout JSONWriter
    ) {
        write(shared: one.tally, told, few, to: &entry)
        write(most: one.topDiagnoses, of: one.tally.total, as: "top_diagnostics", called, few, to: &entry)
        let isTold = !few.isFew(one.reading.exams)
        entry.field(
            "avg_latency", FigureWords.mean(one.reading.seconds, one.reading.exams, decimals: 2), isTold: isTold)
        entry.field("min_latency", one.reading.least, isTold: isTold)
        entry.field("max_latency", one.reading.most, isTold: isTold)
        entry.field(
            "avg_check_latency", FigureWords.mean(one.checking.seconds, one.checking.exams, decimals: 2),
            isTold: !few.isFew(one.checking.exams))
    }

    static func write(
        _ one: DiagnosisStatistics, _ told: ToldGroup, _ called: (String) -> String, _ few: FewCells,
        to entry: inout JSONWriter
    ) {
        let tally = one.tally
        write(shared: tally, told, few, to: &entry)
        write(most: one.topRegions, of: tally.total, as: "top_regions", called, few, to: &entry)
        // A moment would be one exam's.
        entry.field("first_seen", few.isHiding ? one.firstSeen.map { String($0.prefix(10)) } : one.firstSeen)
        entry.field("last_seen", few.isHiding ? one.lastSeen.map { String($0.prefix(10)) } : one.lastSeen)
        let hits = tally.truePositive
        entry.percent("accuracy", tally.correct, of: tally.compared, isTold: told.accuracy)
        entry.percent("sensitivity", hits, of: hits + tally.falseNegative, isTold: told.table)
        entry.percent("ppv", hits, of: hits + tally.falsePositive, isTold: told.table)
    }
}
