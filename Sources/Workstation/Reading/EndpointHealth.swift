import Analysis
import Foundation
import Logging
import Store

/// Asks the model servers how they are, and keeps what they say.
struct EndpointHealth: Sendable {
    let pool: EndpointPool
    let archive: Archive
    let clock: Clock
    let log: Logger

    /// One round.
    /// - Returns: whether a server can be sent films that could not before.
    func look() async throws -> Bool {
        let outcome = await pool.probe()
        try Task.checkCancellation()
        try keepStandings()
        for address in outcome.changedLists {
            log.notice("The server at \(address) lists other models than before.")
            try archive.events.append("model_list_changed", detail: ["address": .text(address)], at: clock.now())
        }
        return outcome.becameAvailable
    }

    /// Servers that the settings do not name any more are forgotten.
    func begin() throws(StoreError) {
        try archive.endpoints.keepOnly(pool.standings.map(\.address))
    }

    /// What is known without asking.
    func keepStandings() throws(StoreError) {
        for standing in pool.standings where standing.state != .unknown { try keep(standing) }
    }

    private func keep(_ standing: EndpointStanding) throws(StoreError) {
        let before = try archive.endpoints.note(
            standing.address, state: standing.state.rawValue, problem: standing.problem, now: clock.now())
        guard let before, before != standing.state.rawValue else { return }
        let words = "The model server at \(standing.address) is \(standing.state.words)."
        if standing.readsFilms {
            log.notice("\(words)")
        } else {
            log.warning("\(words) \(standing.problem ?? "")")
        }
    }
}

extension EndpointStanding.State {
    /// Completes "the server is …".
    var words: String {
        switch self {
        case .unknown: "not asked yet"
        case .available: "available"
        case .recovering: "tried again"
        case .away: "away"
        case .textOnly: "of no use for films: its model reads text only"
        }
    }
}
