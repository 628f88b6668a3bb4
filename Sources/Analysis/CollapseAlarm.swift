/// A sign that a model no longer looks at its films, or that another one answers.
public enum CollapseAlarm: Sendable, Equatable {
    /// Nearly the same words as about other films; `partner` is the newest of them.
    case nearIdentical(partner: String, films: Int)
    /// It speaks of another part of the body than the film shows.
    case wrongRegion(asked: String, told: String)
    /// It describes a CT, an MRI or an ultrasound examination.
    case wrongModality(String)
    /// Not English, though English was asked for.
    case wrongLanguage
    /// The same words over and over.
    case repetition

    /// A short word that stays the same, for the database and the counts of `status`.
    public var kind: String {
        switch self {
        case .nearIdentical: "near-identical"
        case .wrongRegion: "wrong-region"
        case .wrongModality: "wrong-modality"
        case .wrongLanguage: "wrong-language"
        case .repetition: "repetition"
        }
    }

    /// One sentence for the exam's page; never a word of the report.
    public var words: String {
        switch self {
        case .nearIdentical(_, let films):
            "The report has nearly the same words as those about \(films) other films: look whether the model still sees "
                + "its pictures."
        case .wrongRegion(let asked, let told):
            "The film shows \(asked), and the report speaks of \(told): have the film read again."
        case .wrongModality(let modality): "The report describes \(modality), and the film is a radiograph."
        case .wrongLanguage: "The report is not in English: look whether another model answers."
        case .repetition: "The report repeats itself: the model lost its thread."
        }
    }
}

/// What is remembered of an earlier answer, to compare the next ones with.
public struct RecentAnswer: Sendable, Equatable {
    /// Names the film for people.
    public var uid: String
    /// SHA-256 (hex) of the picture: two files of one picture are one film.
    public var imageHash: String
    public var region: String?
    /// `nil` = not assessed.
    public var severity: Int?
    public var text: String

    public init(uid: String, imageHash: String, region: String?, severity: Int?, text: String) {
        (self.uid, self.imageHash, self.region) = (uid, imageHash, region)
        (self.severity, self.text) = (severity, text)
    }
}
