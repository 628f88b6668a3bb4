/// A number and the word after it: `1.5 GiB`, `300`, `60 min`.
private func quantity(_ text: String) -> (number: Double, unit: String)? {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "+") }
    // 2^53: every whole number below is exact.
    guard let number = Double(digits), number.isFinite, number >= 0, number < 9_007_199_254_740_992 else { return nil }
    return (number, text.dropFirst(digits.count).drop(while: \.isWhitespace).lowercased())
}

/// Units of time a person may write. A plain number is in the unit the setting is documented with.
enum TimeUnit: String, Sendable, CaseIterable {
    case milliseconds = "ms"
    case seconds = "s"
    case minutes = "min"
    case hours = "h"
    case days = "d"

    var milliseconds: Double {
        switch self {
        case .milliseconds: 1
        case .seconds: 1000
        case .minutes: 60_000
        case .hours: 3_600_000
        case .days: 86_400_000
        }
    }

    func text(_ duration: Duration) -> String {
        let number = Self.total(duration) / milliseconds
        return number == number.rounded() ? "\(Int64(number)) \(rawValue)" : "\(number) \(rawValue)"
    }
}

extension TimeUnit {
    /// In the largest unit that gives a whole number.
    static func largest(_ duration: Duration) -> String {
        let unit = Self.allCases.last { (total(duration) / $0.milliseconds).truncatingRemainder(dividingBy: 1) == 0 }
        return (duration == .zero ? .seconds : unit ?? .milliseconds).text(duration)
    }

    private static func total(_ duration: Duration) -> Double {
        let (seconds, attoseconds) = duration.components
        return Double(seconds) * 1000 + (Double(attoseconds) / 1e15).rounded()
    }
}

extension SettingKind where Value == Duration {
    static func duration(_ unit: TimeUnit, _ range: ClosedRange<Duration>) -> Self {
        let limits = "from \(TimeUnit.largest(range.lowerBound)) to \(TimeUnit.largest(range.upperBound))"
        let expects = "a time \(limits); a plain number is in \(unit.rawValue), other units: ms s min h d"
        return Self(expects: expects, write: unit.text) { text in
            guard let (number, word) = quantity(text) else { return nil }
            guard let unit = word.isEmpty ? unit : TimeUnit(rawValue: word) else { return nil }
            guard let milliseconds = Int64(exactly: (number * unit.milliseconds).rounded()) else { return nil }
            let duration = Duration.milliseconds(milliseconds)
            return range.contains(duration) ? duration : nil
        }
    }
}

/// Sizes in bytes.
enum ByteCount {
    static let units: [(name: String, bytes: Double)] = [
        ("TiB", 0x1p40), ("GiB", 0x1p30), ("MiB", 0x1p20), ("KiB", 0x1p10),
        ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1),
    ]

    /// The largest binary unit that gives a whole number.
    static func text(_ bytes: Int) -> String {
        for unit in units.prefix(4) where bytes > 0 {
            if let whole = Int(exactly: Double(bytes) / unit.bytes) { return "\(whole) \(unit.name)" }
        }
        return "\(bytes) B"
    }

    /// A plain number is in bytes.
    static func parse(_ text: String) -> Int? {
        guard let (number, word) = quantity(text) else { return nil }
        let factor = word.isEmpty ? 1 : units.first { $0.name.lowercased() == word }?.bytes
        return factor.flatMap { Int(exactly: (number * $0).rounded()) }
    }
}

extension SettingKind where Value == Int {
    static func bytes(_ range: ClosedRange<Int>) -> Self {
        let limits = "from \(ByteCount.text(range.lowerBound)) to \(ByteCount.text(range.upperBound))"
        return Self(expects: "a size \(limits), such as 1 GiB; a plain number is in bytes", write: ByteCount.text) {
            text in
            ByteCount.parse(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension SettingKind where Value == StorageSettings.Reserve {
    static let reserve = Self(
        expects: "a share of the disk from 0 % to 90 %, or a size such as 20 GiB; a plain number is in %",
        takesPercent: true,
        write: { reserve in
            switch reserve {
            case .percent(let share): share == share.rounded() ? "\(Int(share)) %" : "\(share) %"
            case .bytes(let bytes): ByteCount.text(bytes)
            }
        },
        read: { text in
            guard let (number, word) = quantity(text) else { return nil }
            if word.isEmpty || word == "%" { return number <= 90 ? .percent(number) : nil }
            return ByteCount.parse(text).map { .bytes($0) }
        })
}

extension SettingKind where Value == ProcessingSettings.Gamma {
    static let gamma = Self(
        expects: "adaptive, or a number from 0.5 to 2.5",
        write: { gamma in
            switch gamma {
            case .adaptive: "adaptive"
            case .fixed(let value): "\(value)"
            }
        },
        read: { text in
            if text.lowercased() == "adaptive" { return .adaptive }
            return Double(text).flatMap { (0.5...2.5).contains($0) ? .fixed($0) : nil }
        })
}
