import Radiology

/// A film with a known answer, re-read every night.
public struct CanarySetting: Sendable, Hashable, CustomStringConvertible {
    /// A SOP Instance UID, or a file of the workspace.
    public var film: String
    /// Severities that are right; `nil` = on the same side of the threshold as the first reading.
    public var expected: ClosedRange<Int>?

    public init(film: String, expected: ClosedRange<Int>? = nil) { (self.film, self.expected) = (film, expected) }

    /// As in the settings' files: `1.2.3 = 0-2`.
    public init?(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            .map { CommaList.items(String($0)).first ?? "" }
        guard let film = parts.first, !film.isEmpty, film.count <= 1024, film.unicodeScalars.allSatisfy(\.isPlain)
        else { return nil }
        guard parts.count == 2 else {
            self.init(film: film)
            return
        }
        guard let expected = Self.range(parts[1]) else { return nil }
        self.init(film: film, expected: expected)
    }

    /// `3` or `0-2`.
    private static func range(_ text: String) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(ends.count), let low = ends[0], let high = ends[ends.count - 1], low >= 0, low <= high,
            high <= 10
        else { return nil }
        return low...high
    }

    public var description: String {
        guard let expected else { return film }
        return "\(film) = \(expected.lowerBound)-\(expected.upperBound)"
    }
}

extension SettingKind where Value == CanarySetting {
    static let canary = Self(
        expects: "a SOP Instance UID or a file of the workspace, and perhaps `= 0-2`, the severities that are right",
        write: { $0.description }, read: { CanarySetting($0) })
}
