import DICOMNetwork
import Foundation
import Logging
import Radiology
import ServiceLifecycle
import Store
import Synchronization
import Web

/// Queries of the archive that a person asks for, beside the schedule, and also where there is none (`NO_QUERY`). One at a
/// time: whoever asks while one runs is told so. What is found is fetched at once, outside of `QUERY_HOURS` too.
final class ManualQuery: Service {
    /// A week: for more there is the command line.
    static let longest = 168
    /// How long after a query its studies are fetched whatever the hours.
    private static let fetching: TimeInterval = 2 * 3600
    /// How long whoever asks waits for the archive's first word.
    private static let patience = Duration.seconds(8)

    private struct Content {
        var isBusy = false
        var wantedUntil: Date?
    }

    private let search: StudySearch
    private let archive: Archive
    private let clock: Clock
    private let log: Logger
    /// Asks the archive whether it is there.
    private let reach: @Sendable () async throws -> Void
    /// Called when there is something to fetch.
    private let found: @Sendable () -> Void
    private let content = Mutex(Content())
    private let wishes: AsyncStream<Int>
    private let wish: AsyncStream<Int>.Continuation

    init(
        search: StudySearch, archive: Archive, clock: Clock, log: Logger,
        reach: @escaping @Sendable () async throws -> Void, found: @escaping @Sendable () -> Void
    ) {
        (self.search, self.archive, self.clock, self.log) = (search, archive, clock, log)
        (self.reach, self.found) = (reach, found)
        (wishes, wish) = AsyncStream.makeStream()
    }

    /// Has the last hours asked for. Returns when the archive answered a C-ECHO and the query is under way.
    /// - Throws: `Refusal`: 400 for hours out of range, 409 while one runs, 503 when the archive is away.
    func start(hours: Int) async throws -> String {
        guard (1...Self.longest).contains(hours) else {
            throw Web.Refusal(code: 400, "hours is a whole number from 1 to \(Self.longest).")
        }
        guard begin() else { throw Web.Refusal(code: 409, "A query is under way; wait for it to end.", retryAfter: 10) }
        do {
            guard try await within(Self.patience, reach) != nil else {
                throw Web.Refusal(code: 503, "The archive does not answer.", retryAfter: 60)
            }
        } catch {
            end()
            if error is Web.Refusal || error is CancellationError { throw error }
            throw Web.Refusal(
                code: 503, "The archive cannot be asked. \(NetworkWords.sentence(for: error))", retryAfter: 60)
        }
        wish.yield(hours)
        return "The archive is asked for the last \(hours == 1 ? "hour" : "\(hours) hours")."
    }

    /// Whether studies are to be fetched because somebody asked.
    func isWanted(at now: Date) -> Bool { content.withLock { $0.wantedUntil.map { now < $0 } ?? false } }

    func run() async throws {
        try await untilStopped("Asking the archive on request", log) {
            for await hours in self.wishes {
                await self.ask(hours)
                self.end()
            }
        }
    }

    private func begin() -> Bool {
        content.withLock { content in
            if content.isBusy { return false }
            content.isBusy = true
            return true
        }
    }

    private func end() { content.withLock { $0.isBusy = false } }

    private func ask(_ hours: Int) async {
        let now = clock.now()
        let windows = QueryWindow.windows(from: now - Double(hours) * 3600, to: now, in: clock.timeZone)
        do {
            var waiting = 0
            for window in QueryWindow.merged(windows) {
                let answer = await search.studies(in: window)
                for study in answer.studies {
                    let waits = try archive.retrievals.note(
                        study.study, at: search.archive.title, instances: study.instances, now: now)
                    if waits { waiting += 1 }
                }
                if waiting > 0 { wantFetching() }
                if let failure = answer.failure { throw failure }
            }
            log.info("Asked on request: the archive has \(waiting) studies to fetch.")
        } catch {
            log.warning("The archive could not be asked on request: \(NetworkWords.sentence(for: error))")
        }
    }

    private func wantFetching() {
        content.withLock { $0.wantedUntil = clock.now() + Self.fetching }
        found()
    }
}

/// Does `work`, or gives it up.
/// - Returns: `nil` when the time was over.
func within<Value: Sendable>(
    _ time: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value? {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: time)
            return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
    }
}
