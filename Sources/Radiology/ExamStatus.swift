/// Where an exam stands. The raw values are what the database and the API clients know.
public enum ExamStatus: String, Sendable, Codable, CaseIterable {
    /// Received, not queued.
    case none
    case queued
    case processing
    case done
    case error
    case ignore
    /// A person asked for a second reading.
    case requeue
    /// Internal: a radiologist's text waits for its check and translation.
    case check

    /// The statuses from which the runner takes its next exam.
    public static let waiting: [ExamStatus] = [.queued, .requeue, .check]

    public func canBecome(_ next: ExamStatus) -> Bool {
        switch (self, next) {
        case (.none, .queued), (.none, .ignore), (.none, .error): true
        case (.queued, .processing), (.requeue, .processing), (.check, .processing): true
        case (.processing, .done), (.processing, .error), (.processing, .ignore): true
        // The process died, or the endpoint is away: the exam is given back as it was.
        case (.processing, .queued), (.processing, .requeue), (.processing, .check): true
        case (.done, .requeue), (.error, .requeue), (.ignore, .requeue), (.error, .queued): true
        case (.done, .check), (.none, .check): true
        default: false
        }
    }
}
