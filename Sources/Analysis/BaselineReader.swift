import Imaging
import Radiology

/// The embedded reader: fixed measurements on the film, put into words. It is not a trained model.
///
/// It is the null hypothesis that a real model has to beat: if a model is no better than the difference of two medians,
/// its answers carry nothing. The measurements are in `BaselineQuality` and `BaselineChest`, what they are made to mean is
/// in `BaselineRule`. Nothing was fitted to any film. The same film gives the same answer, byte for byte.
public enum BaselineReader {
    public static let name = "builtin:baseline"
    /// The rule's edition; it changes whenever a number or a word of the rule does.
    public static let edition = "baseline/1"

    static let disclaimer =
        "Written by the built-in baseline: fixed measurements put into words, no trained model and no medical opinion."

    /// Answers one question. Milliseconds are not measured: equal films give equal answers.
    public static func read(_ question: Question) throws(AnalysisError) -> Answer {
        let picture: GreyPicture
        do { picture = try question.picture() } catch { throw .pictureUnreadable }
        let quality = BaselineQuality(question.quality)
        let verdict = BaselineRule.verdict(
            chest: isFrontalChest(question) ? BaselineChest(picture) : nil, hasRule: isFrontalChest(question),
            defects: quality.defects.count, projectionIsKnown: question.projection != nil)
        let findings = [disclaimer, quality.words, verdict.findings].filter { !$0.isEmpty }.joined(separator: " ")
        let text = "FINDINGS:\n\(findings)\n\nIMPRESSION:\n\(verdict.impression)"
        return Answer(
            text: text, findings: findings, impression: verdict.impression, severity: verdict.severity,
            confidence: verdict.confidence, summary: verdict.summary, model: edition, modelConfigured: name,
            endpoint: name, rawReport: text, finishReason: "stop", reportMilliseconds: 0,
            sampling: "{\"rule\":\"\(edition)\"}", imageHash: question.image.hash)
    }

    /// A chest film whose projection nobody named is taken for frontal, as most are; the text says so.
    private static func isFrontalChest(_ question: Question) -> Bool {
        question.region?.rawValue == "chest" && (question.projection ?? .frontal) == .frontal
    }
}

extension Reader {
    /// The embedded reader; needs no endpoint and no prompts.
    public static let baseline = Reader(
        name: BaselineReader.name, endpoint: BaselineReader.name, read: { try BaselineReader.read($0) })
}
