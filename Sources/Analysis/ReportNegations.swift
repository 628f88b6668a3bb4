/// Whether a sentence denies something.
struct ReportNegations {
    /// It holds a word that can only deny.
    let isSure: Bool
    /// It holds such a word, or one that may translate one ("free", "nedeplasată").
    let isPossible: Bool

    init(english: String) {
        let words = ReportWords.words(of: english).map(\.folded)
        // An apostrophe parts words: "isn't" is "isn" and "t".
        isSure = words.contains { Self.english.contains($0) }
        isPossible =
            isSure
            || words.contains { word in
                Self.englishHints.contains(word) || Self.denyingPrefix(word)
            }
    }

    init(romanian: String) {
        let words = ReportWords.words(of: romanian).map(\.folded)
        isSure = words.contains { Self.romanian.contains($0) }
        isPossible =
            isSure
            || words.contains { word in
                Self.romanianHints.contains { word.hasPrefix($0) } || (word.hasPrefix("ne") && word.count > 5)
            }
    }

    private static let english: Set<String> = [
        "no", "not", "without", "none", "nor", "neither", "absent", "absence", "cannot", "never", "non",
    ]
    private static let englishHints: Set<String> = [
        "free", "clear", "negative", "lack", "lacks", "lacking", "intact", "spared", "normal", "isn", "aren", "doesn",
        "nothing", "rather", "normally", "preserved", "denies", "loss", "missing",
    ]

    /// "unchanged", "undisplaced", "nondisplaced", "inhomogeneous"; not "under" or "unilateral".
    private static func denyingPrefix(_ word: String) -> Bool {
        guard word.count > 5 else { return false }
        if word.hasPrefix("un") { return !["under", "uni", "until"].contains(where: word.hasPrefix) }
        return word.hasPrefix("non") || word.hasPrefix("inhomo") || word.hasPrefix("insignif")
    }

    private static let romanian: Set<String> = [
        "fara", "nu", "nici", "absent", "absenta", "absente", "niciun", "nicio",
    ]
    private static let romanianHints = ["liber", "lips", "neg", "indemn", "intact", "normal", "absen", "exclu"]
}
