import Foundation
import Radiology
import Store

extension Workstation {
    /// Shows queue, reader and disk, once or every two seconds.
    public func status(watch: Bool) async throws {
        repeat {
            let report = try Self.orEnding { try statusReport() }
            if console.wantsJSON {
                try console.answer(json: report)
            } else {
                console.answer(report.text)
            }
            if watch { try await Task.sleep(for: .seconds(2)) }
        } while watch
    }

    private func statusReport() throws -> StatusReport {
        let counts = try archive.exams.counts(readSince: clock.startOfDay)
        let space = try FreeSpace(at: paths.root)
        let spooled = try spool.scan()
        return StatusReport(
            spool: spooled.files.count, waiting: counts.waiting, checks: counts.checks, reading: counts.reading,
            done: counts.done, readToday: counts.readToday, failed: counts.failed, ignored: counts.ignored,
            rejected: counts.rejected,
            toReview: counts.toReview, reader: "\(settings.openai.primaryURL)", model: settings.openai.model,
            nextRetry: try archive.exams.nextDue(), freeGiB: Double(space.bytes >> 20) / 1024,
            freePercent: (space.fraction * 1000).rounded() / 10, network: try networkReport())
    }

    private func networkReport() throws -> NetworkReport {
        let retrievals = try archive.retrievals.counts()
        let mark = try archive.queryMarks.mark(of: archiveAddress.title)
        let dicom = settings.dicom
        return NetworkReport(
            listener: dicom.listens ? "\(dicom.aeTitle)@\(dicom.bind):\(dicom.port)" : nil,
            archive: isArchiveAsked ? "\(archiveAddress)" : nil, nextQuery: mark?.nextRun.map(UTCTime.text),
            completeUntil: mark?.completeUntil.map(UTCTime.text), queryProblem: mark?.problem,
            queryGaps: try archive.queryGaps.list(of: archiveAddress.title).count,
            studiesToFetch: retrievals.waiting, studiesGivenUp: retrievals.failed,
            relays: try relayReports())
    }

    /// Lists what failed and why.
    /// - retry: puts them back into the queue, and the ignored films that the settings have read by now.
    public func failures(retry: Bool, dryRun: Bool) throws {
        let failed = try Self.orEnding { try archive.exams.failures(limit: retry ? .max : 1000) }
        let rejected = try Self.orEnding { try archive.rejections.list(limit: 1000) }
        let rules = readingRules
        let readable = try Self.orEnding { try archive.exams.failures(.ignore, limit: .max) }
            .filter { rules.refusal(of: $0.exam) == nil }
        if retry, !dryRun {
            for record in failed + readable {
                try Self.orEnding { _ = try archive.exams.requeue(record.exam.uid, now: clock.now()) }
            }
        }
        let network = try Self.orEnding { try networkFailures(retry: retry && !dryRun) }
        let lines =
            failed.map { FailureLine(kind: "exam", item: $0.exam.uid.rawValue, reason: $0.reason ?? "unknown") }
            + rejected.map { FailureLine(kind: $0.reason.rawValue, item: $0.keptPath ?? "spool", reason: $0.detail) }
            + network
        for line in lines {
            if console.wantsJSON { try console.answer(json: line) } else { console.answer(line.text) }
        }
        guard !console.wantsJSON else { return }
        let again = retry ? (dryRun ? "; they would be read again" : "; they are read again") : ""
        console.answer("\(failed.count) exams failed\(failed.isEmpty ? "" : again), \(rejected.count) files rejected.")
        if !network.isEmpty {
            let fate = retry ? (dryRun ? "; they would be tried again" : "; they are tried again") : ""
            console.answer("\(network.count) studies, films or queries failed on the network\(fate).")
        }
        if !readable.isEmpty {
            console.answer("\(readable.count) ignored films would be read by the settings of now\(again).")
        }
    }

