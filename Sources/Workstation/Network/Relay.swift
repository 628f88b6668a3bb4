import DICOMNetwork
import Foundation
import Logging
import Radiology
import Store

/// One destination's outbox: what the rule picks goes in, what is due goes out. Each film's way is kept in the database, so
/// that the end of the process, or of the other machine, loses nothing.
package struct Relay: Sendable {
    /// How the sending of one film ended. A film without an answer was not tried: nothing is written about it.
    package enum Answer: Sendable, Equatable {
        case stored(DIMSEStatus)
        case refused(DIMSEStatus)
        /// The destination has no room now, for this film or for any.
        case full(DIMSEStatus)
        /// The destination takes no such object or no encoding that we can send, or the film cannot be read: a person may
        /// change that.
        case unsendable(problem: String)
        /// No later attempt can go better: there is no such file any more, or it is no film.
        case impossible(problem: String)
        /// The association ended while this film was sent.
        case broken(problem: String)
        /// The destination cannot be reached, or wants nothing now.
        case away(problem: String)
    }

    package enum Step: Sendable, Equatable {
        case sent(Int)
        case nothingDue
        case destinationAway(problem: String, sent: Int = 0)
    }

    let rule: RelayRule
    let archive: Archive
    let backOff: BackOff
    /// False gives up the original of a film that is read once it was passed on (`KEEP_DICOM = False`).
    let keepsOriginals: Bool
    /// Sends some films and says of each how it went, as soon as that is known.
    let deliver: Delivery
    let now: @Sendable () -> Date
    let log: Logger

    package typealias Delivery =
        @Sendable (
            _ films: [Forwarding], _ ended: @escaping @Sendable (Forwarding, Answer) -> Void
        ) async throws -> Void

    package init(
        rule: RelayRule, archive: Archive, backOff: BackOff, keepsOriginals: Bool = true,
        now: @escaping @Sendable () -> Date, log: Logger, deliver: @escaping Delivery
    ) {
        (self.rule, self.archive, self.backOff, self.keepsOriginals) = (rule, archive, backOff, keepsOriginals)
        (self.now, self.log, self.deliver) = (now, log, deliver)
    }

    /// Films that are taken out of the outbox at once.
    private static let batch = 50

    /// Looks at what changed since the last time and enters what the rule is about.
    /// - Returns: how many films were entered.
    @discardableResult
    package func collect() throws -> Int {
        var mark = try archive.outbox.mark(of: rule.name, rule: rule.conditions, now: now())
        var entered = 0
        while true {
            let changes = try archive.exams.records(changedSince: mark.sequence, limit: 500, .list)
            guard let last = changes.last else { return entered }
            let records = changes.compactMap(\.record)
            let due = try records.flatMap { try films(of: $0, since: mark.since) }
            entered += try archive.outbox.enter(due, for: rule.name, upTo: last.sequence, now: now())
            if !keepsOriginals {
                for record in records { try archive.discardOriginal(of: record.exam.uid) }
            }
            mark = try archive.outbox.mark(of: rule.name, rule: rule.conditions, now: now())
        }
    }

    /// What the rule picks of all that came under one UID, the oldest first.
    private func films(of record: ExamRecord, since: String) throws(StoreError) -> [Outbox.Film] {
        guard rule.matches(record) else { return [] }
        return try archive.exams.films(of: record.exam.uid)
            .filter { film in
                // What was given up before the rule asked for it cannot be passed on.
                film.received >= since && rule.takes(from: FilmOrigin.sender(film.source))
                    && (keepsOriginals || film.archivePath != nil)
            }
            .map { Outbox.Film(record.exam.uid, contentHash: $0.contentHash) }
    }

    /// Sends what is due now.
    /// - Throws: `StoreError` and `CancellationError`.
    package func sendDue() async throws -> Step {
        let due = try archive.outbox.next(Self.batch, for: rule.name, at: now())
        if due.isEmpty { return try archive.outbox.revive(rule.name, at: now()) > 0 ? .sent(0) : .nothingDue }
        var round = RelayRound()
        let answers = RelayAnswers()
        async let delivery: Void = delivered(due, to: answers)
        for await _ in answers.signals { note(answers.drain(), &round) }
        var end: (any Error)?
        do { try await delivery } catch { end = error }
        // What came in the moment of a stop, too.
        note(answers.drain(), &round)
        if let failure = end ?? round.failure { throw failure }
        try Task.checkCancellation()
        return try conclude(round)
    }

    private func delivered(_ films: [Forwarding], to answers: RelayAnswers) async throws {
        defer { answers.finish() }
        try await deliver(films) { answers.put($0, $1) }
    }

    private func conclude(_ round: RelayRound) throws(StoreError) -> Step {
        if round.answers == 0 { return .destinationAway(problem: "no film was tried") }
        // A film that breaks the association is at fault only if others get through.
        for (film, problem) in round.broken { try again(film, problem: problem, status: nil, counts: round.sent > 0) }
        let absence = round.absence ?? (round.sent == 0 ? round.broken.first?.problem : nil)
        try archive.outbox.note(absence, of: rule.name)
        return absence.map { .destinationAway(problem: $0, sent: round.sent) } ?? .sent(round.sent)
    }

    private func note(_ answers: [(film: Forwarding, answer: Answer)], _ round: inout RelayRound) {
        for (film, answer) in answers {
            round.answers += 1
            do throws(StoreError) {
                try note(answer, of: film, &round)
            } catch {
                // Not written down: the film goes again, which a destination bears.
                round.failure = error
            }
        }
    }

    private func note(_ answer: Answer, of film: Forwarding, _ round: inout RelayRound) throws(StoreError) {
        switch answer {
        case .stored(let status):
            round.sent += 1
            try archive.outbox.end(film.id, as: .sent(status: Int(status.value)), now: now())
            if !keepsOriginals { try archive.discardOriginal(of: film.uid) }
        case .impossible(let problem):
            log.warning("A film for \(rule.name) cannot be sent: \(problem)")
            try archive.outbox.end(film.id, as: .failed(problem: problem, status: nil), now: now())
        case .unsendable(let problem): try again(film, problem: problem, status: nil, counts: true)
        case .refused(let status):
            try again(film, problem: "\(rule.name) answered \(status).", status: Int(status.value), counts: true)
        case .full(let status):
            let problem = "\(rule.name) answered \(status): \(status.words(in: .store))."
            // It waits by itself, too: a film that is too large for the destination must not stand before the others.
            try again(film, problem: problem, status: Int(status.value), counts: false)
            round.absence = problem
        case .broken(let problem): round.broken.append((film, problem))
        case .away(let problem): round.absence = problem
        }
    }

    private func again(_ film: Forwarding, problem: String, status: Int?, counts: Bool) throws(StoreError) {
        let attempts = film.attempts + (counts ? 1 : 0)
        guard attempts < backOff.maxAttempts else {
            log.warning("A film for \(rule.name) was given up: \(problem)")
            return try archive.outbox.end(film.id, as: .failed(problem: problem, status: status), now: now())
        }
        let age = UTC.moment(film.entered).map { now().timeIntervalSince($0) } ?? 0
        let delay = counts ? backOff.delay(afterAttempt: attempts) : backOff.delay(atAge: age)
        let end = ForwardingEnd.later(now().addingTimeInterval(delay), problem: problem, status: status, counts: counts)
        try archive.outbox.end(film.id, as: end, now: now())
    }
}
