import Foundation
import Store

/// Whether the daemon can do its work now. A model server that does not answer is no reason to send people elsewhere:
/// films are taken in and wait, pages and reviews go on; it is told, not counted.
struct Readiness: Sendable, Equatable {
    struct Check: Sendable, Equatable {
        let name: String
        /// One sentence when something is wrong.
        let problem: String?
        /// Whether the daemon is unready because of it.
        let isNeeded: Bool
    }

    let checks: [Check]

    var isReady: Bool { checks.allSatisfy { $0.problem == nil || !$0.isNeeded } }

    /// - Parameter writing: what keeps the database from being written.
    init(_ house: LiveHouse, writing: String? = nil) {
        let gauges = house.state.gauges()
        let endpoints = house.state.endpoints()
        checks = [
            Check(name: "database", problem: Self.database(house.index) ?? writing, isNeeded: true),
            Check(name: "disk", problem: Self.disk(gauges), isNeeded: true),
            Check(name: "readers", problem: Self.readers(endpoints), isNeeded: false),
        ]
    }

    private static func database(_ index: ExamIndex) -> String? {
        do {
            _ = try index.version()
            return nil
        } catch { return error.suggestion }
    }

    private static func disk(_ gauges: Gauges) -> String? {
        guard gauges.totalBytes > 0, gauges.freeBytes <= gauges.reserveBytes else { return nil }
        return "Less is free than the reserve: no films are taken in."
    }

    private static func readers(_ endpoints: [EndpointLight]) -> String? {
        if endpoints.isEmpty { return "No model server is set: films wait." }
        return endpoints.contains { $0.isHealthy } ? nil : "No model server answers: films wait."
    }

    /// - Parameter isKnown: whether someone who has signed in asks; others learn the outcome alone.
    func json(isKnown: Bool) -> [UInt8] {
        JSONWriter.object {
            $0.field("status", isReady ? "ready" : "not ready")
            guard isKnown else { return }
            $0.object("checks") { list in
                for check in checks { list.field(check.name, check.problem ?? "ok") }
            }
        }
    }

    func text(isKnown: Bool) -> String {
        let outcome = isReady ? "ready\n" : "not ready\n"
        guard isKnown else { return outcome }
        return checks.reduce(outcome) { text, check in text + "\(check.name): \(check.problem ?? "ok")\n" }
    }
}
