/// One night in the list of all nights: what its page says, in a line.
public struct NightlyEntry: Sendable, Equatable, Codable {
    /// `YYYY-MM-DD`
    public var night: String
    public var exams: Int
    public var done: Int
    public var failed: Int
    /// In words: `23.1 %`, or a dash.
    public var positive: String
    public var disagreement: String
    /// `94/405`, empty where nothing is counted; `nil` in lines of versions that did not keep it.
    public var positiveCounts: String?
    public var disagreementCounts: String?
    /// How many things asked somebody to act, and to look.
    public var acts: Int
    public var looks: Int
    /// What came into force on that day.
    public var changes: [String]

    public init(_ report: NightlyReport) {
        night = report.night
        failed = report.failed
        (exams, done) = (report.exams, report.done)
        positive = report.figure("overall.positive")?.now.words ?? "–"
        positiveCounts = report.figure("overall.positive")?.now.counts ?? ""
        disagreement = report.figure("overall.disagreement")?.now.words ?? "–"
        disagreementCounts = report.figure("overall.disagreement")?.now.counts ?? ""
        acts = report.notices.count { $0.weight == .act }
        looks = report.notices.count { $0.weight == .look }
        changes = report.force.filter(\.hasChanged).map { force in
            let first = force.now.first?.text ?? ""
            return NightlyServerNames.isName(first) ? first : "\(force.label): \(first)"
        }
    }

    /// Whether it has all that this version keeps.
    public var isWhole: Bool { positiveCounts != nil && disagreementCounts != nil }

    /// Of a line that an older version wrote for readers of initials.
    public mutating func hideAddresses() {
        changes = changes.map { $0.hasPrefix("\(NightlyForce.server): ") ? NightlyForce.server : $0 }
    }
}

/// The list of all nights, newest first, by month.
public struct NightlyIndex {
    let entries: [NightlyEntry]
    let audience: Audience
    let workspaceName: String
    let version: String
    /// Whether there are pages of films to lead to.
    public var hasFilms = true

    public init(_ entries: [NightlyEntry], audience: Audience, workspaceName: String, version: String) {
        self.entries = entries.sorted { $0.night > $1.night }
        (self.audience, self.workspaceName, self.version) = (audience, workspaceName, version)
    }

    public func html() throws(ReportsError) -> [UInt8] {
        var months: [(name: String, rows: [Fields])] = []
        for entry in entries {
            let month = String(entry.night.prefix(7))
            if months.last?.name != month { months.append((month, [])) }
            months[months.count - 1].rows.append(Self.fields(entry))
        }
        var fields: Fields = [
            "title": "All nights", "workspace": .text(workspaceName), "audience": .text(audience.words),
            "version": .text(version), "home": .text(audience == .user ? "../\(audience.rawValue)/" : "../"),
            "hasFilms": .flag(hasFilms),
        ]
        fields["months"] = .list(months.map { ["month": .text(TimeWords.month($0.name)), "nights": .rows($0.rows)] })
        return try NightlyTemplates.compiled.get().index.draw([fields])
    }

    private static func fields(_ entry: NightlyEntry) -> Fields {
        let heading = TimeWords.heading(entry.night)
        var needs: [String] = []
        if entry.acts > 0 { needs.append("\(entry.acts) to act on") }
        if entry.looks > 0 { needs.append("\(entry.looks) to look at") }
        let shape = entry.acts > 0 ? "high" : entry.looks > 0 ? "medium" : "low"
        var fields: Fields = [
            "night": .text(entry.night), "heading": .text(heading),
            "exams": .text(CountWords.grouped(entry.exams)),
            "done": .text(CountWords.grouped(entry.done)),
            "failed": .text(CountWords.grouped(entry.failed)),
            "positive": .text(entry.positive), "disagreement": .text(entry.disagreement), "shape": .text(shape),
            "needs": .text(needs.isEmpty ? "nothing" : needs.joined(separator: ", ")),
            "changes": .rows(entry.changes.map { ["line": .text($0)] }),
        ]
        fields["hasChanges"] = .flag(!entry.changes.isEmpty)
        fields["positiveCounts"] = .words(entry.positiveCounts)
        fields["disagreementCounts"] = .words(entry.disagreementCounts)
        return fields
    }
}
