import Foundation

extension SettingKind where Value == TimeZone {
    /// A name of the IANA's list, letter case ignored.
    static let timeZone = Self(
        expects: "the name of a time zone, such as Europe/Bucharest",
        hint: { text in
            NearestName.of(text, among: TimeZone.knownTimeZoneIdentifiers).map { "; the nearest is \($0)" } ?? ""
        }, write: \.identifier
    ) { text in
        guard text.utf8.count <= 64 else { return nil }
        let name = TimeZone.knownTimeZoneIdentifiers.first { $0.lowercased() == text.lowercased() }
        return TimeZone(identifier: name ?? text)
    }
}
