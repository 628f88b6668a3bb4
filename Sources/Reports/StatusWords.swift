import Radiology

/// What a status means and what happens next, for someone who has never seen the programme.
enum StatusWords {
    /// For a column.
    static func short(_ status: ExamStatus) -> String {
        switch status {
        case .none: "received"
        case .queued: "waiting"
        case .processing: "being read"
        case .done: "read"
        case .error: "failed"
        case .ignore: "not read"
        case .requeue: "waiting again"
        case .check: "checking"
        }
    }

    /// What it means. `nil` for a film that is simply read.
    static func meaning(_ status: ExamStatus) -> String? {
        switch status {
        case .none: "The film has been received and is not in the queue."
        case .queued: "The film waits in the queue; the AI has not read it yet."
        case .processing: "The AI is reading the film now."
        case .done: nil
        case .error: "The AI could not read the film."
        case .ignore: "The film is not given to the AI."
        case .requeue: "A second reading was asked for; the film waits in the queue."
        case .check: "The radiologist's text has arrived and waits for its check and translation."
        }
    }

    /// What happens next, or what someone has to do.
    static func next(_ status: ExamStatus) -> String? {
        switch status {
        case .none: "It joins the queue as soon as the programme has prepared it."
        case .queued: "Nothing has to be done: films are read one after another, and this page follows."
        case .processing: "Nothing has to be done: this page follows when the answer is stored."
        case .done: nil
        case .error: "It stays so until someone asks again: remove the cause, then run “xrayvision failures --retry”."
        case .ignore:
            "It stays in the archive. When its region is added to [supported_regions] in the settings, "
                + "“xrayvision failures --retry” has it read."
        case .requeue, .check: "Nothing has to be done; until then the earlier answer is shown."
        }
    }

    /// Names the style of the status: waiting, working, done, failed or ignored.
    static func style(_ status: ExamStatus) -> String {
        switch status {
        case .none, .queued, .requeue, .check: "waiting"
        case .processing: "working"
        case .done: "done"
        case .error: "failed"
        case .ignore: "ignored"
        }
    }
}
