import Foundation
import Radiology
import Statistics
import Store

/// What one core counts of an archive, a day after the other. Lanes put together are the whole, however many they are.
struct FigureLane: Sendable {
    /// `FigureDesk.newestMinute`.
    let newest: Int?
    /// Of the modalities' clocks.
    let zone: TimeZone
    /// Where pages are drawn.
    var details: DetailTally?
    private var counts = NumberedCounts()

    init(newest: Int?, zone: TimeZone, details: DetailTally? = nil) {
        (self.newest, self.zone, self.details) = (newest, zone, details)
    }

    mutating func add(_ page: FactPage) {
        counts.stretch = page.place
        // One a day: what it keeps is about an hour.
        var time = ReportingTime(zone: zone)
        let known = page.names.count
        func number(_ name: UInt32) -> Int { Int(name) < known ? Int(name) : 0 }
        page.each { fact in
            var names = NumberedCounts.Names()
            (names.region, names.device) = (number(fact.region), number(fact.device))
            (names.radiologist, names.diagnosis) = (number(fact.radiologist), number(fact.diagnosis))
            names.error = number(fact.error)
            counts.add(FigureDesk.counted(fact, time.minutes(fact), newest), names)
            details?.add(fact)
        }
    }

    static func counts(_ lanes: [FigureLane], _ names: FactNames) -> PerformanceCounts {
        func text(_ number: Int) -> String { names.text(UInt32(number)) }
        return NumberedCounts.counts(
            lanes.map(\.counts), name: { $0 == .region ? names.region(UInt32($1)) : text($1) }, error: text)
    }
}
