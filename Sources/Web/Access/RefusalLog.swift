import Store
import Synchronization

/// What was refused goes to the audit log too, but whoever is refused can ask as often as he likes: of one address the
/// first 20 in a minute are written, of all together 200, and then one line with the number of the others.
final class RefusalLog: Sendable {
    static let mostByAddress = 20
    static let most = 200
    static let seconds = 60.0
    /// Addresses that are told apart; the others share a line.
    fileprivate static let mostAddresses = 1000

    fileprivate struct Tally {
        var begin = 0.0
        var written = 0
        var left = 0
    }

    fileprivate struct State {
        var tallies: [String: Tally] = [:]
        var all = Tally()
    }

    private let state = Mutex(State())
    private let desk: AuditDesk

    init(_ desk: AuditDesk) { self.desk = desk }

    func note(_ entry: AuditEntry, household: String, now: Double) async {
        let lines = state.withLock { $0.lines(for: entry, household, now) }
        if !lines.isEmpty { _ = await desk.write(lines) }
    }

    /// Writes the numbers of the minutes that are over.
    /// - Parameter isEnd: of those that are not over, too.
    func settle(now: Double, isEnd: Bool = false) async {
        let lines = state.withLock { $0.settle(now, isEnd) }
        if !lines.isEmpty { _ = await desk.write(lines) }
    }
}

extension RefusalLog.State {
    fileprivate mutating func lines(for entry: AuditEntry, _ household: String, _ now: Double) -> [AuditEntry] {
        let key = tallies[household] != nil || tallies.count < RefusalLog.mostAddresses ? household : ""
        var tally = tallies[key] ?? RefusalLog.Tally(begin: now)
        var lines: [AuditEntry] = []
        if abs(now - tally.begin) >= RefusalLog.seconds {
            lines += Self.summary(of: tally, key)
            tally = RefusalLog.Tally(begin: now)
        }
        if abs(now - all.begin) >= RefusalLog.seconds { all = RefusalLog.Tally(begin: now) }
        if tally.written < RefusalLog.mostByAddress, all.written < RefusalLog.most {
            tally.written += 1
            all.written += 1
            lines.append(entry)
        } else {
            tally.left += 1
        }
        tallies[key] = tally
        return lines
    }

    fileprivate mutating func settle(_ now: Double, _ isEnd: Bool) -> [AuditEntry] {
        var lines: [AuditEntry] = []
        for (key, tally) in tallies where isEnd || abs(now - tally.begin) >= RefusalLog.seconds {
            lines += Self.summary(of: tally, key)
            tallies[key] = nil
        }
        return lines
    }

    private static func summary(of tally: RefusalLog.Tally, _ address: String) -> [AuditEntry] {
        guard tally.left > 0 else { return [] }
        return [
            AuditEntry(
                action: "refusals", address: address.isEmpty ? "many" : address, outcome: "refused",
                detail: ["more": "\(tally.left)"])
        ]
    }
}
