import Radiology

/// Who looks at a live page, and what they may do there.
public struct LiveViewer: Sendable, Equatable {
    public let login: String
    /// `user`, `reviewer` or `admin`: shown beside the login.
    public let role: String
    /// May review, flag, ask for a second reading, fetch a report.
    public let mayReview: Bool
    /// May query the archive and open originals.
    public let isAdmin: Bool

    public init(login: String, role: String, mayReview: Bool, isAdmin: Bool) {
        self.login = login
        self.role = role
        self.mayReview = mayReview
        self.isAdmin = isAdmin
    }

    /// Colleagues' logins are often their names: only an admin reads those of others.
    func name(of login: String) -> String {
        if login == self.login { return "you" }
        return isAdmin ? login : "a reviewer"
    }

    package var fields: Fields {
        ["login": .text(login), "role": .text(role), "mayReview": .flag(mayReview), "isAdmin": .flag(isAdmin)]
    }
}

/// What a person said about a film.
public struct ReviewNote: Sendable, Equatable {
    public let reviewer: String
    public let isNormal: Bool
    /// RFC 3339 UTC.
    public let at: String
    public let isWithdrawn: Bool
    /// The review's number: what is taken back is this one and no later one.
    public let id: Int64

    public init(id: Int64, reviewer: String, isNormal: Bool, at: String, isWithdrawn: Bool = false) {
        self.id = id
        self.reviewer = reviewer
        self.isNormal = isNormal
        self.at = at
        self.isWithdrawn = isWithdrawn
    }

    func fields(for viewer: LiveViewer) -> Fields {
        [
            "verdict": .text(isNormal ? "normal" : "abnormal"), "by": .text(viewer.name(of: reviewer)),
            "at": .text(TimeWords.moment(at)), "isNormal": .flag(isNormal),
            "id": .text(String(id)), "isMine": .flag(reviewer == viewer.login || viewer.isAdmin),
            "isWithdrawn": .flag(isWithdrawn),
        ]
    }
}

/// A mark that somebody put on a film.
public struct FlagNote: Sendable, Equatable {
    public let login: String
    public let note: String
    /// RFC 3339 UTC.
    public let at: String
    public let isCleared: Bool

    public init(login: String, note: String, at: String, isCleared: Bool = false) {
        self.login = login
        self.note = note
        self.at = at
        self.isCleared = isCleared
    }

    func fields(for viewer: LiveViewer, _ redact: Redaction) -> Fields {
        var fields: Fields = [
            "by": .text(viewer.name(of: login)), "at": .text(TimeWords.moment(at)), "isCleared": .flag(isCleared),
        ]
        fields["note"] = .words(redact(note)) ?? .flag(false)
        return fields
    }
}

/// A film with what people said about it: what live pages are made of.
public struct LiveFilm: Sendable {
    /// With the review that stands.
    public let record: ExamRecord
    public let review: ReviewNote?
    public let flag: FlagNote?
    /// The AI's severity, also when its text is gone.
    public let ai: Severity?
    /// The severity that the AI's is compared with; `nil` = nobody has said anything.
    public let compared: Severity?

    /// - Parameter ai: `nil` = the one of the record's report.
    public init(
        record: ExamRecord, ai: Severity? = nil, review: ReviewNote? = nil, flag: FlagNote? = nil,
        compared: Severity? = nil
    ) {
        self.record = record
        self.ai = ai ?? record.aiReport?.severity
        self.review = review
        self.flag = flag
        self.compared = compared
    }
}
