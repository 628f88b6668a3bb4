import Radiology
import Statistics

/// A figure in words. It rounds and computes nothing: what pages show is what the API answers.
struct FigureText {
    let figure: Figure?

    init(_ figure: Figure?) { self.figure = figure }

    static let few = "few"
    static let nothing = "–"

    /// `84.2 %`, `0.81`, `1 240`, `few`, or a dash for what is not assessed.
    var value: String {
        guard let figure else { return Self.nothing }
        if figure.isFew { return Self.few }
        if figure.unit == .count { return figure.count.map(CountWords.grouped) ?? Self.nothing }
        return figure.value.map { Self.words($0, figure.unit) } ?? Self.nothing
    }

    /// What it rests on: `12/15`, `n 40`; empty for a plain count, and where it is hidden.
    var counts: String {
        guard let figure, !figure.isFew else { return "" }
        switch (figure.count, figure.total) {
        case (let count?, let total?): return "\(CountWords.grouped(count))/\(CountWords.grouped(total))"
        case (nil, let total?): return "n \(CountWords.grouped(total))"
        default: return ""
        }
    }

    /// `54.8–93.0`; empty where there is none.
    var interval: String {
        guard let figure, let lower = figure.lower, let upper = figure.upper else { return "" }
        return "\(Self.bare(lower, figure.unit))–\(Self.bare(upper, figure.unit))"
    }

    /// Both of them, for the small print under a value: `12/15 · 54.8–93.0`.
    var evidence: String { [counts, interval].filter { !$0.isEmpty }.joined(separator: " · ") }

    static func words(_ value: Double, _ unit: Figure.Unit) -> String {
        switch unit {
        case .share: NumberWords.percent(value, digits: 1)
        case .seconds: bare(value, unit) + " s"
        case .minutes: duration(minutes: value)
        case .perHour: bare(value, unit) + "/h"
        default: bare(value, unit)
        }
    }

    private static func bare(_ value: Double, _ unit: Figure.Unit) -> String {
        switch unit {
        case .share: NumberWords.decimal(100 * value, 1)
        case .seconds, .perHour: NumberWords.decimal(value, 1)
        case .minutes: duration(minutes: value)
        case .pValue: value < 0.0001 ? "< 0.0001" : NumberWords.decimal(value, 4)
        case .points: NumberWords.decimal(value, 2)
        case .index, .count: NumberWords.decimal(value, 3)
        }
    }

    /// `42 min`, `5.2 h`, `3.1 d`.
    static func duration(minutes: Double) -> String {
        switch minutes {
        case ..<120: NumberWords.decimal(minutes, 0) + " min"
        case ..<2880: NumberWords.decimal(minutes / 60, 1) + " h"
        default: NumberWords.decimal(minutes / 1440, 1) + " d"
        }
    }
}

extension ChartRate {
    init?(_ share: Share?) {
        guard let share, let value = share.value else { return nil }
        self.init(value, lower: share.lower, upper: share.upper)
    }

    init?(_ figure: Figure?) {
        guard let figure, let value = figure.value else { return nil }
        self.init(value, lower: figure.lower, upper: figure.upper)
    }
}

/// How groups are called on pages; the figures' own names stay in ids.
enum GroupWords {
    static func words(_ kind: GroupKind, _ name: String) -> String {
        switch (kind, name) {
        case (_, GroupKind.others): "all others"
        case (.region, GroupKind.unknown): RegionWords.words(nil)
        case (_, GroupKind.unknown): "unknown"
        case (.region, _): RegionWords.words(BodyRegion(rawValue: name))
        case (.age, _): name.hasPrefix(">") ? "over \(name.drop { !$0.isNumber }) years" : "\(dashed(name)) years"
        case (.sex, "F"): "female"
        case (.sex, "M"): "male"
        case (.sex, "O"): "other"
        case (.hour, _): "\(name):00–\(name):59"
        default: name
        }
    }

    static func region(_ name: String) -> String { words(.region, name) }

    private static func dashed(_ name: String) -> String {
        name.split(separator: "-").joined(separator: "–")
    }

    static func heading(_ kind: GroupKind) -> String {
        switch kind {
        case .region: "Region"
        case .age: "Age"
        case .sex: "Sex"
        case .device: "Device"
        case .hour: "Hour of the exam"
        case .radiologist: "Radiologist"
        case .diagnosis: "Diagnosis"
        }
    }
}
