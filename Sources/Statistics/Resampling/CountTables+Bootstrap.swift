extension SeverityTable {
    /// Linearly and quadratically weighted kappa of the same resamples.
    func weightedKappaIntervals(by bootstrap: Bootstrap, level: Double) -> (linear: Interval?, quadratic: Interval?) {
        let linear = CohenKappa.Value(.linear, categories: Severities.count)
        let quadratic = CohenKappa.Value(.quadratic, categories: Severities.count)
        let drawn = bootstrap.replicates(
            of: [confusion.flatMap { $0 }], statistics: [{ linear.of($0[0]) }, { quadratic.of($0[0]) }])
        return (drawn[0].interval(level: level), drawn[1].interval(level: level))
    }
}

extension ScoreCounts {
    /// Exams are resampled with their score and their class.
    func averagePrecisionInterval(by bootstrap: Bootstrap, level: Double) -> Interval? {
        guard !rows.isEmpty else { return nil }
        let rows = rows
        return bootstrap.interval(of: [rows.flatMap { [$0.positives, $0.negatives] }], level: level) { strata in
            var (sum, found, called, all) = (0.0, 0, 0, 0)
            for row in rows.indices { all += strata[0][2 * row] }
            guard all > 0 else { return nil }
            for row in rows.indices.reversed() {
                let (positives, negatives) = (strata[0][2 * row], strata[0][2 * row + 1])
                found += positives
                called += positives + negatives
                if positives > 0 { sum += Double(positives) / Double(all) * (Double(found) / Double(called)) }
            }
            return min(1, sum)
        }
    }
}

extension CalibrationCounts {
    /// Exams are resampled with their percent and what came true.
    func brierInterval(by bootstrap: Bootstrap, level: Double) -> Interval? {
        let percents = Self.percents.filter { frequency(percent: $0).total > 0 }
        guard !percents.isEmpty else { return nil }
        let cells = percents.flatMap { percent in
            let frequency = frequency(percent: percent)
            return [frequency.count, frequency.complement.count]
        }
        return bootstrap.interval(of: [cells], level: level) { strata in
            var (squares, exams) = (0, 0)
            for (index, percent) in percents.enumerated() {
                let (hits, misses) = (strata[0][2 * index], strata[0][2 * index + 1])
                squares += hits * (100 - percent) * (100 - percent) + misses * percent * percent
                exams += hits + misses
            }
            return exams > 0 ? Double(squares) / (10_000 * Double(exams)) : nil
        }
    }
}
