import Radiology

/// For whom a page is drawn.
public enum Audience: String, Sendable, CaseIterable, Codable {
    /// Sees names and identifiers.
    case admin
    /// Sees initials; no identifiers, no birth dates. Age and sex stay.
    case user

    /// How the header says it.
    var words: String {
        switch self {
        case .admin: "with names"
        case .user: "initials"
        }
    }

    /// `POPESCU^ION` as this audience may read it.
    func patient(_ name: String) -> String {
        switch self {
        case .admin:
            let shown = PersonWords.display(name)
            return shown.isEmpty ? "Name unknown" : shown
        case .user: return name.isEmpty ? "Name unknown" : Initials.patient(name)
        }
    }

    /// Empty stays empty: a film without a radiologist has none.
    func radiologist(_ name: String?) -> String {
        guard let name, !name.isEmpty else { return "" }
        return self == .admin ? PersonWords.display(name) : Initials.radiologist(name)
    }
}

enum PersonWords {
    /// A DICOM person name for the eye: first component group, `^` as blanks, no blanks doubled.
    static func display(_ name: String) -> String {
        let group = name.split(separator: "=", omittingEmptySubsequences: false).first ?? ""
        return group.split { $0 == "^" || $0 == " " }.joined(separator: " ")
    }
}
