import Foundation
import GRDB
import Radiology

/// The table `analyses`: columns, appending, reading back.
enum ProvenanceRow {
    static let columns = """
        n.image_hash, n.content_hash, n.recipe, n.recipe_hash, n.prompt_hashes, n.endpoint, n.model_configured,
        n.model_answered, n.sampling, n.attempt, n.report_ms, n.check_ms, n.raw_report, n.raw_check,
        n.finish_reason, n.prompt_tokens, n.completion_tokens, n.program_version, n.answered
        """

    /// The answer behind the present AI report: the last one that succeeded, the one it was taken over from, and
    /// the check that was made of it later.
    static let join = """
        LEFT JOIN analyses n ON n.id = (
            SELECT max(id) FROM analyses WHERE uid = e.uid AND kind = 'report' AND outcome = 'ok')
        LEFT JOIN analyses taken ON taken.id = n.answered_from
        LEFT JOIN analyses c ON c.id = (
            SELECT max(id) FROM analyses
            WHERE uid = e.uid AND kind = 'check' AND outcome = 'ok' AND checked_id = n.id)

        """

    /// `columns`, and behind them what `circumstances` reads.
    static let pageColumns =
        columns.replacing("n.check_ms", with: "coalesce(c.check_ms, n.check_ms)")
        .replacing("n.raw_check", with: "coalesce(c.raw_report, n.raw_check)")
        + ", n.request_hash, n.request, taken.answered"

    /// What an attempt has beside its provenance; `attempt(_:)` reads it.
    static let attemptColumns = """
        n.kind, n.error_code, n.severity, n.confidence, n.summary, n.request_hash, n.request, n.check_request_hash,
        n.check_request, n.check_prompt_tokens, n.check_completion_tokens, n.translate_ms, n.answered_from,
        n.check_endpoint, n.check_model_configured, n.check_model_answered, n.check_sampling, n.check_finish_reason,
        n.check_problem, n.checked_id
        """

    /// - Returns: the row's id.
    @discardableResult
    static func append(_ attempt: Attempt, of uid: SOPInstanceUID, in db: Database) throws -> Int64 {
        var errorCode: String?
        if case .failed(let code) = attempt.outcome { errorCode = code }
        let source = attempt.provenance
        let sql = """
            INSERT INTO analyses (uid, kind, outcome, error_code, severity, confidence, summary,
                image_hash, content_hash, recipe, recipe_hash, prompt_hashes, endpoint, model_configured,
                model_answered, sampling, attempt, report_ms, check_ms, raw_report, raw_check, finish_reason,
                prompt_tokens, completion_tokens, program_version, answered, request_hash, request, check_request_hash,
                check_request, check_prompt_tokens, check_completion_tokens, translate_ms, answered_from,
                check_endpoint, check_model_configured, check_model_answered, check_sampling, check_finish_reason,
                check_problem, checked_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        let verdict: StatementArguments = [
            uid.rawValue, attempt.kind.rawValue, errorCode == nil ? "ok" : "failed", errorCode,
            attempt.severity?.score, attempt.confidence?.percent, attempt.summary,
        ]
        let question: StatementArguments = [
            source.imageHash, source.contentHash, source.recipe, source.recipeHash, text(source.promptHashes),
            source.endpoint, source.modelConfigured, source.modelAnswered, source.sampling, source.attempt,
        ]
        let answer: StatementArguments = [
            source.reportMilliseconds, source.checkMilliseconds, source.rawReport, source.rawCheck,
            source.finishReason, source.promptTokens, source.completionTokens, source.programVersion, source.answered,
        ]
        let requests: StatementArguments = [
            attempt.request?.hash, attempt.request?.pieces, attempt.checkRequest?.hash, attempt.checkRequest?.pieces,
            attempt.checkPromptTokens, attempt.checkCompletionTokens, attempt.translateMilliseconds,
            attempt.answeredFrom,
        ]
        let check = attempt.checkSource
        let checked: StatementArguments = [
            check?.endpoint, check?.modelConfigured, check?.modelAnswered, check?.sampling, check?.finishReason,
            attempt.checkProblem, attempt.checkedID,
        ]
        try db.run(sql, verdict + question + answer + requests + checked)
        return db.lastInsertedRowID
    }

    /// A row of `attemptColumns` and, behind them, `columns`.
    /// - Parameter first: the position of the first.
    static func attempt(_ row: Row, from first: Int) -> Attempt? {
        guard let provenance = provenance(row, from: first + 20) else { return nil }
        var attempt = Attempt(
            kind: Attempt.Kind(rawValue: row[first]) ?? .report,
            outcome: (row[first + 1] as String?).map { .failed(code: $0) } ?? .answered, provenance: provenance,
            severity: OldColumn.severity(row[first + 2]), confidence: OldColumn.confidence(row[first + 3]),
            summary: row[first + 4])
        attempt.request = request(row[first + 5], row[first + 6])
        attempt.checkRequest = request(row[first + 7], row[first + 8])
        (attempt.checkPromptTokens, attempt.checkCompletionTokens) = (row[first + 9], row[first + 10])
        (attempt.translateMilliseconds, attempt.answeredFrom) = (row[first + 11], row[first + 12])
        attempt.checkSource = checkSource(row, from: first + 13)
        (attempt.checkProblem, attempt.checkedID) = (row[first + 18], row[first + 19])
        return attempt
    }

    private static func checkSource(_ row: Row, from first: Int) -> CheckSource? {
        guard let endpoint = row[first] as String?, let configured = row[first + 1] as String? else { return nil }
        return CheckSource(
            endpoint: endpoint, modelConfigured: configured, modelAnswered: row[first + 2],
            sampling: row[first + 3] ?? "{}", finishReason: row[first + 4])
    }

    private static func request(_ hash: String?, _ pieces: String?) -> AskedRequest? {
        guard let hash, let pieces else { return nil }
        return AskedRequest(hash: hash, pieces: pieces)
    }

    /// - Parameter first: the position of the first of `columns` in the row.
    static func provenance(_ row: Row, from first: Int) -> Provenance? {
        guard let imageHash = row[first] as String? else { return nil }
        return Provenance(
            imageHash: imageHash, contentHash: row[first + 1], recipe: row[first + 2], recipeHash: row[first + 3],
            promptHashes: hashes(row[first + 4]), endpoint: row[first + 5], modelConfigured: row[first + 6],
            modelAnswered: row[first + 7], sampling: row[first + 8], attempt: row[first + 9],
            reportMilliseconds: row[first + 10], checkMilliseconds: row[first + 11], rawReport: row[first + 12],
            rawCheck: row[first + 13], finishReason: row[first + 14], promptTokens: row[first + 15],
            completionTokens: row[first + 16], programVersion: row[first + 17], answered: row[first + 18])
    }

    /// - Parameter first: the position of the first of `pageColumns` in the row.
    static func circumstances(_ row: Row, from first: Int) -> AnswerCircumstances {
        AnswerCircumstances(requestHash: row[first + 19], request: row[first + 20], takenFrom: row[first + 21])
    }

    private static func text(_ hashes: [String: String]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(hashes)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private static func hashes(_ text: String) -> [String: String] {
        (try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))) ?? [:]
    }
}
