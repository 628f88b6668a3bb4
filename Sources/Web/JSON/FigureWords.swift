import Store

/// Rates from counts, rounded as clients of the figures have always had them.
enum FigureWords {
    /// `int(100·x/y)`, truncated; `nil` (written "-") when nothing can be divided by.
    static func percent(_ part: Int, of whole: Int) -> Int? { whole > 0 ? 100 * part / whole : nil }

    /// To one decimal; 0.0 when nothing can be divided by.
    static func percentWithDecimal(_ part: Int, of whole: Int) -> Double {
        whole > 0 ? rounded(100 * Double(part) / Double(whole), 1) : 0
    }

    static func mean(_ sum: Int, _ count: Int, decimals: Int) -> Double {
        count > 0 ? rounded(Double(sum) / Double(count), decimals) : 0
    }

    /// Exams an hour of the reader's time.
    static func throughput(_ latency: LatencyTally) -> Double {
        rounded(3600 * Double(latency.exams) / Double(latency.seconds + 1), 2)
    }

    /// Matthews correlation coefficient, 0.0 when one of its sums is 0.
    static func correlation(_ tally: VerdictTally) -> Double {
        let (tp, tn) = (Double(tally.truePositive), Double(tally.trueNegative))
        let (fp, fn) = (Double(tally.falsePositive), Double(tally.falseNegative))
        let product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
        return product > 0 ? rounded((tp * tn - fp * fn) / product.squareRoot(), 2) : 0
    }

    static func rounded(_ value: Double, _ decimals: Int) -> Double {
        let scale = decimals == 1 ? 10.0 : 100.0
        // Never -0.0.
        return (value * scale).rounded() / scale + 0
    }
}

extension JSONWriter {
    /// A whole percentage, or "-".
    mutating func percent(_ name: String, _ part: Int, of whole: Int) {
        if let percent = FigureWords.percent(part, of: whole) { field(name, percent) } else { field(name, "-") }
    }
}
