import Analysis
import Foundation
import Store

/// How the model servers and their answers stand, for `status`.
struct ReadingReport: Encodable {
    struct Server: Encodable {
        let address: String
        /// `not asked yet` before a daemon has looked.
        let state: String
        /// RFC 3339 UTC.
        let since: String?
        let model: String?
        let problem: String?
    }

    /// In the order of the settings.
    let servers: [Server]
    /// Exams whose present answer is odd.
    let flagged: Int
    /// Alarms about no exam (a model changed, a canary) in the last seven days.
    let otherAlarms: Int
    /// The last night of the films with known answers; absent when there was none.
    let canaryDay: String?
    let canaries: Int
    let canariesChanged: Int

    var text: String {
        let told = servers.map { server in
            "\(server.address) is \(server.state)" + (server.model.map { ", last answer by “\($0)”" } ?? "")
                + (server.problem.map { "\n           \($0)" } ?? "")
        }
        let lines = told.isEmpty ? "none is asked" : told.joined(separator: "\n           ")
        let others = otherAlarms == 0 ? "" : ", \(otherAlarms) about models and canaries in seven days"
        let nights = canaryDay.map { "\ncanaries   \($0): \(canaries) read, \(canariesChanged) changed" } ?? ""
        return "servers    \(lines)\nalarms     \(flagged) exams with an odd answer\(others)\(nights)"
    }
}

extension Workstation {
    func readingReport() throws(StoreError) -> ReadingReport {
        let kept = try archive.endpoints.all()
        let addresses = loaded.endpointsInUse.compactMap { endpoint -> String? in
            if case .server(let url) = endpoint { address(of: url) } else { nil }
        }
        let servers = addresses.map { address -> ReadingReport.Server in
            guard let known = kept.first(where: { $0.address == address }) else {
                return .init(address: address, state: "not asked yet", since: nil, model: nil, problem: nil)
            }
            return .init(
                address: address, state: EndpointStanding.State(rawValue: known.state)?.words ?? "available",
                since: UTCTime.text(known.since), model: known.model,
                problem: known.problem)
        }
        let week = clock.now().addingTimeInterval(-7 * 86_400)
        let (flagged, others) = try archive.alarms.counts(since: week)
        let night = try archive.canaries.lastDay()
        return ReadingReport(
            servers: servers, flagged: flagged, otherAlarms: others, canaryDay: night.first?.day,
            canaries: night.count, canariesChanged: night.count(where: \.changed))
    }
}
