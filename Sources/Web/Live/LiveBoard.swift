import Foundation
import Reports
import Store

/// Who listens, and what was told: the part of the hub that is behind its lock. Nothing here waits for anything.
struct LiveBoard {
    /// An event with its number; its payload is kept once it was made.
    struct Remembered: Sendable {
        let number: Int64
        let event: LiveEvent
        var payloads: [Audience: [UInt8]] = [:]
    }

    /// Whether a client that comes back heard everything.
    enum Replay: String, Sendable {
        /// It did not ask.
        case none
        case complete
        /// What it missed is no longer remembered: it has to read the list anew. Nothing is sent again.
        case partial
    }

    struct Welcome: Sendable {
        let number: Int64
        let replay: Replay
        let missed: [Remembered]
    }

    /// What is to be sent now.
    struct Round: Sendable {
        var events: [Remembered] = []
        /// The number of a frame without event, when one is due.
        var state: Int64?
        var clients: [LiveClient] = []
        var audiences: [Audience] = []
    }

    private let limits: LiveHub.Limits
    private var clients: [ObjectIdentifier: LiveClient] = [:]
    private var logins: [String: Int] = [:]
    private var isClosed = false

    private(set) var number: Int64
    /// Events up to this number are not remembered.
    private var forgotten: Int64
    private var remembered: [Remembered] = []
    private var waiting: [LiveEvent] = []
    private var hasLostSome = false
    private var wantsState = false
    private var lastState: ContinuousClock.Instant?
    private var lastLook: ContinuousClock.Instant?
    private var version: ExamVersion?
    private(set) var figures = LiveFigures()

    init(limits: LiveHub.Limits, startedAt: Date) {
        self.limits = limits
        let milliseconds = Int64(exactly: (startedAt.timeIntervalSince1970 * 1000).rounded()) ?? 0
        number = milliseconds.multipliedReportingOverflow(by: 1000).partialValue
        forgotten = number
    }

    // MARK: Events

    mutating func note(_ event: LiveEvent) {
        if event == .state {
            wantsState = true
            return
        }
        waiting.append(event)
        figures.events += 1
        // Only when the hub's loop is stuck: who comes back then has to read everything anew.
        if waiting.count > 10 * limits.events {
            waiting.removeFirst(limits.events)
            hasLostSome = true
        }
    }

    /// - Parameter version: of the database, when it was looked at.
    /// - Returns: `nil` when nobody listens or nothing is due.
    mutating func round(every pace: Duration, version: ExamVersion?) -> Round? {
        let events = number(waiting)
        waiting.removeAll(keepingCapacity: true)
        if let version, version != self.version {
            self.version = version
            wantsState = true
        }
        if clients.isEmpty {
            wantsState = false
            return nil
        }
        let now = ContinuousClock.now
        var round = Round(events: events)
        if !events.isEmpty {
            // Each frame carries the state.
            (wantsState, lastState) = (false, now)
        } else if wantsState, lastState.map({ now - $0 >= pace }) ?? true {
            (wantsState, lastState) = (false, now)
            number += 1
            round.state = number
        } else {
            return nil
        }
        round.clients = Array(clients.values)
        round.audiences = Audience.allCases.filter { audience in round.clients.contains { $0.audience == audience } }
        figures.frames += (events.count + (round.state == nil ? 0 : 1)) * round.clients.count
        return round
    }

    private mutating func number(_ events: [LiveEvent]) -> [Remembered] {
        if hasLostSome {
            hasLostSome = false
            remembered.removeAll()
            number += 1
            forgotten = number
        }
        var numbered: [Remembered] = []
        for event in events {
            number += 1
            numbered.append(Remembered(number: number, event: event))
        }
        remembered += numbered
        // Now and then, so that the array is not moved with every event.
        if remembered.count > limits.events + limits.events / 4 {
            let surplus = remembered.count - limits.events
            forgotten = remembered[surplus - 1].number
            remembered.removeFirst(surplus)
        }
        return numbered
    }

    /// A payload that was made is sent again to whoever comes back, unless it is long.
    mutating func keep(_ payload: [UInt8], of number: Int64, for audience: Audience) {
        guard payload.count <= 4096, let place = remembered.lastIndex(where: { $0.number == number }) else { return }
        remembered[place].payloads[audience] = payload
    }

    /// Whether the database is to be looked at: only while someone listens.
    mutating func wantsLook(every pace: Duration) -> Bool {
        let now = ContinuousClock.now
        guard !clients.isEmpty, lastLook.map({ now - $0 >= pace }) ?? true else { return false }
        lastLook = now
        return true
    }

    // MARK: Clients

    func hasRoom(for login: String) -> Bool {
        !isClosed && clients.count < limits.clients && logins[login, default: 0] < limits.clientsPerLogin
    }

    mutating func enter(_ client: LiveClient, since: Int64?) -> Welcome? {
        guard hasRoom(for: client.login) else {
            figures.refused += 1
            return nil
        }
        clients[ObjectIdentifier(client)] = client
        logins[client.login, default: 0] += 1
        figures.clients = clients.count
        guard let since else { return Welcome(number: number, replay: .none, missed: []) }
        guard since >= forgotten, since <= number else { return Welcome(number: number, replay: .partial, missed: []) }
        return Welcome(number: number, replay: .complete, missed: remembered.filter { $0.number > since })
    }

    mutating func leave(_ client: LiveClient) {
        guard clients.removeValue(forKey: ObjectIdentifier(client)) != nil else { return }
        let left = logins[client.login, default: 1] - 1
        logins[client.login] = left > 0 ? left : nil
        figures.clients = clients.count
        if client.reason == .tooSlow { figures.dropped += 1 }
    }

    /// Nobody comes in any more.
    /// - Returns: who is still there.
    mutating func close() -> [LiveClient] {
        isClosed = true
        return Array(clients.values)
    }
}

/// For monitoring.
package struct LiveFigures: Sendable, Equatable {
    package var clients = 0
    package var events = 0
    package var frames = 0
    /// Too slow.
    package var dropped = 0
    /// There was no room.
    package var refused = 0
}
