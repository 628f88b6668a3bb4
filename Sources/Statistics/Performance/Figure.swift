/// One number that is shown, with how many it rests on and how sure it is. Pages, API, command line and the nightly
/// report print these and compute nothing of their own, so they cannot disagree.
public struct Figure: Codable, Hashable, Sendable, Identifiable {
    /// How the interval was formed.
    public enum Method: String, Codable, Sendable, CaseIterable {
        case wilson, clopperPearson, bootstrapBCa, deLong, delta, student, orderStatistics
        /// No interval: a plain count, a p value, or too little to form one.
        case none
        /// Hidden, because it is of fewer than five exams or would give such a number away. All numbers are `nil`.
        case few
    }

    /// What `value` and its interval are measured in.
    public enum Unit: String, Codable, Sendable, CaseIterable {
        /// 0…1 of the total.
        case share
        /// Exams or attempts; there is no `value`.
        case count
        /// A number without unit, such as kappa or an area.
        case index
        case seconds, minutes
        /// Of severity, 0…10.
        case points
        case pValue
        case perHour
    }

    /// Stable, with dots: "overall.sensitivity", "region.chest.ppv", "threshold.5.f1".
    public let id: String
    public let count: Int?
    public let total: Int?
    /// `nil`: not assessed, since there is nothing to divide by.
    public let value: Double?
    public let lower: Double?
    public let upper: Double?
    public let method: Method
    public let unit: Unit

    public init(
        id: String, count: Int? = nil, total: Int? = nil, value: Double? = nil, lower: Double? = nil,
        upper: Double? = nil, method: Method = .none, unit: Unit
    ) {
        (self.id, self.count, self.total) = (id, count, total)
        (self.value, self.lower, self.upper) = (value, lower, upper)
        (self.method, self.unit) = (method, unit)
    }

    /// Whether it is hidden; it is then shown as "few".
    public var isFew: Bool { method == .few }

    /// The same figure without its numbers.
    var asFew: Figure { Figure(id: id, method: .few, unit: unit) }
}

extension Figure {
    /// The id of a group's figure. Dots and percent signs of names are written %2E and %25, so that ids come apart again.
    public static func id(_ kind: GroupKind, _ name: String, _ measure: String) -> String {
        "\(kind.rawValue).\(escaped(name)).\(measure)"
    }

    /// The group it belongs to; `nil` for figures of all exams.
    public var group: (kind: GroupKind, name: String)? {
        let parts = Self.parts(id)
        guard parts.count > 2, let kind = GroupKind(rawValue: parts[0]) else { return nil }
        return (kind, Self.unescaped(parts[1]))
    }

    /// What is measured, without of whom: "ppv", "report.median".
    public var measure: String { Self.measure(of: id) }

    static func measure(of id: String) -> String {
        let parts = parts(id)
        let isNamed = parts.count > 2 && (GroupKind(rawValue: parts[0]) != nil || parts[0] == "threshold")
        return parts.dropFirst(isNamed ? 2 : 1).joined(separator: ".")
    }

    private static func parts(_ id: String) -> [String] {
        id.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    static func escaped(_ name: String) -> String {
        var text = ""
        for character in name.unicodeScalars {
            switch character {
            case ".": text += "%2E"
            case "%": text += "%25"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }

    private static func unescaped(_ name: String) -> String {
        let parts = name.split(separator: "%", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(String(parts.first ?? "")) { text, part in
            text + (part.hasPrefix("2E") ? "." : part.hasPrefix("25") ? "%" : "") + part.dropFirst(2)
        }
    }
}
