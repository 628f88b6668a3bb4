/// An exam with everything the database knows about it: what pages, frames and figures are made of.
public struct ExamRecord: Sendable, Equatable {
    public var exam: Exam
    public var status: ExamStatus
    /// Why it stands where it stands (`ignore`, `error`, waiting again): a sentence for a person, no patient data.
    public var reason: String?
    public var aiReport: AIReport?
    public var radiologistReport: RadiologistReport?
    public var provenance: Provenance?
    /// Beside the provenance; `nil` without one.
    public var circumstances: AnswerCircumstances?
    /// What is odd about the answer. Not read with the record: whoever draws pages asks once for many.
    public var alarms: [AnswerAlarm] = []
    /// What a person said about the film in a review. Not read with the record: whoever shows it asks once for many.
    public var review: StandingReview?
    /// Content hash (SHA-256, hex) of the original file.
    public var contentHash: String?
    /// RFC 3339 UTC.
    public var received: String?
    /// Attempts made so far by the runner.
    public var attempts: Int
    /// Another file with other content arrived under the same UID; the first one is the film that is shown and read.
    public var hasRevisions: Bool
    /// Named and versioned recipe of the picture that people see, e.g. `viewer-2048/1`, and the hash (SHA-256, hex) of
    /// its parameters; `nil` when none was drawn, or it was drawn before this was recorded.
    public var displayRecipe: String?
    public var displayRecipeHash: String?
    /// What was wrong with the film's header and how it was read: sentences for a person, without patient data.
    public var notes: [String] = []
    /// Whether there is a picture to show. Not in the database: whoever draws pages looks.
    public var hasPicture = true
    /// Whether the film's grey values were written for the viewer; whoever draws pages looks whether they are there.
    public var hasViewer = false
    /// Whether its overlay planes lie beside its page. Not in the database.
    public var hasOverlays = false

    public init(
        exam: Exam, status: ExamStatus, reason: String? = nil, aiReport: AIReport? = nil,
        radiologistReport: RadiologistReport? = nil, provenance: Provenance? = nil, contentHash: String? = nil,
        received: String? = nil, attempts: Int = 0, hasRevisions: Bool = false
    ) {
        self.exam = exam
        self.status = status
        self.reason = reason
        self.aiReport = aiReport
        self.radiologistReport = radiologistReport
        self.provenance = provenance
        self.contentHash = contentHash
        self.received = received
        self.attempts = attempts
        self.hasRevisions = hasRevisions
    }
}

/// How an answer came about: enough to say it in words and, later, to ask again with the same bytes.
public struct Provenance: Sendable, Equatable, Codable {
    /// SHA-256 (hex) of the PNG bytes the reader saw.
    public var imageHash: String
    /// SHA-256 (hex) of the original file.
    public var contentHash: String?
    /// Named and versioned rendering recipe, e.g. `model-896/1`, and the hash of its parameters.
    public var recipe: String
    public var recipeHash: String
    /// SHA-256 (hex) by prompt name (`rep`, `usr`, `chk`).
    public var promptHashes: [String: String]
    public var endpoint: String
    public var modelConfigured: String
    public var modelAnswered: String?
    /// Sampling settings as sent, JSON text.
    public var sampling: String
    public var attempt: Int
    public var reportMilliseconds: Int
    public var checkMilliseconds: Int?
    public var rawReport: String
    public var rawCheck: String?
    public var finishReason: String?
    public var promptTokens: Int?
    public var completionTokens: Int?
    public var programVersion: String
    /// RFC 3339 UTC.
    public var answered: String

    public init(
        imageHash: String, contentHash: String? = nil, recipe: String, recipeHash: String,
        promptHashes: [String: String] = [:], endpoint: String, modelConfigured: String, modelAnswered: String? = nil,
        sampling: String = "{}", attempt: Int = 1, reportMilliseconds: Int, checkMilliseconds: Int? = nil,
        rawReport: String, rawCheck: String? = nil, finishReason: String? = nil, promptTokens: Int? = nil,
        completionTokens: Int? = nil, programVersion: String, answered: String
    ) {
        self.imageHash = imageHash
        self.contentHash = contentHash
        self.recipe = recipe
        self.recipeHash = recipeHash
        self.promptHashes = promptHashes
        self.endpoint = endpoint
        self.modelConfigured = modelConfigured
        self.modelAnswered = modelAnswered
        self.sampling = sampling
        self.attempt = attempt
        self.reportMilliseconds = reportMilliseconds
        self.checkMilliseconds = checkMilliseconds
        self.rawReport = rawReport
        self.rawCheck = rawCheck
        self.finishReason = finishReason
        self.promptTokens = promptTokens
        self.completionTokens = completionTokens
        self.programVersion = programVersion
        self.answered = answered
    }
}
