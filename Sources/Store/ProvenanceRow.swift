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

    /// The answer behind the present AI report: the last one that succeeded.
    static let join = """
        LEFT JOIN analyses n ON n.id = (
            SELECT max(id) FROM analyses WHERE uid = e.uid AND kind = 'report' AND outcome = 'ok')

        """

    static func append(_ attempt: Attempt, of uid: SOPInstanceUID, in db: Database) throws {
        var errorCode: String?
        if case .failed(let code) = attempt.outcome { errorCode = code }
        let source = attempt.provenance
        let sql = """
            INSERT INTO analyses (uid, kind, outcome, error_code, severity, confidence, summary,
                image_hash, content_hash, recipe, recipe_hash, prompt_hashes, endpoint, model_configured,
                model_answered, sampling, attempt, report_ms, check_ms, raw_report, raw_check, finish_reason,
                prompt_tokens, completion_tokens, program_version, answered)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
        try db.run(sql, verdict + question + answer)
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

    private static func text(_ hashes: [String: String]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(hashes)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private static func hashes(_ text: String) -> [String: String] {
        (try? JSONDecoder().decode([String: String].self, from: Data(text.utf8))) ?? [:]
    }
}
