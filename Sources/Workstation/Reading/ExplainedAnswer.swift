import Foundation
import Radiology
import Store

/// One answer of a model: who gave it, to what, under which circumstances.
struct ExplainedAnswer: Encodable {
    let id: Int64
    let provenance: Provenance
    let severity: Int?
    let confidence: Int?
    let summary: String?
    let requestHash: String?
    let checkRequestHash: String?
    /// Who answered the check; absent for a version that did not keep it.
    let checkSource: CheckSource?
    /// Why the verdict is missing or to be doubted.
    let checkProblem: String?
    let checkPromptTokens: Int?
    let checkCompletionTokens: Int?
    /// The row whose answer was taken over instead of asking again.
    let answeredFrom: Int64?

    init(_ kept: KeptAttempt) {
        let attempt = kept.attempt
        (id, provenance) = (kept.id, attempt.provenance)
        (severity, confidence) = (attempt.severity?.score, attempt.confidence?.percent)
        summary = attempt.summary
        (requestHash, checkRequestHash) = (attempt.request?.hash, attempt.checkRequest?.hash)
        (checkPromptTokens, checkCompletionTokens) = (attempt.checkPromptTokens, attempt.checkCompletionTokens)
        answeredFrom = attempt.answeredFrom
        (checkSource, checkProblem) = (attempt.checkSource, attempt.checkProblem)
    }

    /// In plain words.
    var lines: [String] { (given + sent + [took, reply]).compactMap(\.self) }

    private var given: [String?] {
        let verdict = severity.map { "\($0)/10" } ?? "not assessed"
        let words = summary.map { " (\($0))" } ?? ""
        let sure = confidence.map { ", confidence \($0) %" } ?? ""
        return [
            "The answer was given at \(provenance.answered) by \(who), at attempt \(provenance.attempt), to programme "
                + "\(provenance.programVersion).",
            answeredFrom.map { "Nobody was asked: it is the answer no. \($0) to the very same bytes." },
            "It says: severity \(verdict)\(words)\(sure).",
        ]
    }

    private var sent: [String?] {
        [
            "The picture that was sent has the SHA-256 \(provenance.imageHash); it was drawn by the recipe "
                + "\(provenance.recipe) (parameters \(short(provenance.recipeHash))).",
            provenance.contentHash.map { "It was drawn from the film with the SHA-256 \($0)." },
            prompts, "Its sampling was \(provenance.sampling).",
            requestHash.map { "The request had the SHA-256 \($0)." },
            checkSource.map(Self.given), checkProblem.map { "About its verdict: \($0)" },
            checkRequestHash.map { "The check of its text had the SHA-256 \($0)." },
        ]
    }

    private var reply: String {
        let ended = provenance.finishReason.map { "The model ended because of: \($0).\n" } ?? ""
        let check = provenance.rawCheck.map { "\nThe check as it came:\n\($0)" } ?? ""
        return "\(ended)The reply as it came:\n\(provenance.rawReport)\(check)"
    }

    private var who: String {
        let name = provenance.modelAnswered.map {
            $0 == provenance.modelConfigured ? "" : ", which calls itself “\($0)”"
        }
        return "“\(provenance.modelConfigured)”\(name ?? ", which did not say its name,") at \(provenance.endpoint)"
    }

    private static func given(_ check: CheckSource) -> String {
        let name = check.modelAnswered.map { $0 == check.modelConfigured ? "" : ", which calls itself “\($0)”" }
        let ended = check.finishReason.map { ", which ended because of: \($0)" } ?? ""
        return "Its text was checked by “\(check.modelConfigured)”\(name ?? ", which did not say its name,") at "
            + "\(check.endpoint) with the sampling \(check.sampling)\(ended)."
    }

    private var prompts: String? {
        guard !provenance.promptHashes.isEmpty else { return nil }
        let names = ["rep": "report", "usr": "task", "rev": "review", "chk": "check"]
        let told = provenance.promptHashes.sorted { $0.key < $1.key }
            .map { "\(names[$0.key] ?? $0.key) \(short($0.value))" }
        return "The prompts were \(told.joined(separator: ", "))."
    }

    private var took: String {
        let check = provenance.checkMilliseconds.map { " and the check \($0) ms" } ?? ""
        let tokens = Self.tokens(provenance.promptTokens, provenance.completionTokens)
        return "The report took \(provenance.reportMilliseconds) ms\(tokens)\(check)"
            + "\(Self.tokens(checkPromptTokens, checkCompletionTokens))."
    }

    private static func tokens(_ read: Int?, _ written: Int?) -> String {
        guard read != nil || written != nil else { return "" }
        func word(_ count: Int?) -> String { count.map { "\($0)" } ?? "?" }
        return " (\(word(read)) tokens read, \(word(written)) written)"
    }

    private func short(_ hash: String) -> String { String(hash.prefix(12)) }
}
