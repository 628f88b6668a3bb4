import HospitalRecords
import Radiology

/// What a row of failures says about the record server. Pure.
///
/// Why a row: one film's record may be broken or forbidden, and must not stop the search for all others; three different
/// films in a row that fail are the server's trouble, and nobody is helped by asking about the fourth.
package struct RecordCircuit: Sendable {
    /// Failures in a row that no answer came between.
    private(set) var inARow = 0
    /// Answers about different films in a row that said the same trouble.
    private var alike = 0
    /// The films of that row.
    private var burned: [SOPInstanceUID] = []
    private var last: RecordError?
    /// Waits in a row.
    private(set) var pauses = 0
    private var failures: [SOPInstanceUID: Int] = [:]

    package init() {}

    static let most = 3
    static let mostAlike = 10
    private static let remembered = 10_000

    package func failures(of uid: SOPInstanceUID) -> Int { failures[uid] ?? 0 }

    /// Whether what is said of a film is the server's trouble, and no word about the film.
    package var blamesServer: Bool { alike >= Self.mostAlike }

    /// The server answered.
    /// - Returns: films that its trouble was blamed on: they deserve another look.
    @discardableResult
    package mutating func answered(about uid: SOPInstanceUID) -> [SOPInstanceUID] {
        let wronged = blamesServer ? burned : []
        (inARow, alike, pauses, last, burned) = (0, 0, 0, nil, [])
        failures[uid] = nil
        return wronged
    }

    /// - Returns: whether to wait before anybody is asked about again.
    package mutating func failed(about uid: SOPInstanceUID, _ error: RecordError) -> Bool {
        if failures.count >= Self.remembered { failures = [:] }
        failures[uid, default: 0] += 1
        // What the server said about this one film was an answer; said of every film, it is the server's trouble.
        if error.recovery == .setAside {
            if error != last || error.isOneReports { (alike, burned) = (0, []) }
            (alike, last) = (alike + 1, error)
            if burned.count < Self.mostAlike { burned.append(uid) }
            guard alike < Self.mostAlike else { return true }
            (inARow, pauses) = (0, 0)
            return false
        }
        inARow += 1
        if case .busy = error { return true }
        return inARow >= Self.most || error.recovery == .waitForServer
    }

    /// Seconds to wait now: longer each time, and as long as the server asks for.
    package mutating func pause(after error: RecordError, _ backOff: BackOff) -> Double {
        pauses += 1
        var asked = 0.0
        if case .retry(let after) = error.recovery { asked = min(after ?? 0, 600) }
        return max(asked, backOff.delay(afterAttempt: pauses))
    }
}

extension RecordError {
    /// A PDF says nothing about the next film's report.
    fileprivate var isOneReports: Bool {
        if case .formNotReadable = self { true } else { false }
    }
}
