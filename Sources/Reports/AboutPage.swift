import Radiology

/// What the programme is, what the marks mean, and how this workspace is set.
public struct AboutPage: Sendable {
    public static let path = PagePaths.about

    public struct Setting: Sendable, Equatable {
        public var key: String
        public var value: String
        /// Where the value comes from: `built-in`, a file, an environment variable.
        public var origin: String

        public init(key: String, value: String, origin: String = "") {
            self.key = key
            self.value = value
            self.origin = origin
        }
    }

    let settings: [Setting]
    let attributions: [String]

    /// - Parameters:
    ///   - settings: with their secrets masked already; keys that sound like a secret are masked here once more.
    ///   - attributions: lines that must stand wherever the bundled sample films are shown; empty otherwise.
    public init(settings: [Setting], attributions: [String] = []) {
        self.settings = settings
        self.attributions = attributions
    }

    private static let secretWords = ["KEY", "PASS", "TOKEN", "SECRET", "CREDENTIAL"]

    package var fields: Fields {
        var fields: Fields = [
            "hasSettings": .flag(!settings.isEmpty),
            "hasOrigins": .flag(settings.contains { !$0.origin.isEmpty }),
            "hasAttributions": .flag(!attributions.isEmpty),
        ]
        fields["settings"] = .list(
            settings.map { setting in
                let key = setting.key.uppercased()
                let isSecret = Self.secretWords.contains { key.contains($0) } && !setting.value.isEmpty
                let value = isSecret ? "(hidden)" : FilmEvidence.withoutSecrets(setting.value)
                var row: Fields = ["key": .text(setting.key), "origin": .text(setting.origin)]
                row["value"] = .words(value)
                return row
            })
        fields["attributions"] = .list(attributions.map { ["line": .text($0)] })
        fields["legend"] = .rows(
            [nil, 1, 5, 8].map { score in
                let mark = SeverityMark(severity: score.flatMap { Severity($0) })
                return mark.fields.merging(["meaning": .text(Self.meaning(score))]) { first, _ in first }
            })
        return fields
    }

    private static func meaning(_ score: Int?) -> String {
        switch score {
        case nil: "not assessed: no severity was given. Never counted as normal."
        case 1: "0–2, low"
        case 5: "3–6, medium"
        default: "7–10, high"
        }
    }
}
