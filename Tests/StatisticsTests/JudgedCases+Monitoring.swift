import Statistics

extension JudgedCases {
    static func monitoring() -> [JudgedCase] { smirnovs() + stabilities() + charts() + monitors() + sequences() }

    private static func smirnovs() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 31)
        return (0..<40).compactMap { round in
            // Without ties (even against odd numbers) the exact value is the truth; every fifth pair is large.
            let size = round % 5 == 4 ? 1200 : 5 + 3 * round
            let first = (0..<size).map { _ in 2 * generator.below(1_000_000) }
            let second = (0..<(size + round)).map { _ in 2 * generator.below(1_000_000 + 20_000 * round) + 1 }
            guard let test = KolmogorovSmirnovTest(ValueCounts(first), ValueCounts(second)) else { return nil }
            return JudgedCase(
                "smirnov",
                ["first": .of(first), "second": .of(second), "exact": .whole(test.isExact ? 1 : 0)],
                found: ["statistic": .of(test.statistic), "p": .of(test.pValue)])
        }
    }

    private static func stabilities() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 32)
        return (0..<30).compactMap { round in
            let reference = (0..<11).map { _ in generator.below(200) }
            let current = (0..<11).map { $0 == round % 11 ? 0 : generator.below(60) }
            guard let index = StabilityIndex(reference: reference, current: current) else { return nil }
            return JudgedCase(
                "stability", ["reference": .of(reference), "current": .of(current)],
                found: ["value": .of(index.value), "critical": .of(index.critical())])
        }
    }

    private static func charts() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 33)
        return (0..<20).map { round in
            let totals = (0..<30).map { _ in 20 + generator.below(100) }
            let counts = totals.map { generator.binomial($0, 0.2) }
            let nights = zip(counts, totals).compactMap { Proportion($0, of: $1) }
            let rates = ControlChart.rates(nights).points
            let smooth = ControlChart.smoothedRates(nights)?.points ?? []
            let values = nights.map(\.value)
            return JudgedCase(
                "charts", ["counts": .of(counts), "totals": .of(totals)],
                found: [
                    "upper": .of(rates.map(\.upper)), "lower": .of(rates.map(\.lower)),
                    "laney": .of(ControlChart.rates(nights, overdispersed: true).points.map(\.upper)),
                    "individuals": .of(ControlChart.individuals(values).points.first?.upper),
                    "ranges": .of(ControlChart.movingRanges(values).points.first?.upper),
                    "ewma": .of(smooth.map(\.value)), "ewmaUpper": .of(smooth.map(\.upper)),
                ])
        }
    }

    private static func monitors() -> [JudgedCase] {
        var generator = SeededGenerator(seed: 34)
        return (0..<12).flatMap { round -> [JudgedCase] in
            let nights = (0..<8).map { night in
                (0..<(2 + round % 3)).map { _ in generator.below(night < 4 ? 6 : 12) }
            }
            var change = ChangeMonitor(categories: 2 + round % 3)
            for night in nights { change?.append(night) }
            let side = [TargetMonitor.Side.above, .below, .either][round % 3]
            var target = TargetMonitor(target: 0.15, side: side)
            for night in nights { Proportion(night[0], of: night[0] + night[1]).map { _ = target?.append($0) } }
            return [
                JudgedCase(
                    "change", ["nights": .of(nights)], found: ["logEvidence": .of(change?.logEvidence ?? [])]),
                JudgedCase(
                    "target",
                    [
                        "counts": .of(nights.map { $0[0] }), "totals": .of(nights.map { $0[0] + $0[1] }),
                        "target": .of(0.15), "side": .words(side.rawValue),
                    ], found: ["logEvidence": .of(target?.logEvidence ?? [])]),
            ]
        }
    }

    private static func sequences() -> [JudgedCase] {
        [(0, 30), (30, 30), (12, 15), (5, 400), (399, 400), (2000, 10_000)].compactMap { count, total in
            guard let seen = Proportion(count, of: total) else { return nil }
            return JudgedCase(
                "sequence", ["count": .whole(count), "total": .whole(total), "level": .of(0.95)],
                found: ["interval": .of(ConfidenceSequence.interval(seen))])
        }
    }
}
