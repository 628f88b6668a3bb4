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
            freePercent: (space.fraction * 1000).rounded() / 10)
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
        let lines =
            failed.map { FailureLine(kind: "exam", item: $0.exam.uid.rawValue, reason: $0.reason ?? "unknown") }
            + rejected.map { FailureLine(kind: $0.reason.rawValue, item: $0.keptPath ?? "spool", reason: $0.detail) }
        for line in lines {
            if console.wantsJSON { try console.answer(json: line) } else { console.answer(line.text) }
        }
        guard !console.wantsJSON else { return }
        let again = retry ? (dryRun ? "; they would be read again" : "; they are read again") : ""
        console.answer("\(failed.count) exams failed\(failed.isEmpty ? "" : again), \(rejected.count) files rejected.")
        if !readable.isEmpty {
            console.answer("\(readable.count) ignored films would be read by the settings of now\(again).")
        }
    }

    private struct FailureLine: Encodable {
        let kind: String
        let item: String
        let reason: String
        var text: String { "\(kind)  \(item)  \(reason)" }
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

    var text: String {
        """
        spool      \(spool) files
        queue      \(waiting) waiting, \(reading) being read, \(checks) radiologists' texts to check
        read       \(readToday) today, \(done) in all, \(toReview) of them without a radiologist's verdict
        set aside  \(failed) failed, \(ignored) ignored, \(rejected) files rejected
        reader     \(reader)\(reader.hasPrefix("builtin") ? "" : " with \(model)")
        retry      \(nextRetry ?? "none due")
        disk       \((freeGiB * 10).rounded() / 10) GiB free (\(freePercent) %)
        """
    }
}
