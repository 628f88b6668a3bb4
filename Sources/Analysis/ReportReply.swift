/// A model's report, taken apart. Tolerant: headings in any case, with or without markdown and colon, or none at all.
public struct ReportReply: Sendable, Equatable {
    /// Both parts under their headings, or the whole text when it had none.
    public let text: String
    public let findings: String
    /// Empty when the model wrote none.
    public let impression: String

    /// - Throws: `.empty` when nothing is said, `.tooLong` above 64 KiB.
    public init(_ reply: String) throws(ReplyProblem) {
        let bare = try ModelText.bare(reply)
        var sections: [ReportHeading: [String]] = [:]
        var current: ReportHeading?
        for line in ReportHeading.separated(bare) {
            if let (heading, rest) = ReportHeading.begins(line) {
                current = heading
                sections[heading, default: []].append(String(rest))
            } else if let current {
                sections[current, default: []].append(String(line))
            }
        }
        findings = current == nil ? bare : Self.joined(sections[.findings])
        impression = Self.joined(sections[.impression])
        let parts = [("FINDINGS", findings), ("IMPRESSION", impression)].filter { !$0.1.isEmpty }
        guard !parts.isEmpty else { throw .empty }
        text = current == nil ? bare : parts.map { "\($0.0):\n\($0.1)" }.joined(separator: "\n\n")
    }

    /// Without the blank lines and the stray markdown at both ends.
    private static func joined(_ lines: [String]?) -> String {
        let text = (lines ?? []).joined(separator: "\n")
        var bare = ModelText.trimmed(Substring(text))
        while let mark = ["**", "```", "---"].first(where: bare.hasSuffix) {
            bare = ModelText.trimmed(bare.dropLast(mark.count))
        }
        return String(bare)
    }
}
