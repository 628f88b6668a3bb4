import Radiology

/// Both severities of an exam in one byte, so that whatever is asked about them is one look into a table.
struct VerdictCode: Sendable {
    let code: UInt8

    /// - Parameters:
    ///   - ai: as the column says it, -1 for "not assessed"; `nil` when there is no answer at all.
    ///   - compared: see `ComparedSeverity`.
    init(ai: Int?, compared: Severity?) {
        let answer = ai.map { (0...10).contains($0) ? $0 + 2 : 1 } ?? 0
        code = UInt8(answer * 12 + (compared.map { $0.score + 1 } ?? 0))
    }

    init(code: UInt8) { self.code = code }

    var hasAnswer: Bool { code >= 12 }
    var ai: Severity? { Severity(Int(code / 12) - 2) }
    var compared: Severity? { Severity(Int(code % 12) - 1) }
    /// How far the two are apart; `nil` unless both are assessed.
    var difference: Int? { ai.flatMap { ai in compared.map { ai.score - $0.score } } }

    static let count = 13 * 12

    /// A table over every byte; what is no code is never meant.
    static func table(_ value: (VerdictCode) -> UInt8) -> [UInt8] {
        (0..<256).map { $0 < count ? value(VerdictCode(code: UInt8($0))) : 0 }
    }
}

/// Where an exam stands, in one byte: the status, whether a flag and a review stand, and whether there is an exam at all.
struct StandingCode: Sendable {
    let code: UInt8

    init(_ status: ExamStatus, isFlagged: Bool = false, hasReview: Bool = false) {
        let place = UInt8(ExamStatus.allCases.firstIndex(of: status) ?? 0)
        code = place | (isFlagged ? Self.flag : 0) | (hasReview ? Self.review : 0) | Self.present
    }

    init(code: UInt8) { self.code = code }

    /// An exam that was deleted.
    static let gone = StandingCode(code: 0)

    var isPresent: Bool { code & Self.present != 0 }
    var isFlagged: Bool { code & Self.flag != 0 }
    var hasReview: Bool { code & Self.review != 0 }
    /// `nil` for an exam that was deleted.
    var status: ExamStatus? {
        let place = Int(code & 15)
        return isPresent && place < ExamStatus.allCases.count ? ExamStatus.allCases[place] : nil
    }

    private static let flag: UInt8 = 16
    private static let present: UInt8 = 32
    private static let review: UInt8 = 64
}
