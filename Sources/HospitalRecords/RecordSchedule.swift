/// When the hospital is asked again about a film. Pure: the age of the film, what was found, and how often it was asked
/// say how long to wait; no clock and no dice of its own.
///
/// Why so: radiologists report within hours, so young films are looked at often; the old ones never quite stop, because
/// a late report is worth as much. In its first thirty days a film costs at most `mostLooksInAMonth` searches.
public struct RecordSchedule: Sendable, Equatable {
    /// What the last search ended with.
    public enum Outcome: Sendable, Equatable {
        /// A report that is no preliminary one.
        case reported
        /// A preliminary report, or none yet.
        case waiting
        case unknownPatient
        case ambiguous
        case failed(RecordError.Recovery)
    }

    static let minute = 60.0
    static let hour = 3600.0
    static let day = 86_400.0

    /// A film is given up at this age.
    public static let oldest = 3 * 365 * day
    /// Searches in the first thirty days at most, failures aside.
    public static let mostLooksInAMonth = 160

    /// Seconds until the next search; `nil` = none.
    /// - Parameters:
    ///   - attempts: searches made so far that had an answer; 0 asks when the first one is due.
    ///   - failures: failed searches in a row.
    ///   - age: of the film, in seconds since its exposure; a film from the future counts as new.
    ///   - jitter: 0…1, spreads the searches of films that came together over a fifth of the wait.
    public static func wait(
        after outcome: Outcome?, attempts: Int, failures: Int = 0, age: Double, jitter: Double
    ) -> Double? {
        let age = age.isFinite ? max(0, age) : 0
        guard let outcome, attempts > 0 || failures > 0 else { return firstWait(age: age) }
        guard let wait = plain(after: outcome, attempts: attempts, failures: failures, age: age) else { return nil }
        return wait * (0.9 + 0.2 * min(max(jitter.isFinite ? jitter : 0, 0), 1))
    }

    /// No report is written in the first ten minutes; anything older is looked at as soon as there is room.
    private static func firstWait(age: Double) -> Double? { age > oldest ? nil : max(0, 10 * minute - age) }

    private static func plain(after outcome: Outcome, attempts: Int, failures: Int, age: Double) -> Double? {
        switch outcome {
        case .reported: nil
        case .waiting: byAge(age, attempts)
        case .unknownPatient: byAge(age, attempts).map { max($0, hour) }
        case .ambiguous: byAge(age, attempts).map { max($0, 6 * hour) }
        case .failed(.retry(let after)): max(after ?? 0, min(minute * Double(1 << min(max(failures, 1), 9)), 6 * hour))
        // The server's state ends the round, not the film's turn.
        case .failed(.waitForServer), .failed(.tellOperator): 5 * minute
        case .failed(.setAside): byAge(age, attempts).map { max($0, day) }
        }
    }

    /// Steps of age, in seconds, and the wait within each.
    static let steps: [(until: Double, wait: Double)] = [
        (2 * hour, 5 * minute), (12 * hour, 15 * minute), (2 * day, hour), (7 * day, 6 * hour), (30 * day, day),
        (400 * day, 30 * day), (oldest, 180 * day),
    ]

    /// A film whose date is wrong stays young for ever: so often asked, it is asked less and less.
    private static func byAge(_ age: Double, _ attempts: Int) -> Double? {
        guard let step = steps.first(where: { age < $0.until }) else { return nil }
        guard attempts > mostLooksInAMonth else { return step.wait }
        return max(step.wait, min(day * Double(1 << min((attempts - mostLooksInAMonth) / 4, 5)), 30 * day))
    }
}

extension RecordSchedule {
    /// Two queues, so that neither a mountain of old films delays the new ones nor new ones starve the old.
    public enum Lane: String, Sendable, CaseIterable { case fresh, old }

    public static func lane(age: Double) -> Lane { age < 2 * day ? .fresh : .old }

    /// Which lane is asked first in this turn; the other one when it is empty. Every fourth turn is the old films'.
    public static func lane(turn: Int) -> Lane { turn & 3 == 3 ? .old : .fresh }
}
