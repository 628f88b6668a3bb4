import Radiology

/// Something that people with the dashboard open hear about.
public enum LiveEvent: Sendable, Equatable {
    /// An exam was given to a reader.
    case processingStart(SOPInstanceUID)
    /// The answer is kept.
    case newExam(SOPInstanceUID)
    /// `max_retries`, or the reason in words.
    case failed(SOPInstanceUID, reason: String)
    case reviewed(SOPInstanceUID)
    /// Frames for this one are the state only; browsers ask again for the card.
    case flagged(SOPInstanceUID)
    /// A radiologist's report was fetched.
    case reportFetched(SOPInstanceUID)
    /// A radiologist's report was checked.
    case reportChecked(SOPInstanceUID, confidence: Int?)
    case requeued(SOPInstanceUID)
    /// Queue, status or health changed: a frame without event.
    case state
}
