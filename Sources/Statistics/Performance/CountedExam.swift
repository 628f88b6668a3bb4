/// One exam in plain numbers: all that the figures need, and nothing of the patient.
public struct CountedExam: Sendable {
    /// What the latest review of a person says, if one stands.
    public enum Review: Int, Sendable, CaseIterable { case none, normal, abnormal }

    /// "done" is counted in the figures; of the others only how many there are.
    public var status: String
    /// Days since 1970-01-01 by the modality's clock; `nil` unknown.
    public var day: Int?
    /// 0…23 by the same clock.
    public var hour: Int?
    /// Whole years at the exam.
    public var age: Int?
    /// Empty: unknown.
    public var (sex, region, device) = ("", "", "")
    public var (radiologist, diagnosis) = ("", "")
    /// The reader's severity 0…10; `nil` and anything outside is not assessed.
    public var reader: Int?
    /// The severity of the radiologist's own report, likewise.
    public var reported: Int?
    public var review = Review.none
    /// 0…100 percent.
    public var confidence: Int?
    /// How long the reader took, in seconds; below 0 unknown.
    public var latency: Int?
    /// How long the radiologist's text took to be understood, in seconds.
    public var checkLatency: Int?
    /// From the exam to the radiologist's report; `nil` while there is none.
    public var reportMinutes: Int?
    /// Without a report: how long the exam has waited for one; `nil` unknown.
    public var waitingMinutes: Int?
    /// Whether the reader's answer stands.
    public var hasAnswer = false
    /// Attempts that failed.
    public var failedAttempts = 0
    /// Of them those whose answer could not be understood.
    public var unreadableAnswers = 0
    /// Why an exam of the status "error" failed; empty: unknown.
    public var errorKind = ""

    public init(status: String) { self.status = status }

    var ageGroup: String { age.flatMap { AgeBucket(years: $0)?.rawValue } ?? GroupKind.unknown }

    /// Two digits, so that groups come in the order of the clock.
    var hourGroup: String {
        guard let hour, (0...23).contains(hour) else { return GroupKind.unknown }
        return hour < 10 ? "0\(hour)" : "\(hour)"
    }

    static let isDone = "done"
    static let isError = "error"
}
