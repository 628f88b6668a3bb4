import Statistics

extension JudgedCases {
    static func figures() -> [JudgedCase] {
        calibrations() + values() + survivals() + contingencies() + corrections() + bootstraps()
    }

    private static func calibrations() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 21)
        return (0..<40).map { round in
            let percents = (0..<(20 + 20 * round)).map { _ in 5 * generator.below(21) }
            let events = percents.map { generator.uniform() * 120 < Double($0) + 10 ? 1 : 0 }
            var counts = CalibrationCounts()
            for (percent, event) in zip(percents, events) { counts.add(percent: percent, happened: event == 1) }
            let (brier, curve) = (BrierScore(counts), ReliabilityCurve(counts))
            let bins = (curve?.bins ?? []).filter { $0.frequency.total > 0 }
            let identity = brier.map { $0.reliability - $0.resolution + $0.uncertainty }
            return JudgedCase(
                "calibration", ["percents": .of(percents), "events": .of(events)],
                found: [
                    "brier": .of(brier?.value), "reliability": .of(brier?.reliability),
                    "resolution": .of(brier?.resolution), "uncertainty": .of(brier?.uncertainty),
                    "identity": .of(identity), "frequency": .of(bins.map(\.frequency.value)),
                    "stated": .of(bins.map(\.meanConfidence)), "ece": .of(curve?.expectedCalibrationError),
                    "mce": .of(curve?.maximumCalibrationError),
                ])
        }
    }

    private static func values() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 22)
        return (0..<40).map { round in
            let values = (0..<(2 + 9 * round)).map { _ in generator.below(20 + 900 * round) }
            let counts = ValueCounts(values)
            return JudgedCase(
                "values", ["values": .of(values)],
                found: [
                    "quantiles": .of(counts.quantiles([0, 0.1, 0.25, 0.5, 0.9, 0.95, 1])), "mean": .of(counts.mean),
                    "variance": .of(counts.variance), "meanInterval": .of(counts.meanInterval()),
                    "medianInterval": .of(counts.quantileInterval(0.5)),
                ])
        }
    }

    private static func survivals() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 23)
        return (0..<40).compactMap { round in
            let events = (0..<(15 + 8 * round)).map { _ in 1 + generator.below(300) }
            let censored = (0..<(5 + 3 * round)).map { _ in 1 + generator.below(400) }
            let curve = KaplanMeier(events: ValueCounts(events), censored: ValueCounts(censored))
            guard let curve, let median = curve.quantileInterval(0.5) else { return nil }
            return JudgedCase(
                "survival", ["events": .of(events), "censored": .of(censored)],
                found: [
                    "times": .of(curve.steps.map(\.time)), "survival": .of(curve.steps.map(\.survival)),
                    "errors": .of(curve.steps.map(\.standardError)), "median": .of(curve.quantile(0.5)),
                    "medianInterval": .list([.of(median.lower), .of(median.upper)]),
                ])
        }
    }

    private static func contingencies() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 24)
        return (0..<80).compactMap { round in
            let (rows, columns) = round < 50 ? (2, 2) : (2 + round % 5, 2 + round % 3)
            let scale = round % 5 == 0 ? 20_000 : 40
            let table = (0..<rows).map { _ in (0..<columns).map { _ in 1 + generator.below(scale) } }
            guard let test = ChiSquaredTest(table) else { return nil }
            var found: [String: Fact] = [
                "statistic": .of(test.statistic), "p": .of(test.pValue), "degrees": .whole(test.degrees),
                "smallest": .of(test.smallestExpected),
            ]
            if rows == 2, columns == 2, let one = Proportion(table[0][0], of: table[0].reduce(0, +)),
                let other = Proportion(table[1][0], of: table[1].reduce(0, +))
            {
                let fisher = FisherExactTest(one, other)
                found["corrected"] = .of(ChiSquaredTest(table, continuity: true)?.pValue)
                found["fisher"] = .of(fisher?.pValue)
                found["odds"] = .of(fisher?.oddsRatio)
            }
            return JudgedCase("contingency", ["table": .of(table)], found: found)
        }
    }

    private static func corrections() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 25)
        return (1...30).map { length in
            let p = (0..<length).map { index in index % 7 == 3 ? 0.02 : generator.uniform() * generator.uniform() }
            return JudgedCase(
                "corrections", ["p": .of(p)],
                found: [
                    "holm": .of(MultipleComparisons.holm(p)),
                    "falseDiscovery": .of(MultipleComparisons.benjaminiHochberg(p)),
                ])
        }
    }

    /// The difference of two shares, resampled in one stratum or in two.
    private static func bootstraps() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 26)
        return (0..<12).compactMap { round in
            let cells = (0..<4).map { _ in 8 + generator.below(40) }
            let strata = round % 2 == 0 ? [cells] : [Array(cells[..<2]), Array(cells[2...])]
            let difference = { (tables: [[Int]]) -> Double? in
                let c = tables.joined().map(Double.init)
                guard c[0] + c[1] > 0, c[2] + c[3] > 0 else { return nil }
                return c[0] / (c[0] + c[1]) - c[2] / (c[2] + c[3])
            }
            let drawn = Bootstrap(replicates: 1000, seed: UInt64(round))
                .replicates(of: strata, statistics: [difference])[0]
            return JudgedCase(
                "bootstrap",
                [
                    "strata": .of(strata), "replicates": .of(drawn.values),
                    "estimate": .of(difference(strata)),
                ],
                found: [
                    "percentile": .of(drawn.interval(method: .percentile)),
                    "corrected": .of(drawn.interval()),
                ])
        }
    }
}
