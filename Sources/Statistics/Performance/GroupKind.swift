/// What exams are told apart by. Each kind divides all exams: what is not known is a group of its own, "unknown".
public enum GroupKind: String, CaseIterable, Sendable, Codable, Comparable {
    case region, age, sex, device, hour, radiologist, diagnosis

    /// How a group without a name is called.
    public static let unknown = "unknown"
    /// What groups beyond the largest are added up to.
    public static let others = "(others)"

    /// What comes with a report: without one both are unknown, and how many have none is told with the times of reports.
    var isOfReports: Bool { self == .radiologist || self == .diagnosis }

    private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (a: Self, b: Self) -> Bool { a.order < b.order }
}

/// One group: a region, an age bucket, a device.
struct GroupKey: Hashable, Comparable, Codable, Sendable {
    let kind: GroupKind
    let name: String

    init(_ kind: GroupKind, _ name: String) {
        (self.kind, self.name) = (kind, name.isEmpty ? GroupKind.unknown : name)
    }

    static func < (a: Self, b: Self) -> Bool {
        a.kind == b.kind ? a.comesBefore(b) : a.kind < b.kind
    }

    /// Ages by their years, all else by code points (a locale's order would change with the machine); what is unknown,
    /// and then the others, last.
    private func comesBefore(_ other: GroupKey) -> Bool {
        if rank != other.rank { return rank < other.rank }
        return name.unicodeScalars.lexicographicallyPrecedes(other.name.unicodeScalars)
    }

    private var rank: Int {
        switch name {
        case GroupKind.others: 1002
        case GroupKind.unknown: 1001
        default: kind == .age ? AgeBucket.allCases.firstIndex { $0.rawValue == name } ?? 1000 : 0
        }
    }
}
