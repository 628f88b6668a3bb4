/// A figure's number as the statistics give it: how many it rests on, and how sure it is.
public struct NightlyNumber: Sendable, Equatable {
    public enum Unit: String, Sendable {
        /// 0…1 of the total.
        case share
        /// A plain number of exams or answers.
        case count
        case index, seconds, minutes, points, pValue, perHour
    }

    public var count: Int?
    public var total: Int?
    /// `nil`: nothing to divide by.
    public var value: Double?
    public var lower: Double?
    public var upper: Double?
    public var unit: Unit
    /// Hidden from this audience, because it is of fewer than five exams or would give such a number away.
    public var isFew: Bool

    public init(
        count: Int? = nil, total: Int? = nil, value: Double? = nil, lower: Double? = nil, upper: Double? = nil,
        unit: Unit, isFew: Bool = false
    ) {
        (self.count, self.total, self.value) = (count, total, value)
        (self.lower, self.upper, self.unit, self.isFew) = (lower, upper, unit, isFew)
    }

    /// `23.1 %`, `few`, or a dash for nothing.
    var words: String {
        if isFew { return "few" }
        if unit == .count { return count.map(CountWords.grouped) ?? "–" }
        return value.map(words) ?? "–"
    }

    /// `19.2–27.4 %`; empty without an interval.
    var interval: String {
        guard !isFew, let lower, let upper else { return "" }
        let (low, high) = (words(lower), words(upper))
        return unit == .share ? "\(low.dropLast(2))–\(high)" : "\(bare(lower))–\(high)"
    }

    /// Both of them, for the small print under a value: `19.2–27.4 % · 94/405`; a line may end between them only.
    var evidence: String {
        [interval.replacing(" ", with: "\u{A0}"), counts].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    /// `94/405`; the total alone where nothing is counted.
    public var counts: String {
        if isFew || unit == .count { return "" }
        switch (count, total) {
        case (let count?, let total?): return "\(CountWords.grouped(count))/\(CountWords.grouped(total))"
        case (nil, let total?): return "n \(CountWords.grouped(total))"
        default: return ""
        }
    }

    /// For a sentence: `23.1 % (94/405)`.
    var inSentence: String { counts.isEmpty ? words : "\(words) (\(counts))" }

    private func words(_ value: Double) -> String {
        switch unit {
        case .share: NumberWords.percent(value, digits: 1)
        case .seconds: NumberWords.decimal(value, 1) + " s"
        case .minutes: FigureText.duration(minutes: value)
        case .perHour: NumberWords.decimal(value, 1) + "/h"
        case .pValue: value < 0.0001 ? "< 0.0001" : NumberWords.decimal(value, 4)
        case .index, .points, .count: bare(value)
        }
    }

    private func bare(_ value: Double) -> String {
        switch unit {
        case .seconds, .perHour: NumberWords.decimal(value, 1)
        // The two ends may have two units.
        case .minutes: FigureText.duration(minutes: value)
        case .points: NumberWords.decimal(value, 2)
        default: NumberWords.decimal(value, 3)
        }
    }
}

/// How two numbers of one figure stand to each other.
public enum NightlyContrast: Sendable, Equatable {
    /// The whole interval lies above the other, or below it.
    case higher, lower
    case overlap
    /// One side has no interval.
    case unknown

    public init(from before: NightlyNumber, to now: NightlyNumber) {
        guard !before.isFew, !now.isFew, let low = now.lower, let high = now.upper, let least = before.lower,
            let most = before.upper
        else {
            self = .unknown
            return
        }
        self = low > most ? .higher : high < least ? .lower : .overlap
    }

    /// For a narrow column; the arrow is for the eye, the words for everyone.
    var words: String {
        switch self {
        case .higher: "▲ higher"
        case .lower: "▼ lower"
        case .overlap: "overlap"
        case .unknown: ""
        }
    }
}
