import Radiology

/// Why an exam waits. Status and intent go together: `queued` read, `requeue` reread, `check` check.
public enum Intent: String, Sendable, CaseIterable {
    case read
    /// A person asked for a second reading.
    case reread
    /// A radiologist's text waits for its check and translation.
    case check

    /// The status of an exam that waits with this intent.
    public var waitingStatus: ExamStatus {
        switch self {
        case .read: .queued
        case .reread: .requeue
        case .check: .check
        }
    }
}

/// The exam that the runner holds: nobody else gets it until it is recorded, set aside or given back.
public struct ClaimedExam: Sendable, Equatable {
    public let uid: SOPInstanceUID
    public let intent: Intent
    /// This attempt included. Attempts that ended with the process count; exams that were given back do not.
    public let attempts: Int
    public let priority: Int
    /// An extra instruction of the person who asked for this reading.
    public let instruction: String?
    /// RFC 3339 UTC.
    public let claimed: String
    /// Without provenance.
    public let record: ExamRecord
    /// Relative to the workspace.
    public let archivePath: String?
    public let qualityJSON: String?
    /// How the kept picture was drawn; `nil` when that was not recorded.
    public let recipe: PictureRecipe?
}
