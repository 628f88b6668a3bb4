/// The settings in force, and how they came about.
public struct LoadedSettings: Sendable, Equatable {
    public let settings: Settings
    /// Sentences for the operator: former keys, plain passwords, assumptions. Nothing that stops the programme.
    public let notices: [String]
    /// Every setting with its text and origin, in the order of the manual.
    public let values: [SettingValue]

    /// Where the login of `[general]` stands, with a name and a password; it counts only while `[users]` names nobody.
    public internal(set) var formerLogin: SettingOrigin?

    /// Where a value came from; `nil` for a key that does not exist.
    public func origin(of section: String, _ key: String) -> SettingOrigin? {
        values.first { $0.section == section && $0.key.lowercased() == key.lowercased() }?.origin
    }
}

/// One setting in force, safe to show: secrets and passwords are masked already.
public struct SettingValue: Sendable, Equatable {
    public let section: String
    public let key: String
    public let text: String
    public let origin: SettingOrigin
    public let isSecret: Bool

    init(_ row: SettingRow, text: String, origin: SettingOrigin) {
        let shown = row.isSecret && !text.isEmpty ? Secret.mask : text
        self.init(section: row.section, key: row.key, text: shown, origin: origin, isSecret: row.isSecret)
    }

    init(section: String, key: String, text: String, origin: SettingOrigin, isSecret: Bool) {
        self.section = section
        self.key = key
        self.text = Secret.withoutCredentials(text)
        self.origin = origin
        self.isSecret = isSecret
    }
}
