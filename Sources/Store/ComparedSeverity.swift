import GRDB
import Radiology

/// The severity that the AI's is compared with, from what people said:
///
/// | latest review | compared severity |
/// |---|---|
/// | normal | 0 |
/// | abnormal | the radiologist report's if ≥ threshold, else the AI's if ≥ threshold, else the threshold |
/// | none | the radiologist report's own; `nil` when that is not assessed: the exam is not reviewed |
///
/// It is never stored: it follows the reports and the threshold. The rule stands here twice, for values and for SQL; a
/// test compares them.
public enum ComparedSeverity {
    /// - Parameter isNormal: the latest review that was not withdrawn; `nil` when there is none.
    public static func of(
        review isNormal: Bool?, radiologist: Severity?, ai: Severity?, threshold: Int
    ) -> Severity? {
        guard let isNormal else { return radiologist }
        if isNormal { return Severity(0) }
        if let radiologist, radiologist.score >= threshold { return radiologist }
        if let ai, ai.score >= threshold { return ai }
        return Severity(min(max(threshold, 0), 10))
    }

    /// A score of `exams e`, `ai_reports a` and `rad_reports r`, -1 when there is none.
    static func sql(threshold: Int) -> String {
        """
        CASE \(latestReview) WHEN 1 THEN 0
            WHEN 0 THEN CASE WHEN r.severity >= \(threshold) THEN r.severity WHEN a.severity >= \(threshold) THEN a.severity
                        ELSE \(min(max(threshold, 0), 10)) END
            ELSE coalesce(r.severity, -1) END
        """
    }

    /// The verdict of the latest review of `exams e` that was not withdrawn: 1, 0 or null.
    static let latestReview = """
        (SELECT v.normal FROM reviews v WHERE v.uid = e.uid AND v.withdraws IS NULL
         AND NOT EXISTS (SELECT 1 FROM reviews w WHERE w.withdraws = v.id) ORDER BY v.id DESC LIMIT 1)
        """
}

/// Whether the two severities of an exam are on the same side of the threshold.
public enum Agreement: Sendable, Equatable {
    case agree
    case differ

    /// `nil` unless both are assessed: "not assessed" is never a negative.
    public init?(ai: Severity?, compared: Severity?, threshold: Int) {
        guard let ai, let compared else { return nil }
        self = (ai.score >= threshold) == (compared.score >= threshold) ? .agree : .differ
    }
}
