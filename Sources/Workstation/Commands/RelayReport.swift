import Logging
import Radiology
import Store

/// What one name of `[relay]` has still to get.
struct RelayReport: Encodable {
    let name: String
    /// Absent when the settings do not have the name any more.
    let destination: String?
    let toSend: Int
    let givenUp: Int
    /// When the first film that waits was entered, RFC 3339 UTC.
    let oldest: String?
    let problem: String?

    init(_ name: String, to destination: RemoteAE?, _ backlog: Outbox.Backlog?) {
        (self.name, self.destination) = (name, destination.map { "\($0)" })
        (toSend, givenUp) = (backlog?.waiting ?? 0, backlog?.failed ?? 0)
        (oldest, problem) = (backlog?.oldest, backlog?.problem)
    }

    var text: String {
        let place = destination.map { "to \($0)" } ?? "is not in [relay] any more: its films go when its line is back"
        return "\(name) \(place); \(toSend) films wait\(oldest.map { " since \($0)" } ?? ""), \(givenUp) given up"
            + (problem.map { "\n           last trouble: \($0)" } ?? "")
    }
}

extension Workstation {
    /// Each rule, and each name that films wait for though the settings do not have it any more.
    func relayReports() throws(StoreError) -> [RelayReport] {
        let backlogs = try archive.outbox.backlogs()
        let ruled = settings.relay.map { rule in
            RelayReport(rule.name, to: rule.destination, backlogs.first { $0.destination == rule.name })
        }
        return ruled + backlogs.filter(isOrphan).map { RelayReport($0.destination, to: nil, $0) }
    }

    /// Films that could not be passed on, and those that wait for a name without a rule.
    func relayFailures() throws(StoreError) -> [FailureLine] {
        let films = try archive.outbox.failures().map { film in
            FailureLine(
                kind: "relay", item: film.uid.rawValue, reason: "\(film.problem ?? "unknown") (\(film.destination))")
        }
        let orphans = try archive.outbox.backlogs().filter { isOrphan($0) && $0.waiting > 0 }
        return films + orphans.map { Self.orphanLine($0) }
    }

    private static func orphanLine(_ backlog: Outbox.Backlog) -> FailureLine {
        FailureLine(
            kind: "relay", item: backlog.destination,
            reason: "\(backlog.waiting) films wait for this name, which is not in [relay] any more; "
                + "they go when its line is back.")
    }

    private func isOrphan(_ backlog: Outbox.Backlog) -> Bool {
        backlog.waiting + backlog.failed > 0 && !settings.relay.contains { $0.name == backlog.destination }
    }

    /// Tells the outbox which rules there are; films never wait without a word for one that was removed.
    func followRelayRules() throws(StoreError) {
        let freed = try archive.outbox.follow(settings.relay.map(\.name))
        if !settings.processing.keepsOriginals { for uid in freed { try archive.discardOriginal(of: uid) } }
        for backlog in try archive.outbox.backlogs() where isOrphan(backlog) && backlog.waiting > 0 {
            log.warning("Relay to \(backlog.destination): \(Self.orphanLine(backlog).reason)")
        }
    }
}