    /// Spans that the archive did not answer whole, studies that could not be fetched and films that could not be passed on.
    private func networkFailures(retry: Bool) throws(StoreError) -> [FailureLine] {
        let title = archiveAddress.title
        let gaps = try archive.queryGaps.list(of: title)
        let studies = try archive.retrievals.failures(askedNow: title)
        let films = try relayFailures()
        if retry {
            _ = try archive.retrievals.retryFailures(now: clock.now())
            try archive.queryMarks.sweepAgain(title)
            try archive.queryGaps.retry(of: title, now: clock.now())
            _ = try archive.outbox.retryFailures(now: clock.now())
        }
        return gaps.map { FailureLine(kind: "query", item: $0.text, reason: $0.reason(title)) }
            + studies.map { FailureLine(kind: "fetch", item: $0.study.rawValue, reason: $0.reason(askedNow: title)) }
            + films
    }

    struct FailureLine: Encodable {
        let kind: String
        let item: String
        let reason: String
        var text: String { "\(kind)  \(item)  \(reason)" }
    }
}

extension QueryGap {
    fileprivate func reason(_ title: String) -> String {
        let end = " It is not asked again by itself: use `query --from --to --retrieve`, or `failures --retry`."
        return "\(problem) (\(title))" + (hasEnded ? end : "")
    }
}

extension Retrieval {
    /// Why it is listed.
    fileprivate func reason(askedNow title: String) -> String {
        guard state == .waiting else { return "\(problem ?? "unknown") (\(archive))" }
        if archive != title {
            return "It waits for \(archive), which the settings do not name any more; ask \(title) for it with `query`."
        }
        return "\(problem ?? "unknown") (\(archive), \(troubles) times; it goes on)"
    }
}

/// How the workspace stands now.
private struct StatusReport: Encodable {
    let spool: Int
    let waiting: Int
    let checks: Int
    let reading: Int
    let done: Int
    let readToday: Int
    let failed: Int
    let ignored: Int
    let rejected: Int
    let toReview: Int
    let reader: String
    let model: String
    /// RFC 3339 UTC; absent when no film waits for a moment.
    let nextRetry: String?
    let freeGiB: Double
    let freePercent: Double
    let network: NetworkReport

    var text: String {
        """
        spool      \(spool) files
        queue      \(waiting) waiting, \(reading) being read, \(checks) radiologists' texts to check
        read       \(readToday) today, \(done) in all, \(toReview) of them without a radiologist's verdict
        set aside  \(failed) failed, \(ignored) ignored, \(rejected) files rejected
        reader     \(reader)\(reader.hasPrefix("builtin") ? "" : " with \(model)")
        retry      \(nextRetry ?? "none due")
        disk       \((freeGiB * 10).rounded() / 10) GiB free (\(freePercent) %)
        \(network.text)
        """
    }
}

/// What there is to do with other machines.
private struct NetworkReport: Encodable {
    /// Absent when `run` listens to nobody.
    let listener: String?
    /// Absent when no archive is asked.
    let archive: String?
    /// RFC 3339 UTC; absent while no daemon plans one.
    let nextQuery: String?
    let completeUntil: String?
    let queryProblem: String?
    /// Spans that the archive did not answer whole.
    let queryGaps: Int
    let studiesToFetch: Int
    let studiesGivenUp: Int
    let relays: [RelayReport]

    var text: String {
        let query = archive.map { archive in
            "\(archive), next query \(nextQuery ?? "not planned"), complete until \(completeUntil ?? "never")"
                + (queryProblem.map { "\n           last query failed: \($0)" } ?? "")
                + (queryGaps > 0 ? "\n           \(queryGaps) spans not answered whole: see failures" : "")
        }
        return """
            listener   \(listener ?? "off")
            archive    \(query ?? "none is asked")
            fetch      \(studiesToFetch) studies wait, \(studiesGivenUp) given up
            relay      \(relays.isEmpty ? "no rule" : relays.map(\.text).joined(separator: "\n           "))
            """
    }
}
