import Radiology

/// One exam as a few numbers: whatever figures are made of, and nothing that says who it was.
public struct ExamFact: Sendable, Hashable {
    /// `hash(of:)` of its UID: for membership in what a search found, and nothing else.
    public let uidHash: UInt64
    /// `ClockText.key` of `exams.created`.
    let clock: UInt64

    public let status: ExamStatus
    public let isFlagged: Bool
    public let sex: Sex?
    /// Whole years of 365.25 days at the exam; `nil` when a day is unknown or the patient was not born.
    public let age: Int?

    // Numbers of `FactNames`; 0 is none.
    public let region: UInt32
    /// Manufacturer and model, as the film says them.
    public let device: UInt32
    public let radiologist: UInt32
    /// The summary of the radiologist's report in small letters.
    public let diagnosis: UInt32
    /// As the answer said it that the AI's report is from.
    public let model: UInt32
    /// Hash of that answer's report prompt.
    public let prompt: UInt32
    /// Hash of the recipe of its picture.
    public let recipe: UInt32
    /// The reason's code of an exam in `error`.
    public let error: UInt32

    /// Whether the AI answered, be it "not assessed".
    public let hasAnswer: Bool
    /// `nil` for "not assessed", and for no answer.
    public let ai: Severity?
    /// What the radiologist's report itself says.
    public let radiologistSeverity: Severity?
    /// The latest review that stands: whether it says "normal".
    public let review: Bool?
    /// Percent.
    public let confidence: Int?
    /// Seconds of the AI's report call, at most eighteen hours.
    public let latency: Int?
    /// Seconds of the check of the radiologist's text, at most eighteen hours.
    public let checking: Int?
    /// Report attempts that failed; 255 are "255 or more".
    public let failed: Int
    /// Those of them whose answer came and could not be used.
    public let unreadable: Int
    /// When the radiologist's report was written, else when it arrived: seconds since 1970, UTC.
    public let reported: Int?

    /// By the modality's clock; `nil` when the time says none that the calendar has.
    public var day: CalendarDay? {
        let number = ClockText.day(clock)
        return CalendarDay(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }

    /// 0…23; `nil` when the time is not complete.
    public var hour: Int? { ClockText.hour(clock) }

    /// Of the day, 0…86 399; `nil` when the time is not complete.
    public var second: Int? { hour.map { min(ClockText.secondsOfDay(clock), $0 * 3600 + 3599) } }

    public func compared(threshold: Int) -> Severity? {
        ComparedSeverity.of(review: review, radiologist: radiologistSeverity, ai: ai, threshold: threshold)
    }

    public func agreement(threshold: Int) -> Agreement? {
        Agreement(ai: ai, compared: compared(threshold: threshold), threshold: threshold)
    }

    /// FNV-1a of the UID's characters, 64 bits.
    public static func hash(of uid: SOPInstanceUID) -> UInt64 { FNV.hash(uid.rawValue.utf8) }
}

/// G. Fowler, L. C. Noll, K.-P. Vo: FNV-1a, 64 bits.
enum FNV {
    static let basis: UInt64 = 0xCBF2_9CE4_8422_2325
    static let prime: UInt64 = 0x0000_0100_0000_01B3

    static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(basis) { ($0 ^ UInt64($1)) &* prime }
    }
}

extension PackedUID {
    /// `ExamFact.hash(of:)` without making the text.
    var factHash: UInt64 {
        var hash = FNV.basis
        for place in 0..<64 {
            let code = self[place]
            if code == 0 { break }
            hash = (hash ^ (code == 1 ? UInt64(UInt8(ascii: ".")) : code + 46)) &* FNV.prime
        }
        return hash
    }
}
