import Foundation

/// How one endpoint is doing, for `status` and the database.
public struct EndpointStanding: Sendable, Equatable, Codable {
    public enum State: String, Sendable, Codable {
        /// Neither asked nor probed yet.
        case unknown
        case available
        /// It failed, and the next call tries it again.
        case recovering
        /// It is left alone for a while.
        case away
        /// It answers, but its model cannot be shown a picture; texts are sent there.
        case textOnly
    }

    /// Address without user, password and query.
    public var address: String
    /// Position in the settings: 0 is the primary one.
    public var order: Int
    public var state: State
    /// Since when it is in this state.
    public var since: Date
    /// The last probe; `nil` = none yet.
    public var checked: Date?
    public var modelConfigured: String
    /// The model by its own name in its last answer.
    public var model: String?
    /// What the server listed at the last probe, at most 20 names.
    public var models: [String]
    /// What is wrong, in plain words; `nil` when nothing is.
    public var problem: String?
    public var calls: Int
    public var failures: Int
    /// Of the last answered call.
    public var lastMilliseconds: Int?
    /// When a film was last answered with a report: a film that fails after that moment may be at fault itself, one that fails before
    /// may have met a failing server.
    public var lastFilm: Date?
    /// JSON schemas: `true` understood, `false` refused, `nil` not tried.
    public var understandsSchema: Bool?

    /// A film can be sent there.
    public var readsFilms: Bool { state == .available || state == .recovering || state == .unknown }
}

/// What a round of probes found.
public struct ProbeOutcome: Sendable, Equatable {
    /// In the order of the settings.
    public var standings: [EndpointStanding]
    /// An endpoint can be used that could not be used before this round, or when a call was turned away: whoever waits for
    /// one should be woken.
    public var becameAvailable: Bool
    /// Endpoints whose list of models is another one than at the probe before.
    public var changedLists: [String]

    /// Some endpoint can be sent a film.
    public var isAnyAvailable: Bool { standings.contains { $0.readsFilms } }
}
