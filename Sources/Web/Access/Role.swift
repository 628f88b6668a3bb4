import Reports

/// What a person may do. Each role may do what the ones before it may.
public enum Role: String, Sendable, CaseIterable, Comparable {
    /// Looks: films, figures, texts, with initials in place of names.
    case user
    /// Says what a film shows: reviews, flags, second readings, reports to be fetched.
    case reviewer
    /// Sees names and numbers, queries the archive, opens originals.
    case admin

    public static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

    /// For whom pages, answers and frames are worded. Only `admin` sees names.
    public var audience: Audience { self == .admin ? .admin : .user }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
