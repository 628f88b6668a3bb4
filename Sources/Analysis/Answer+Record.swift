import Radiology

extension Answer {
    /// The answer as `ai_reports` keeps it; its times are the caller's.
    public var report: AIReport {
        AIReport(
            text: text, summary: summary, severity: severity, confidence: confidence, model: model ?? modelConfigured,
            latency: reportMilliseconds / 1000)
    }

    /// How the answer came about. What only the caller knows is passed in.
    /// - Parameters:
    ///   - recipe: name and edition of the rendering recipe; `recipeHash`: SHA-256 (hex) of its parameters.
    ///   - answered: RFC 3339 UTC.
    public func provenance(
        contentHash: String?, recipe: String, recipeHash: String, attempt: Int, programVersion: String,
        answered: String
    ) -> Provenance {
        Provenance(
            imageHash: imageHash, contentHash: contentHash, recipe: recipe, recipeHash: recipeHash,
            promptHashes: promptHashes, endpoint: endpoint, modelConfigured: modelConfigured, modelAnswered: model,
            sampling: sampling, attempt: attempt, reportMilliseconds: reportMilliseconds,
            checkMilliseconds: checkMilliseconds, rawReport: rawReport, rawCheck: rawCheck,
            finishReason: finishReason, promptTokens: promptTokens, completionTokens: completionTokens,
            programVersion: programVersion, answered: answered)
    }
}
