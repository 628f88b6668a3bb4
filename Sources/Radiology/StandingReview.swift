/// What a person with the dashboard open said about a film, and did not withdraw. The radiologist's own report is never
/// changed by it; the compared severity (`ExamRecord.compared`) follows it.
public struct StandingReview: Sendable, Equatable {
    /// The login of who reviewed.
    public var reviewer: String
    public var isNormal: Bool
    /// What it stands for when films are compared: 0 when normal, at or above the threshold otherwise.
    public var severity: Severity
    /// RFC 3339 UTC.
    public var at: String

    public init(reviewer: String, isNormal: Bool, severity: Severity, at: String) {
        self.reviewer = reviewer
        self.isNormal = isNormal
        self.severity = severity
        self.at = at
    }
}

extension ExamRecord {
    /// The severity that the AI's is compared with: the review's, else the radiologist's own. `nil` = not reviewed.
    public var compared: Severity? { review?.severity ?? radiologistReport?.severity }
}
