/// Age groups as clients of the API know them. Their labels overlap; a whole age belongs to the first that holds it.
public enum AgeBucket: String, CaseIterable, Sendable, Codable, Comparable {
    case upTo2 = "0-2"
    case upTo4 = "2-4"
    case upTo6 = "4-6"
    case upTo8 = "6-8"
    case upTo10 = "8-10"
    case upTo12 = "10-12"
    case upTo14 = "12-14"
    case upTo16 = "14-16"
    case upTo18 = "16-18"
    case adult = "> 18"

    /// - Parameter years: whole years, cut off; `nil` for a negative age.
    public init?(years: Int) {
        guard years >= 0 else { return nil }
        self = years > 18 ? .adult : Self.allCases[max(0, (years + 1) / 2 - 1)]
    }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (a: Self, b: Self) -> Bool { a.order < b.order }
}
