import Foundation
import Radiology

/// A model's classification of a report. Tolerant in what surrounds it, strict in what it says.
public struct CheckReply: Sendable, Equatable {
    public let isPathologic: Bool
    public let severity: Severity
    /// One to three words in small letters.
    public let summary: String
    /// `nil` when absent or not within 0…100.
    public let confidence: Confidence?

    public init(isPathologic: Bool, severity: Severity, summary: String, confidence: Confidence? = nil) {
        self.isPathologic = isPathologic
        self.severity = severity
        self.summary = summary
        self.confidence = confidence
    }

    /// Fences, reasoning and prose around the object are passed over, and of a list the first element counts.
    /// - Throws: what is wrong; `.contradictory` when several objects are valid and differ.
    public init(_ reply: String) throws(ReplyProblem) {
        let bare = try ModelText.bare(reply)
        if let fields = Self.fields(of: bare) {
            self = try Self(fields: fields)
            return
        }
        let candidates = JSONCandidates.objects(in: bare)
        var answers: [CheckReply] = []
        var problem: ReplyProblem?
        for fields in candidates.compactMap(Self.fields) {
            do { answers.append(try Self(fields: fields)) } catch { problem = problem ?? error }
        }
        guard let first = answers.first else { throw problem ?? .noObject }
        guard answers.allSatisfy({ $0 == first }) else { throw .contradictory }
        self = first
    }

    /// The two answers of the check do not fit together; `nil` when they do.
    public func contradiction(threshold: Int) -> String? {
        if !isPathologic, severity.score >= threshold {
            return "The check calls the report not pathologic and gives severity \(severity.score)."
        }
        return isPathologic && severity.score == 0 ? "The check calls the report pathologic and gives severity 0." : nil
    }

    private static func fields(of text: String) -> [String: LooseValue]? {
        let bytes = Data(text.utf8)
        let decoder = JSONDecoder()
        let found =
            (try? decoder.decode([String: LooseValue].self, from: bytes))
            ?? (try? decoder.decode([[String: LooseValue]].self, from: bytes))?.first
        // Small letters win over another spelling of the same key.
        return found.map { found in
            Dictionary(found.map { ($0.key.lowercased(), $0) }) { a, b in a.key == a.key.lowercased() ? a : b }
                .mapValues(\.value)
        }
    }

    private init(fields: [String: LooseValue]) throws(ReplyProblem) {
        switch fields["pathologic"]?.text?.lowercased() {
        case "yes": isPathologic = true
        case "no": isPathologic = false
        case nil: throw .missing(field: "pathologic")
        default: throw .outOfRange(field: "pathologic")
        }
        guard let number = fields["severity"]?.number else { throw .missing(field: "severity") }
        guard let score = Int(exactly: number), let severity = Severity(score) else {
            throw .outOfRange(field: "severity")
        }
        guard let words = fields["summary"]?.text.map(Self.summary), !words.isEmpty else {
            throw .missing(field: "summary")
        }
        self.severity = severity
        summary = words
        confidence = fields["confidence"]?.number.flatMap { Int(exactly: $0) }.flatMap { Confidence($0) }
    }

    private static func summary(_ text: String) -> String {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).prefix(3).joined(separator: " ")
        var short = words.prefix(60)
        while let last = short.last, ".,;:!".contains(last) || last == " " { short.removeLast() }
        return String(short)
    }
}
