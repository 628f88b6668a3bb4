import Radiology

/// Severity as colour *and* shape *and* number; "not assessed" is a dash of its own, never a zero.
struct SeverityMark: Sendable, Equatable {
    let severity: Severity?

    /// `7`, or a dash.
    var number: String { severity.map { String($0.score) } ?? "–" }

    /// For the ear and for the pointer: `severity 7 of 10, high`.
    var words: String {
        guard let severity else { return "not assessed" }
        return "severity \(severity.score) of 10, \(Self.bandWords(Severity.band(of: severity)))"
    }

    /// For the eye, beside the mark: `7/10`, or `not assessed`.
    var shortWords: String { severity.map { "\($0.score)/10" } ?? "not assessed" }

    /// What `severity.mustache` asks for.
    var fields: Fields {
        ["shape": .text(Self.shape(of: Severity.band(of: severity))), "number": .text(number), "words": .text(words)]
    }

    /// Names the symbol and the style class alike, so that a colour never comes without its shape.
    static func shape(of band: Severity.Band) -> String {
        switch band {
        case .notAssessed: "unassessed"
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        }
    }

    static func bandWords(_ band: Severity.Band) -> String {
        switch band {
        case .notAssessed: "not assessed"
        case .low: "low"
        case .medium: "medium"
        case .high: "high"
        }
    }
}
