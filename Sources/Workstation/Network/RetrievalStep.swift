import DICOMNetwork
import Foundation
import Logging
import Radiology
import Store

/// Carries out one retrieval and writes down how it ended; whatever happens to one study ends nothing else.
package struct RetrievalStep: Sendable {
    let retrieval: StudyRetrieval
    let archive: Archive
    let backOff: BackOff
    let fault: @Sendable (any Error) -> RetrievalFault
    let now: @Sendable () -> Date
    let log: Logger

    package init(
        retrieval: StudyRetrieval, archive: Archive, backOff: BackOff,
        fault: @escaping @Sendable (any Error) -> RetrievalFault, now: @escaping @Sendable () -> Date, log: Logger
    ) {
        (self.retrieval, self.archive, self.backOff) = (retrieval, archive, backOff)
        (self.fault, self.now, self.log) = (fault, now, log)
    }

    package enum End: Sendable, Equatable {
        case complete(StudyRetrieval.Outcome)
        case postponed(problem: String)
        case failed(problem: String)
        /// The archive is away; the study waits as it did.
        case archiveAway(problem: String)
    }

    /// - Throws: `StoreError` and `CancellationError`; the retrieval waits as before.
    package func callAsFunction(_ waiting: Retrieval) async throws -> End {
        do {
            let outcome = try await retrieval(waiting.study)
            // Nothing to fetch is a good end only where nothing was promised.
            let isNothing = outcome.isUnknown && waiting.instances == 0
            guard !outcome.isComplete, !isNothing else {
                try archive.retrievals.done(waiting.id, now: now())
                log.info("A study was fetched: \(outcome.fetched) of \(outcome.wanted) films.")
                return .complete(outcome)
            }
            // A study that still grows here is not given up.
            if outcome.fetched > 0 { return try later(waiting, problem: outcome.problem) }
            return try again(waiting, problem: outcome.problem, isFutile: outcome.isFutile)
        } catch let error as StoreError {
            throw error
        } catch {
            try Task.checkCancellation()
            switch fault(error) {
            case .archiveIsAway(let problem): return .archiveAway(problem: problem)
            case .ofArchive(let problem): return try later(waiting, problem: problem)
            case .ofStudy(let problem): return try again(waiting, problem: problem)
            }
        }
    }

    /// Without an end: nothing that an archive fails to do makes a study less wanted.
    private func later(_ waiting: Retrieval, problem: String) throws -> End {
        let moment = now().addingTimeInterval(backOff.delay(afterAttempt: waiting.troubles + 1))
        try archive.retrievals.postponeForArchive(waiting.id, until: moment, problem: problem, now: now())
        return .postponed(problem: problem)
    }

    /// Attempts that bring everything once more and nothing new.
    private static let mostFutile = 5

    private func again(_ waiting: Retrieval, problem: String, isFutile: Bool = false) throws -> End {
        let attempts = waiting.attempts + 1
        guard attempts < (isFutile ? min(Self.mostFutile, backOff.maxAttempts) : backOff.maxAttempts) else {
            try archive.retrievals.giveUp(waiting.id, problem: problem, now: now())
            log.warning("A study could not be fetched: \(problem)")
            return .failed(problem: problem)
        }
        let moment = now().addingTimeInterval(isFutile ? backOff.limit : backOff.delay(afterAttempt: attempts))
        try archive.retrievals.postpone(waiting.id, until: moment, problem: problem, now: now())
        return .postponed(problem: problem)
    }
}
