import Foundation
import Logging
import ServiceLifecycle
import Store

/// Asks the archive for new studies at its own pace. An archive that is away or silent holds nothing else up.
struct QueryService: Service {
    let query: ScheduledQuery
    let title: String
    let marks: QueryMarks
    let schedule: QuerySchedule
    /// 0…1, anew each time.
    let random: @Sendable () -> Double
    let clock: Clock
    let log: Logger
    /// Called after each query that found something to fetch.
    let found: @Sendable () -> Void

    /// What is known from the query before.
    private struct Standing {
        /// Nothing was answered since the start.
        var isFirst = true
        var gaps = 0
    }

    func run() async throws {
        try await untilStopped("Asking the archive", log) {
            defer { try? marks.plan(title, next: nil) }
            var next = schedule.opening(from: clock.now())
            var standing = Standing()
            while true {
                try? marks.plan(title, next: next)
                try await Task.sleep(for: .seconds(max(0, next.timeIntervalSince(clock.now()))))
                try await ask(&standing)
                next = schedule.next(after: clock.now(), random: random())
            }
        }
    }

    /// A failure is written down and asked again at the next turn: the mark stands where the answers ended.
    private func ask(_ standing: inout Standing) async throws {
        // Before the first window is answered, which ends a problem.
        let told = try? marks.mark(of: title)?.problem
        do {
            if let gap = try query.gap(at: clock.now()) {
                log.warning(
                    "The archive was last asked \(Int(gap / 86_400)) days ago; all of them are asked for, a week at a time."
                )
            }
            let result = try await query(now: clock.now(), isFirst: standing.isFirst)
            if result.waiting > 0 {
                log.info("The archive has \(result.waiting) studies to fetch.")
                found()
            }
            if result.gaps > 0, standing.gaps == 0 {
                log.warning("The archive did not answer \(result.gaps) questions whole; `failures` lists them.")
            }
            standing = Standing(isFirst: false, gaps: result.gaps)
        } catch {
            try Task.checkCancellation()
            let problem = NetworkWords.sentence(for: error)
            if told != problem { log.warning("The archive could not be asked: \(problem)") }
            try? marks.failed(title, problem: problem, now: clock.now())
        }
    }
}
