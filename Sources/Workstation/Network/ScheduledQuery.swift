import DICOM
import DICOMNetwork
import Foundation
import Radiology
import Store

/// One run of the scheduled query: asks for everything since the last one, notes what is to be fetched, moves the mark. What
/// it asks again besides, for what came late or was not answered whole, holds nothing of that up.
package struct ScheduledQuery: Sendable {
    let search: StudySearch
    let schedule: QuerySchedule
    let archive: Archive

    package init(search: StudySearch, schedule: QuerySchedule, archive: Archive) {
        (self.search, self.schedule, self.archive) = (search, schedule, archive)
    }

    package struct Result: Sendable {
        /// Answered since the last query.
        package var windows = 0
        /// Spans that the archive did not answer whole.
        package var gaps = 0
        /// Whether the last days were asked again.
        package var isSweep = false
        fileprivate var seen: Set<StudyInstanceUID> = []
        fileprivate var waits: Set<StudyInstanceUID> = []
        /// Days that were asked as whole days.
        fileprivate var days: [ClosedRange<DICOMDate>] = []

        package var found: Int { seen.count }
        /// Studies that wait to be fetched.
        package var waiting: Int { waits.count }
    }

    /// Days that a run asks again because of their gaps: each may take hundreds of questions.
    package static let gapDaysAtOnce = 5

    /// The mark moves with every window that was answered: a run that ends early goes on from there.
    /// - Parameter isFirst: whether this process asks for the first time; then the last days are asked again, too.
    package func callAsFunction(now: Date, isFirst: Bool = false) async throws -> Result {
        var result = Result()
        result.waits.formUnion(try archive.retrievals.revive(of: title, now: now))
        let mark = try archive.queryMarks.mark(of: title)
        for window in schedule.windows(completeUntil: mark?.completeUntil, now: now) {
            try await ask(window, now, &result)
            result.windows += 1
            try archive.queryMarks.succeeded(title, until: min(window.end, now), now: now)
        }
        // A mark in the future was made by a wrong clock: nobody knows what was asked.
        let isMarkWrong = mark?.completeUntil.map { $0 > now } ?? false
        result.isSweep = isFirst || isMarkWrong || schedule.isSweepDue(last: mark?.swept, now: now)
        if result.isSweep {
            try await sweep(now, &result)
            try archive.queryMarks.swept(title, now: now)
        }
        try await closeGaps(now, &result)
        return result
    }

    /// How long nobody asked this archive, when that is longer than studies are usually late.
    package func gap(at now: Date) throws -> TimeInterval? {
        guard let until = try archive.queryMarks.mark(of: title)?.completeUntil else { return nil }
        let gap = now.timeIntervalSince(until)
        return gap > QuerySchedule.longDowntime ? gap : nil
    }

    private var title: String { search.archive.title }

    /// - Throws: when the window was not asked to its end; what was found until then is noted.
    private func ask(_ window: QueryWindow, _ now: Date, _ result: inout Result) async throws {
        let answer = await search.studies(in: window)
        for found in answer.studies {
            result.seen.insert(found.study)
            let waits = try archive.retrievals.note(found.study, at: title, instances: found.instances, now: now)
            if waits { result.waits.insert(found.study) }
        }
        if let failure = answer.failure { throw failure }
        result.gaps += answer.gaps.count
        if window.isWholeDay { result.days.append(window.day...window.lastDay) }
        let days = window.isWholeDay ? window.day.iso...window.lastDay.iso : nil
        try archive.queryGaps.note(answer.gaps, of: title, closing: days, now: now)
    }
}

/// Days that are asked again. One that fails is a gap, which remembers it; the others go on.
extension ScheduledQuery {
    private func sweep(_ now: Date, _ result: inout Result) async throws {
        var isThere = true
        for window in schedule.sweep(at: now) where !result.hasAsked(window.day) {
            if isThere {
                isThere = try await askAgain(window.day, now, &result)
            } else {
                try note("The archive went away before this day was asked again.", of: window.day, now, &result)
            }
        }
        // What is said of the archive itself, and is so no more.
        if result.gaps == 0 { try archive.queryGaps.note([], of: title, closing: ""..."", now: now) }
    }

    private func closeGaps(_ now: Date, _ result: inout Result) async throws {
        for text in try archive.queryGaps.take(Self.gapDaysAtOnce, of: title, now: now) {
            guard let day = DICOMDate(text), !result.hasAsked(day) else { continue }
            guard try await askAgain(day, now, &result) else { return }
        }
    }

    /// - Returns: `false` when the archive is away.
    private func askAgain(_ day: DICOMDate, _ now: Date, _ result: inout Result) async throws -> Bool {
        do {
            try await ask(.whole(day, until: now), now, &result)
            return true
        } catch let error as StoreError {
            throw error
        } catch {
            try Task.checkCancellation()
            try note("This day could not be asked again. \(NetworkWords.sentence(for: error))", of: day, now, &result)
            return NetworkWords.absence(error) == nil
        }
    }

    private func note(_ problem: String, of day: DICOMDate, _ now: Date, _ result: inout Result) throws {
        result.gaps += 1
        let gap = QueryGap(day: day.iso, span: "", problem: problem)
        try archive.queryGaps.note([gap], of: title, closing: nil, now: now)
    }
}

extension ScheduledQuery.Result {
    fileprivate func hasAsked(_ day: DICOMDate) -> Bool { days.contains { $0.contains(day) } }
}
