import Analysis
import Foundation
import Radiology
import Store

extension Workstation {
    /// Has the waiting films read, serially, and ends: when nothing waits any more, after `limit` films, or when the
    /// endpoint stays away.
    public func analyse(limit: Int?, region: String?, dryRun: Bool) async throws {
        let region = try region.map(knownRegion)
        if dryRun { return try listWaiting(limit: limit, region: region) }
        let hold = try takenOver()
        let runner = try analysisRunner()
        let (tally, absence) = try await drain(runner, limit: limit, region: region)
        withExtendedLifetime(hold) {}
        try tally.answer(["done", "not assessed", "failed"], on: console, endingWith: absence)
    }

    /// Reads film after film. Films that wait for their next attempt are waited for; the attempts are bounded.
    /// - Returns: what was done, and why it ended early when the endpoint stays away.
    func drain(
        _ runner: AnalysisRunner, limit: Int? = nil, region: BodyRegion? = nil
    ) async throws -> (tally: Tally, absence: WorkstationError?) {
        var tally = Tally()
        var absences = 0
        var finished = 0
        let waiting = try archive.exams.counts(readSince: clock.now()).waiting
        let total = min(limit ?? waiting, waiting)
        while finished < limit ?? .max {
            try Task.checkCancellation()
            switch try await runner.step(region: region) {
            case .done(_, let severity):
                tally.count(severity == nil ? "not assessed" : "done")
                (absences, finished) = (0, finished + 1)
            case .setAside(let uid, let reason):
                tally.fail(uid.rawValue, reason)
                finished += 1
            case .postponed:
                absences = 0
            case .endpointAway(let reason):
                absences += 1
                guard absences <= settings.openai.maxRetries else { return (tally, endpointAway(reason)) }
                try await runner.pause(afterAbsences: absences)
            case .nothingWaits:
                guard try archive.exams.nextDue(region: region) != nil else { return (tally, nil) }
                try await Task.sleep(for: .milliseconds(200))
            }
            console.progress(.init("Reading films", done: finished, of: max(total, finished)))
        }
        return (tally, nil)
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

    func analysisRunner(changed: @escaping @Sendable () -> Void = {}) throws -> AnalysisRunner {
        AnalysisRunner(
            archive: archive, reader: try reader(),
            question: QuestionMaker(pictures: pictures, rules: regionRules), policy: RetryPolicy(settings.openai),
            threshold: threshold, keepsOriginals: settings.processing.keepsOriginals, clock: clock, log: log,
            changed: changed)
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
