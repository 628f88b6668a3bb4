import Foundation

/// A person's name for comparison: small letters, without diacritics, as words.
struct FoldedName: Sendable, Equatable {
    /// Empty when only a whole text is known.
    let family: Set<String>
    let given: Set<String>
    let all: Set<String>

    /// A DICOM person name, `FAMILY^GIVEN^MIDDLE^…`; of its three writings the first. Standard: PS3.5 §6.2.1.
    init(dicom name: String) {
        let group = name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        let parts = group.split(separator: "^", maxSplits: 4, omittingEmptySubsequences: false)
        self.init(family: String(parts.first ?? ""), given: parts.dropFirst().prefix(2).joined(separator: " "))
    }

    init(family: String, given: String, text: String = "") {
        self.family = Set(Self.tokens(family))
        self.given = Set(Self.tokens(given))
        let both = self.family.union(self.given)
        all = both.isEmpty ? Set(Self.tokens(text)) : both
    }

    /// The same person's name: the same family name and a given name in common. Where one side does not say which is
    /// which, all words of the shorter one are in the longer.
    func isSame(as other: FoldedName) -> Bool {
        if !family.isEmpty, !given.isEmpty, !other.family.isEmpty, !other.given.isEmpty {
            return family == other.family && !given.isDisjoint(with: other.given)
        }
        let shorter = min(all.count, other.all.count)
        return shorter >= 2 && all.intersection(other.all).count == shorter
    }

    /// Not a word in common, where both have words.
    func contradicts(_ other: FoldedName) -> Bool {
        !all.isEmpty && !other.all.isEmpty && all.isDisjoint(with: other.all)
    }

    /// Both say which names are given, and none is the other's.
    func hasOtherGivenName(than other: FoldedName) -> Bool {
        !given.isEmpty && !other.given.isEmpty && given.isDisjoint(with: other.given)
    }

    /// At most 1024 characters of a text are looked at.
    static func tokens(_ text: String) -> [String] {
        String(text.prefix(1024)).folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil).lowercased()
            .split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}

extension String {
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
    var nonEmpty: String? { isEmpty ? nil : self }
}
