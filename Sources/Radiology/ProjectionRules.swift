extension Projection {
    /// The projection that texts of the modality name.
    ///
    /// The texts are asked in order. One that names exactly one projection decides; one that names several (`AP + LAT`
    /// is the name of a pair of films) leaves it to the view position, and without that the answer is `nil`: the
    /// predecessor called such a film frontal, which is wrong for one of the two. An oblique a.p. view is oblique.
    /// - Parameter viewPosition: View Position (0018,5101).
    public static func named(in texts: [String?], viewPosition: String? = nil) -> Projection? {
        for case let text? in texts {
            let found = ProjectionWords(text).projections
            if found.count == 1 { return found.first }
            if found.count > 1 { break }
        }
        return viewPosition.flatMap(ofViewPosition)
    }

    /// The projection of a View Position (0018,5101), with or without dots. `RLD` and `LLD` say how the patient lies,
    /// not where the beam goes: `nil`. Standard: PS3.3 §C.8.1.1, §C.8.11.5.
    static func ofViewPosition(_ text: String) -> Projection? {
        switch String(decoding: FoldedText(text).words.joined(), as: UTF8.self) {
        case "ll", "rl": return .lateral
        case "llo", "rlo", "lao", "rao", "lpo", "rpo": return .oblique
        default:
            let found = ProjectionWords(text).projections
            return found.count == 1 ? found.first : nil
        }
    }
}

/// Finds the words of a text that name a projection.
struct ProjectionWords {
    private(set) var projections: Set<Projection> = []

    init(_ text: String) {
        let folded = FoldedText(text)
        let words = folded.words.map { String(decoding: $0, as: UTF8.self) }
        for index in words.indices {
            if let single = Self.projection(of: words[index], after: index > 0 ? words[index - 1] : nil) {
                // "Decubit lateral" says how the patient lies; the beam can go either way.
                let isPosture = single == .lateral && Self.namesPosture(words, beside: index)
                if !isPosture { projections.insert(single) }
            }
            // `A.P.`, `a. p.`, `P/A`: two single letters side by side.
            let next = index + 1
            guard next < words.count, words[index].utf8.count == 1, words[next].utf8.count == 1, folded.isJoined[next]
            else { continue }
            if Self.frontal.contains(words[index] + words[next]) { projections.insert(.frontal) }
            if words[index] + words[next] == "ll" { projections.insert(.lateral) }
        }
        if projections == [.frontal, .oblique] { projections = [.oblique] }
    }

    private static let frontal: Set<String> = ["ap", "pa", "dv", "vd", "dp"]
    private static let frontalWords: Set<String> = [
        "anteroposterior", "anteroposterioara", "posteroanterior", "posteroanterioara", "dorsopalmar", "dorsoplantar",
        "dorsovolar", "dorsoventral", "ventrodorsal", "frente",
    ]
    private static let lateralWords: Set<String> = ["lat", "pr", "ll", "seitl"]
    private static let lateralBeginnings = ["lateral", "profil", "seitlich"]
    private static let obliqueBeginnings = ["oblic", "obliq", "schrag", "schraeg"]

    private static func projection(of word: String, after previous: String?) -> Projection? {
        if frontal.contains(word) || frontalWords.contains(word) || word.hasPrefix("frontal") { return .frontal }
        switch (previous, word) {
        case ("antero", let word) where word.hasPrefix("poster"): return .frontal
        case ("postero", let word) where word.hasPrefix("anter"): return .frontal
        case ("dorso", "palmar"), ("dorso", "plantar"), ("dorso", "volar"), ("de", "face"): return .frontal
        case ("oase", "fata"), ("oasele", "fata"): return nil
        case (_, "fata"): return .frontal
        default: break
        }
        if lateralWords.contains(word) || lateralBeginnings.contains(where: word.hasPrefix) { return .lateral }
        return obliqueBeginnings.contains(where: word.hasPrefix) || word == "obl" ? .oblique : nil
    }

    private static func namesPosture(_ words: [String], beside index: Int) -> Bool {
        [index - 1, index + 1].contains { words.indices.contains($0) && words[$0].hasPrefix("decub") }
    }
}
