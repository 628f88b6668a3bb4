/// The report as a mail: the letter and what needs somebody. Counts and names of machines only; no patient data.
public struct NightlyDigest: Sendable, Equatable {
    public let subject: String
    public let body: String

    /// - Parameters:
    ///   - letter: the three sentences.
    ///   - place: where the page lies, relative to the workspace.
    public init(night: String, letter: [String], notices: [NightlyNotice], workspaceName: String, place: String) {
        let acts = notices.count { $0.weight == .act }
        let state = acts == 0 ? "nothing to act on" : acts == 1 ? "1 thing to act on" : "\(acts) things to act on"
        subject = "XRayVision \(night): \(state)"
        var lines = ["\(workspaceName), \(TimeWords.heading(night))", ""]
        lines += letter.flatMap { [$0, ""] }
        for (weight, title) in [(NightlyNotice.Weight.act, "To act on"), (.look, "To look at"), (.know, "To know")] {
            let some = notices.filter { $0.weight == weight }
            if some.isEmpty { continue }
            lines.append(title)
            lines += some.flatMap { ["- \(NightlyLetter.capitalised($0.heading)).", "  \($0.advice)"] } + [""]
        }
        lines += [
            "The whole report: \(place)",
            "For research and quality assurance. Not a medical device.",
        ]
        body = lines.joined(separator: "\n")
    }
}
