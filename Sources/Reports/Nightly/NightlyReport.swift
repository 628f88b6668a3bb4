import Radiology

/// Everything that the report of one day says, as values: nothing here is looked up or measured later.
public struct NightlyReport: Sendable {
    /// `YYYY-MM-DD`, the day that it is about.
    public var night: String
    public var audience: Audience
    public var workspaceName = ""
    /// When the data last changed, UTC.
    public var changed = ""
    public var version = ""
    /// The lowest severity that counts as positive.
    public var threshold = Severity.usualThreshold
    public var credits: [String] = []

    /// Whether the archive has any exam at all.
    public var hasExams = true
    /// The day's exams by status.
    public var statuses: [ExamStatus: Int] = [:]
    /// Exams on the same weekday of the four weeks before, as far as the archive goes back; the oldest first.
    public var usual: [Int] = []
    /// How many of the 28 days before had exams.
    public var daysBefore = 0
    /// `YYYY-MM-DD` of the last day with exams before this one.
    public var lastDay: String?
    /// Exams that say no day, in the whole archive.
    public var undated = 0

    /// All exams of the day against those of the 28 days before.
    public var figures: [NightlyFigure] = []
    public var regions: [NightlyRegion] = []
    public var work = NightlyWork()
    public var failures: [NightlyFailure] = []
    public var films: [NightlyFilm] = []
    /// Discrepancies that had no room.
    public var filmsLeftOut = 0
    /// What read the films.
    public var force: [NightlyForce] = []
    /// The last day before with answers, which `force` compares with.
    public var forceBefore: String?
    public var canaries: [NightlyCanary] = []
    /// `nil` when the report was not made on the morning after its day.
    public var health: NightlyHealth?
    public var watch = NightlyWatch()
    /// Why there are no charts, when there are none.
    public var chartProblem: String?

    public init(night: String, audience: Audience) { (self.night, self.audience) = (night, audience) }

    /// Exams taken on the day.
    public var exams: Int { statuses.values.reduce(0, +) }
    public var done: Int { statuses[.done] ?? 0 }
    var failed: Int { statuses[.error] ?? 0 }
    var waiting: Int {
        [ExamStatus.none, .queued, .processing, .requeue, .check].reduce(0) { $0 + (statuses[$1] ?? 0) }
    }

    func figure(_ id: String) -> NightlyFigure? { figures.first { $0.id == id } }

    public var letter: [String] { NightlyLetter(self).sentences }
    public var notices: [NightlyNotice] { NightlyNotices(self).all }
}

/// One figure of the day and of the 28 days before.
public struct NightlyFigure: Sendable, Equatable {
    /// As everywhere: `overall.sensitivity`.
    public let id: String
    public let name: String
    /// What it means, in a sentence or two.
    public let definition: String
    public let now: NightlyNumber
    public let before: NightlyNumber

    public init(id: String, name: String, definition: String = "", now: NightlyNumber, before: NightlyNumber) {
        (self.id, self.name, self.definition) = (id, name, definition)
        (self.now, self.before) = (now, before)
    }

    var contrast: NightlyContrast { NightlyContrast(from: before, to: now) }

    /// Part of an address within the page: `latency-median` of `overall.latency.median`.
    var anchor: String { id.split(separator: ".").dropFirst().joined(separator: "-") }
}

public struct NightlyRegion: Sendable, Equatable {
    public let name: String
    public let exams: NightlyNumber
    public let positive: NightlyNumber
    public let positiveBefore: NightlyNumber
    public let disagreement: NightlyNumber
    public let disagreementBefore: NightlyNumber

    public init(
        name: String, exams: NightlyNumber, positive: NightlyNumber, positiveBefore: NightlyNumber,
        disagreement: NightlyNumber, disagreementBefore: NightlyNumber
    ) {
        (self.name, self.exams, self.positive, self.positiveBefore) = (name, exams, positive, positiveBefore)
        (self.disagreement, self.disagreementBefore) = (disagreement, disagreementBefore)
    }
}

/// What was done on the day, whichever day the films are of.
public struct NightlyWork: Sendable, Equatable {
    public var answers = 0
    public var failedAttempts = 0
    public var reviews = 0
    /// Alerts that went out.
    public var alerts = 0
    /// Answers in which something is odd, by kind.
    public var alarms: [String: Int] = [:]

    public init() {}
}

/// A way in which exams or files failed.
public struct NightlyFailure: Sendable, Equatable {
    public enum Kind: String, Sendable {
        /// Exams of the day that stand in `error`.
        case exam
        /// Attempts of the day that failed; the exam may have been read later.
        case attempt
        /// Files that came on the day and are not taken in.
        case file
    }

    public let kind: Kind
    /// Short word that stays the same: `reply-unreadable`, `not-dicom`.
    public let code: String
    public let count: Int
    /// How many exams they were about; `nil` for files.
    public let exams: Int?

    public init(_ kind: Kind, code: String, count: Int, exams: Int? = nil) {
        (self.kind, self.code, self.count, self.exams) = (kind, code, count, exams)
    }
}

/// One part of what reads the films: on the day, and on the last day with answers before it.
public struct NightlyForce: Sendable, Equatable, Codable {
    public let label: String
    /// Values with how many answers carry them, the most frequent first.
    public let now: [Value]
    public let before: [Value]

    public struct Value: Sendable, Equatable, Codable {
        public let text: String
        public let answers: Int

        public init(_ text: String, answers: Int) { (self.text, self.answers) = (text, answers) }
    }

    public init(label: String, now: [Value], before: [Value]) {
        (self.label, self.now, self.before) = (label, now, before)
    }

    /// Values that the day before did not have.
    var new: [String] { now.map(\.text).filter { text in !before.contains { $0.text == text } } }

    /// Whether most answers carry another value than before, or some a new one. A value that is not met any more is no
    /// change: the second of two servers may have had nothing to do. A day without answers changes nothing.
    public var hasChanged: Bool {
        guard let first = now.first?.text, let former = before.first?.text else { return false }
        return first != former || !new.isEmpty
    }
}

/// A film with a known answer, as it was read on the day.
public struct NightlyCanary: Sendable, Equatable {
    public let expected: Severity?
    public let got: Severity?
    public let hasChanged: Bool
    public let problem: String?

    public init(expected: Severity?, got: Severity?, hasChanged: Bool, problem: String? = nil) {
        (self.expected, self.got, self.hasChanged, self.problem) = (expected, got, hasChanged, problem)
    }
}
