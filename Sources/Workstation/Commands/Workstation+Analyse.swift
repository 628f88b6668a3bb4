import Analysis
import Foundation
import Radiology
import Store

extension Workstation {
    /// Has the waiting films read and ends: when nothing waits any more, after `limit` films, or when the endpoint stays
    /// away.
    /// - Parameters:
    ///   - fresh: also asks what was answered before, byte for byte.
    ///   - alerting: tells people about findings, as `run` does. Whoever rereads an archive wants no message for each of its
    ///     findings; what is read without is never told.
    public func analyse(
        limit: Int?, region: String?, fresh: Bool = false, alerting: Bool = false, dryRun: Bool
    ) async throws {
        let region = try region.map(knownRegion)
        if dryRun { return try listWaiting(limit: limit, region: region) }
        let hold = try takenOver()
        let runner = try analysisRunner(fresh: fresh, alerting: alerting)
        var (tally, absence) = try await drain(runner, limit: limit, region: region)
        if alerting { try await sendAlertsOnce(&tally) }
        withExtendedLifetime(hold) {}
        let words = ["done", "not assessed", "failed", "alerts sent", "alerts refused", "alerts waiting"]
        try tally.answer(words, on: console, endingWith: absence)
    }

    /// Reads film after film, as many side by side as CONCURRENCY says. Films that wait for their next attempt are waited
    /// for; the attempts are bounded.
    /// - Returns: what was done, and why it ended early when the endpoint stays away.
    func drain(
        _ runner: AnalysisRunner, limit: Int? = nil, region: BodyRegion? = nil
    ) async throws -> (tally: Tally, absence: WorkstationError?) {
        let waiting = try archive.exams.counts(readSince: clock.now()).waiting
        let drain = QueueDrain(
            runner: runner, region: region, limit: limit ?? .max, total: min(limit ?? waiting, waiting),
            patience: settings.openai.maxRetries, console: console)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<min(settings.openai.concurrency, max(waiting, 1)) {
                group.addTask { try await drain.read() }
            }
            try await group.waitForAll()
        }
        if let pool = runner.readers.pool {
            try EndpointHealth(pool: pool, archive: archive, clock: clock, log: log).keepStandings()
        }
        return (drain.tally, drain.absence.map(endpointAway))
    }

    private func knownRegion(_ name: String) throws -> BodyRegion {
        let region = RegionRules.canonical(name)
        let known = RegionRules.knownRegions + settings.regions.keywords.map(\.region)
        guard known.map(RegionRules.canonical).contains(region) else {
            throw WorkstationError(
                .usage, "There is no region of that name.",
                suggestion: "Choose one of \(Set(known).sorted().joined(separator: ", ")).")
        }
        return BodyRegion(rawValue: region)
    }

    /// - fresh: also asks what was answered before, byte for byte.
    /// - alerting: whether findings are owed to the people that the settings name.
    func analysisRunner(
        fresh: Bool = false, alerting: Bool = true, _ readers: Readers? = nil,
        changed: @escaping @Sendable () -> Void = {}
    ) throws -> AnalysisRunner {
        let readers = try readers ?? self.readers()
        let recent = try Self.orEnding {
            try readers.keepPrompts(in: archive)
            return try RecentAnswers(of: archive)
        }
        return AnalysisRunner(
            archive: archive, readers: readers, question: questionMaker, policy: RetryPolicy(settings.openai),
            threshold: threshold, habits: habits(fresh: fresh, alerting: alerting), clock: clock, log: log,
            changed: changed, news: news, recent: recent)
    }

    var questionMaker: QuestionMaker {
        QuestionMaker(pictures: pictures, rules: regionRules, reports: archive.aiReports)
    }

    private func habits(fresh: Bool, alerting: Bool) -> AnalysisRunner.Habits {
        AnalysisRunner.Habits(
            keepsOriginals: settings.processing.keepsOriginals,
            reusesAnswers: settings.openai.reusesAnswers && !fresh, translates: settings.processing.translates,
            channels: alerting ? alertChannels : [])
    }

    private func endpointAway(_ reason: String) -> WorkstationError {
        WorkstationError(
            .serviceUnreachable, "The model server is away; the films wait in the queue.", suggestion: reason)
    }

    private func listWaiting(limit: Int?, region: BodyRegion?) throws {
        let waiting = try ExamStatus.waiting.flatMap { try archive.exams.failures($0, limit: .max) }
        for record in waiting.filter({ region == nil || $0.exam.region == region }).prefix(limit ?? .max) {
            let words = [record.exam.uid.rawValue, record.exam.region?.rawValue ?? "unknown", record.status.rawValue]
            if console.wantsJSON {
                try console.answer(json: ["uid": words[0], "region": words[1], "status": words[2]])
            } else {
                console.answer(words.joined(separator: "  "))
            }
        }
    }
}
