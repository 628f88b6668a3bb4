import Foundation
import Radiology
import Store

extension Workstation {
    /// Lists what failed and why.
    /// - retry: puts them back into the queue, and the ignored films that the settings have read by now.
    public func failures(retry: Bool, dryRun: Bool) throws {
        let failures = try Self.orEnding { try collectFailures(all: retry) }
        let ends = retry && !dryRun
        if ends {
            try Self.orEnding { try again(failures) }
            let exams = failures.failed.count + failures.readable.count
            if exams > 0 { try writeDown("requeue", ["filters": "failures", "exams": "\(exams)"]) }
        }
        let network = try Self.orEnding { try networkFailures(retry: ends) }
        let reports = try Self.orEnding { try recordFailures(retry: ends) }
            .map { FailureLine(kind: "report", item: $0.item, reason: $0.reason) }
        let alerts = try Self.orEnding { try alertFailures(retry: ends) }
        for line in failures.lines + network + reports + alerts {
            if console.wantsJSON { try console.answer(json: line) } else { console.answer(line.text) }
        }
        guard !console.wantsJSON else { return }
        let fate = FailureFate(retry: retry, dryRun: dryRun)
        for sentence in failures.sentences(fate) { console.answer(sentence) }
        if !network.isEmpty {
            console.answer("\(network.count) studies, films or queries failed on the network\(fate("tried")).")
        }
        if !reports.isEmpty { console.answer("\(reports.count) radiologists' reports need a person.") }
        if !alerts.isEmpty { console.answer("\(alerts.count) alerts were set aside\(fate("sent")).") }
        if !failures.readable.isEmpty {
            console.answer(
                "\(failures.readable.count) ignored films would be read by the settings of now\(fate("read")).")
        }
    }

    private func collectFailures(all: Bool) throws(StoreError) -> ReadingFailures {
        let rules = readingRules
        return ReadingFailures(
            failed: try archive.exams.failures(limit: all ? .max : 1000),
            rejected: try archive.rejections.list(limit: 1000),
            unassessed: try archive.exams.unassessed(limit: all ? .max : 1000),
            readable: try archive.exams.failures(.ignore, limit: .max).filter { rules.refusal(of: $0.exam) == nil })
    }

    private func again(_ failures: ReadingFailures) throws(StoreError) {
        for record in failures.failed + failures.readable {
            _ = try archive.exams.requeue(record.exam.uid, now: clock.now())
        }
        for record in failures.unassessed { _ = try archive.exams.checkAgain(record.exam.uid, now: clock.now()) }
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

/// What failed on the way from the spool to an answer.
private struct ReadingFailures {
    let failed: [ExamRecord]
    let rejected: [Rejection]
    /// Texts that nobody could classify.
    let unassessed: [ExamRecord]
    /// Ignored once; the settings of now would read them.
    let readable: [ExamRecord]

    var lines: [Workstation.FailureLine] {
        failed.map { line($0, "exam") }
            + rejected.map { .init(kind: $0.reason.rawValue, item: $0.keptPath ?? "spool", reason: $0.detail) }
            + unassessed.map { line($0, "verdict") }
    }

    private func line(_ record: ExamRecord, _ kind: String) -> Workstation.FailureLine {
        .init(kind: kind, item: record.exam.uid.rawValue, reason: record.reason ?? "unknown")
    }

    func sentences(_ fate: FailureFate) -> [String] {
        let read = failed.isEmpty ? "" : fate("read")
        let first = "\(failed.count) exams failed\(read), \(rejected.count) files rejected."
        guard !unassessed.isEmpty else { return [first] }
        return [first, "\(unassessed.count) exams have a text without a verdict\(fate("asked about"))."]
    }
}

/// What becomes of failures: nothing, or they are tried again, or they would be.
private struct FailureFate {
    let retry: Bool
    let dryRun: Bool

    func callAsFunction(_ verb: String) -> String {
        retry ? (dryRun ? "; they would be \(verb) again" : "; they are \(verb) again") : ""
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
