/// How serious the findings are: 0 (none) to 10 (immediately life-threatening). Unknown is `nil`, never a number.
public struct Severity: Comparable, Hashable, Sendable, Codable {
    public let score: Int

    public init?(_ score: Int) {
        guard (0...10).contains(score) else { return nil }
        self.score = score
    }

    /// Positive from here on, unless the settings say otherwise.
    public static let usualThreshold = Severity(inRange: 5)

    private init(inRange score: Int) { self.score = score }

    /// A plain number; one outside of 0…10 is not decoded.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let severity = Severity(try container.decode(Int.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "severity is outside of 0…10")
        }
        self = severity
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(score)
    }

    public static func < (a: Self, b: Self) -> Bool { a.score < b.score }

    /// The class that pages show by colour *and* shape.
    public enum Band: String, Sendable, CaseIterable { case notAssessed, low, medium, high }

    /// Bands: 0–2 low, 3–6 medium, 7–10 high; no severity is its own band.
    public static func band(of severity: Severity?) -> Band {
        switch severity?.score {
        case nil: .notAssessed
        case .some(...2): .low
        case .some(3...6): .medium
        case .some: .high
        }
    }
}

/// How sure the reader says it is, 0…100 percent.
public struct Confidence: Comparable, Hashable, Sendable, Codable {
    public let percent: Int

    public init?(_ percent: Int) {
        guard (0...100).contains(percent) else { return nil }
        self.percent = percent
    }

    /// A plain number; one outside of 0…100 is not decoded.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let confidence = Confidence(try container.decode(Int.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "confidence is outside of 0…100")
        }
        self = confidence
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(percent)
    }

    public static func < (a: Self, b: Self) -> Bool { a.percent < b.percent }
}
