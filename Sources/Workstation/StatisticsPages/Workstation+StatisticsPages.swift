import Reports
import Statistics
import Store
import Web

extension Workstation {
    /// What the pages of the daemon are drawn from: the figures that `liveFigures` answers in bytes.
    func liveStatistics(_ wish: FiguresWish) throws -> StatisticsFigures {
        try CountedStatistics(figures, wish.filter, found: wish.found).figures(
            .init(region: wish.region, radiologist: wish.radiologist, diagnosis: wish.diagnosis),
            rates: wish.isExact ? .clopperPearson : .wilson, hidesFew: wish.hidesFew,
            tellsWhole: wish.filter.isOfTimeOnly)
    }
}
