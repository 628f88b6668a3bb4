import Radiology

/// Something about the reader as a whole: a banner of the front page.
public struct Notice: Sendable, Equatable {
    public enum Event: Sendable, Equatable {
        /// The server answers under another name than before.
        case modelChanged(server: String, before: String, now: String)
        /// A film with a known answer was read otherwise.
        /// - verdict: such as `expected 0, answered 7`.
        case knownAnswerChanged(film: SOPInstanceUID?, verdict: String)
        /// What this version does not know.
        case other
    }

    public var event: Event
    /// When it happened last, RFC 3339 UTC.
    public var at: String
    /// When it happened first in the last days, and how often since.
    public var first: String
    public var times: Int

    public init(_ event: Event, at: String, first: String? = nil, times: Int = 1) {
        (self.event, self.at, self.first, self.times) = (event, at, first ?? at, times)
    }

    func fields(for audience: Audience) -> Fields {
        var fields: Fields = [
            "heading": .text(heading), "sentence": .text(sentence(for: audience)), "when": .text(TimeWords.moment(at)),
        ]
        if times > 1 { fields["often"] = .text("\(times) times since \(TimeWords.moment(first))") }
        if case .knownAnswerChanged(let film?, _) = event { fields["film"] = .text(PagePaths.film(film)) }
        return fields
    }

    private var heading: String {
        switch event {
        case .modelChanged: "Another model answers."
        case .knownAnswerChanged: "A film with a known answer was read otherwise."
        case .other: "Something about the reader has changed."
        }
    }

    /// Addresses are nobody's business outside the department.
    private func sentence(for audience: Audience) -> String {
        switch event {
        case .modelChanged(let server, let before, let now):
            let who = audience == .admin ? "The server at \(FilmEvidence.host(of: server))" : "The model server"
            return "\(who) calls its model “\(now)”; before it was “\(before)”. "
                + "Answers from before and after are not of one model."
        case .knownAnswerChanged(_, let verdict):
            let told = verdict.isEmpty ? "" : "\(verdict.prefix(1).uppercased())\(verdict.dropFirst()). "
            return told + "The model or its server may have been changed: read answers since then with care."
        case .other: return "“xrayvision status” says more."
        }
    }
}
