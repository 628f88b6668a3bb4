/// What readers without the admin role see in place of a name.
public enum Initials {
    /// `POPESCU^ION` is `P.I.`; a name with nothing in it is `NoName`.
    public static func patient(_ name: String) -> String {
        // Only the first component group: the others write the same name in another script (PS3.5 §6.2.1).
        let group = name.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        let initials = letters(of: group)
        return initials.isEmpty ? letters(of: name[...]).nonEmpty ?? "NoName" : initials
    }

    /// `Dr. Ionescu Vasile` is `Dr. I.V.`; an exam without a radiologist keeps an empty name.
    public static func radiologist(_ name: String) -> String {
        var rest = name.drop(while: \.isWhitespace)
        if rest.prefix(3).lowercased() == "dr." { rest = rest.dropFirst(3) }
        return letters(of: rest).nonEmpty.map { "Dr. " + $0 } ?? ""
    }

    private static func letters(of name: Substring) -> String {
        name.split { $0.isWhitespace || $0 == "-" || $0 == "^" || $0 == "=" }
            .compactMap { part in part.first { $0.isLetter || $0.isNumber } }
            .map { $0.uppercased() + "." }
            .joined()
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
