import Foundation
import Radiology
import Reports
import Statistics
import Store

/// The exams that a filter means, counted once for all who may see them in their own words.
struct CountedStatistics {
    private let counts: PerformanceCounts
    private let tally: DetailTally
    private let names: FactNames
    private let threshold: Int

    /// - Parameter found: what the filter's search means; `nil` without one.
    init(_ desk: FigureDesk, _ filter: ExamFilter, found: Set<UInt64>? = nil) throws(StoreError) {
        try desk.archive.facts.refresh()
        let lane = FigureLane(
            newest: try desk.newestMinute(), zone: desk.zone, details: DetailTally(threshold: desk.threshold))
        let counted = try desk.count(filter, found, lane)
        counts = FigureLane.counts(counted.lanes, counted.names)
        var tally = DetailTally(threshold: desk.threshold)
        for lane in counted.lanes { if let details = lane.details { tally.merge(details) } }
        self.tally = tally
        names = counted.names
        threshold = desk.threshold
    }

    /// - Parameters:
    ///   - hidesFew: whether groups of fewer than five exams are hidden.
    ///   - tellsWhole: and only these.
    func figures(
        _ wording: DetailTally.Wording, rates: RateInterval = .wilson, hidesFew: Bool, tellsWhole: Bool
    ) -> StatisticsFigures {
        var resamples = Resamples()
        return figures(wording, rates: rates, hidesFew: hidesFew, tellsWhole: tellsWhole, &resamples)
    }

    private func figures(
        _ wording: DetailTally.Wording, rates: RateInterval = .wilson, hidesFew: Bool, tellsWhole: Bool = true,
        _ resamples: inout Resamples
    ) -> StatisticsFigures {
        let counts = counts.naming(.region, wording.region).naming(.radiologist, wording.radiologist)
            .naming(.diagnosis, wording.diagnosis)
        let performance = Performance(counts, threshold: threshold, rates: rates, resamples: &resamples)
        let figures = StatisticsFigures(performance, tally.details(names, wording, of: performance))
        return hidesFew ? figures.hidingFew(tellsWhole: tellsWhole) : figures
    }

    /// As the audiences of the file share read them, in their order: what is equal for two of them is made once.
    func figures(for audiences: [Reports.Audience]) -> [StatisticsFigures] {
        var resamples = Resamples()
        let asIs = DetailTally.Wording(region: { $0 }, radiologist: { $0 }, diagnosis: { $0 })
        let open = figures(asIs, hidesFew: false, &resamples)
        return audiences.map { $0 == .admin ? open : withoutNames(open, &resamples) }
    }

    /// Readers without names see no diagnosis that stands on few exams, or that holds a part of a radiologist's name: it
    /// might be a person's.
    private func withoutNames(_ open: StatisticsFigures, _ resamples: inout Resamples) -> StatisticsFigures {
        let people = names.all(.radiologist).map(\.text)
        let words = Set(people.flatMap(Self.words))
        let frequent = open.performance.figures(of: .diagnosis).filter { group in
            group.figures.contains { $0.measure == "exams" && ($0.count ?? 0) > Self.few }
                && Set(Self.words(group.name)).isDisjoint(with: words)
        }
        let known = Set(frequent.map(\.name))
        let initials = Self.initials(people)
        return figures(
            .init(
                region: { $0 }, radiologist: { initials[$0] ?? Initials.radiologist($0) },
                diagnosis: { known.contains($0) ? $0 : GroupKind.others }), hidesFew: true, &resamples)
    }

    /// A name on more exams than that is no patient's.
    private static let few = 50

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter }.filter { $0.count > 2 }.map(String.init)
    }

    /// Those who share their initials are numbered, so that their figures are never added up.
    private static func initials(_ people: [String]) -> [String: String] {
        var called: [String: String] = [:]
        for (initials, sharing) in Dictionary(grouping: people, by: Initials.radiologist) {
            for (number, name) in sharing.sorted().enumerated() {
                called[name] = sharing.count == 1 ? initials : "\(initials) (\(number + 1))"
            }
        }
        return called
    }
}
