import Radiology

/// How many films a study must have here to be whole, where the archive does not name them all.
struct FilmCount: Sendable {
    private let listing: StudyListing
    /// Instances that the archive found when it was asked to send a series.
    private var found: [String: Int] = [:]
    /// The same for the study, with whatever else it has.
    private var foundInStudy: Int?

    init(_ listing: StudyListing) { self.listing = listing }

    mutating func tell(_ total: Int) { foundInStudy = total }
    mutating func tell(_ total: Int, of series: StudyListing.Series) { found[series.uid] = total }

    /// Whether the archive's own lists say how many there are.
    var isCounted: Bool {
        if listing.lacksSeries || listing.series.isEmpty { return listing.instances.map { $0 > 0 } ?? false }
        return listing.series.allSatisfy { $0.isWhole || $0.count != nil }
    }

    /// The largest number that anything says. Where series are not listed, all instances of the study are wanted: which of
    /// them are films nobody said.
    var wanted: Int {
        let named = listing.series.map(wanted(in:)).reduce(0, +)
        if listing.lacksSeries || listing.series.isEmpty {
            return max(named, listing.instances ?? 1, foundInStudy ?? 0)
        }
        return listing.hasOthers ? named : max(named, foundInStudy ?? 0)
    }

    func missing(_ films: StudyRetrieval.Films) -> Int {
        let named = listing.series.map { missing(films, in: $0) }.reduce(0, +)
        let isOfSeries = listing.hasOthers && !listing.lacksSeries && !listing.series.isEmpty
        return isOfSeries ? named : max(named, wanted - films.count)
    }

    func missing(_ films: StudyRetrieval.Films, in series: StudyListing.Series) -> Int {
        let here = films.filter { $0.value?.rawValue == series.uid || series.images.contains($0.key) }.count
        return max(0, wanted(in: series) - here, series.images.count { films[$0] == nil })
    }

    private func wanted(in series: StudyListing.Series) -> Int { max(series.known, found[series.uid] ?? 0) }
}
