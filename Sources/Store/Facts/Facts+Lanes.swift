import Foundation
import Radiology
import Synchronization

/// What a filter means of the facts of one day, to be counted on any thread.
public struct FactPage: Sendable {
    /// Its place in the walk: pages of later days have greater ones.
    public let place: Int
    public let names: FactNames
    private let selection: FactSelection
    private let bytes: [UInt8]

    fileprivate init(_ place: Int, _ records: borrowing FactRecords, _ names: FactNames, _ selection: FactSelection) {
        (self.place, self.names, self.selection, bytes) = (place, names, selection, records.bytes)
    }

    fileprivate var size: Int { bytes.count }

    public func each(_ body: (ExamFact) -> Void) {
        FactRecords(checked: bytes).each { fact in if selection.admits(fact) { body(fact) } }
    }
}

extension Facts {
    /// Exam by exam, only what a filter means, on several cores. One view of the database is read by one thread, and what
    /// it has read is dealt out: so all lanes see the same exams, also while another process writes.
    ///
    /// - Parameters:
    ///   - found: `ExamFact.hash(of:)` of what its search means; a search finds nothing without it.
    ///   - tallies: one a lane. Each gets whole days in rising order; which ones is left open.
    /// - Returns: the tallies, and the names that their numbers mean.
    public func count<Tally: Sendable>(
        _ filter: ExamFilter, threshold: Int, found: Set<UInt64>? = nil, into tallies: [Tally],
        _ add: @Sendable (inout Tally, FactPage) -> Void
    ) throws(StoreError) -> (tallies: [Tally], names: FactNames) {
        let lanes = tallies.map(Lane.init)
        var (pages, size, place): ([FactPage], Int, Int) = ([], 0, 0)
        var selection: (ready: FactSelection, names: FactNames)?
        func deal() {
            let dealt = pages
            DispatchQueue.concurrentPerform(iterations: lanes.count) { lane in
                lanes[lane].tally.withLock { tally in
                    for turn in stride(from: lane, to: dealt.count, by: lanes.count) { add(&tally, dealt[turn]) }
                }
            }
            (pages, size) = ([], 0)
        }
        try walk(from: filter.firstDay, to: filter.lastDay) { _, records, names in
            if selection?.names.count != names.count {
                selection = (FactSelection(filter, threshold: threshold, names: names, found: found), names)
            }
            guard let selection else { return }
            pages.append(FactPage(place, records, names, selection.ready))
            place += 1
            size += pages[pages.count - 1].size
            if size >= Self.dealtAtOnce { deal() }
        }
        deal()
        let counted = lanes.map { lane in lane.tally.withLock { $0 } }
        if let selection { return (counted, selection.names) }
        return (counted, try names())
    }

    /// Bytes of facts; enough that lanes hardly wait for each other, and little memory.
    private static let dealtAtOnce = 8 << 20

    private final class Lane<Tally: Sendable>: Sendable {
        let tally: Mutex<Tally>

        init(_ tally: Tally) { self.tally = Mutex(tally) }
    }
}
