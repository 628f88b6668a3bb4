/// The pages of the statistics.
public enum StatisticsSubject: String, Sendable, CaseIterable {
    case overview, radiologists, diagnostics, insights

    /// On a file share, relative to the audience's folder.
    public var path: String { self == .overview ? PagePaths.statistics : "statistics/\(rawValue).html" }

    /// Of the daemon; bookmarks of the predecessor know them.
    public var livePath: String { self == .overview ? PagePaths.statistics : "stats/\(rawValue)" }

    public var title: String {
        switch self {
        case .overview: "Statistics"
        case .radiologists: "Radiologists"
        case .diagnostics: "Diagnoses"
        case .insights: "Insights"
        }
    }

    /// In the navigation.
    var label: String { self == .overview ? "Overview" : title }
}
