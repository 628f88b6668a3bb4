import Foundation
import Statistics
import Store
import Web

extension Workstation {
    /// Up to which changes the figures go that are made now: other ones, perhaps other figures. Makes the facts anew of
    /// what changed.
    func figuresVersion() throws -> String {
        try archive.facts.refresh()
        return "\(try archive.facts.version()?.whole ?? 0) \(modalityZone.identifier)"
    }

    /// What `/api/stats/performance` answers, as bytes.
    func liveFigures(_ wish: FiguresWish) throws -> [UInt8] {
        let desk = figures
        let counts = try desk.counts(wish.filter, found: wish.found)
            .naming(.region, wish.region).naming(.radiologist, wish.radiologist).naming(.diagnosis, wish.diagnosis)
        var performance = Performance(
            counts, threshold: desk.threshold, rates: wish.isExact ? .clopperPearson : .wilson)
        if wish.hidesFew { performance = performance.suppressed(tellsWhole: wish.filter.isOfTimeOnly) }
        return Array((wish.isCSV ? performance.csv : performance.json(filters: wish.words)).utf8)
    }
}
