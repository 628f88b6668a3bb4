/// Numbers as charts and their tables say them. No locale: the same text on every machine.
enum NumberWords {
    /// `−0.31`: rounded half away from zero, with a true minus sign; `–` for what is no number.
    static func decimal(_ value: Double, _ digits: Int) -> String {
        let digits = min(max(digits, 0), 9)
        let power = (0..<digits).reduce(1.0) { power, _ in power * 10 }
        let scaled = (value.magnitude * power).rounded()
        guard scaled < 1e15 else { return "–" }
        let all = String(Int(scaled))
        let padded = String(repeating: "0", count: max(0, digits + 1 - all.count)) + all
        let whole = CountWords.grouped(Int(padded.dropLast(digits)) ?? 0)
        let sign = value < 0 && scaled > 0 ? "−" : ""
        return digits == 0 ? sign + whole : "\(sign)\(whole).\(padded.suffix(digits))"
    }

    /// `84 %` of a fraction of 1.
    static func percent(_ share: Double, digits: Int = 0) -> String { decimal(100 * share, digits) + " %" }

    /// At most five characters, for a cell or a bar: `950`, `1.2k`, `12k`, `3.4M`.
    static func compact(_ count: Int) -> String {
        guard count >= 1000 else { return String(count) }
        var (scaled, units) = (Double(count) / 1000, ["k", "M", "G"])
        while scaled >= 999.5, units.count > 1 { (scaled, units) = (scaled / 1000, Array(units.dropFirst())) }
        return decimal(scaled, scaled < 9.95 ? 1 : 0) + units[0]
    }

    static func exams(_ count: Int) -> String { count == 1 ? "1 exam" : "\(CountWords.grouped(count)) exams" }
}

/// What the numbers along an axis are.
public enum ChartUnit: Sendable, Equatable {
    /// Fractions of 1, shown as percent.
    case share
    case count
    /// Anything else, such as seconds; `name` stands beside the axis.
    case number(name: String)

    /// - Parameter step: the distance of the axis' ticks, which says how many digits are needed.
    func words(_ value: Double, step: Double) -> String {
        switch self {
        case .share: NumberWords.percent(value, digits: Self.digits(100 * step))
        case .count, .number: NumberWords.decimal(value, Self.digits(step))
        }
    }

    /// As a sentence says it: one digit more than a tick has.
    func words(_ value: Double) -> String {
        switch self {
        case .share: NumberWords.percent(value, digits: 1)
        case .count: NumberWords.decimal(value, 0)
        case .number(let name):
            NumberWords.decimal(value, value.magnitude < 100 ? 2 : 0) + (name.isEmpty ? "" : " " + name)
        }
    }

    func cell(_ value: Double?) -> ChartTable.Cell {
        switch self {
        case .share: .share(value)
        case .count: .decimal(value, digits: 0)
        case .number: .decimal(value, digits: 3)
        }
    }

    private static func digits(_ step: Double) -> Int {
        var (digits, step) = (0, step)
        while step < 0.999, digits < 6 { (digits, step) = (digits + 1, step * 10) }
        return digits
    }
}
