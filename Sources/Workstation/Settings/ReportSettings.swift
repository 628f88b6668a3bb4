/// `[reports]`
public struct ReportSettings: Sendable, Equatable {
    /// For whom pages are drawn.
    public enum Audience: String, Sendable, CaseIterable {
        /// With names.
        case admin
        /// With initials.
        case user
    }

    public enum Language: String, Sendable, CaseIterable {
        case english = "en"
    }

    public var audiences: [Audience]
    public var language: Language
    public var publishInterval: Duration

    init(_ reader: inout SettingsReader) {
        audiences = reader.read(
            "AUDIENCES", .list(of: .word, atLeast: 1), [.admin, .user],
            "For whom pages are drawn: admin with names, user with initials.")
        language = reader.read("LANGUAGE", .word, .english, "Language of the pages.")
        publishInterval = reader.read(
            "PUBLISH_INTERVAL", .duration(.seconds, .seconds(1)...(.seconds(86400))), .seconds(30),
            "Changed pages are written at most this often.")
    }
}
