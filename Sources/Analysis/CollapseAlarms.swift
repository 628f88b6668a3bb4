/// Watches a stream of answers for signs of collapse. Pure: the earlier answers are an argument.
public enum CollapseAlarms {
    /// So many earlier answers are looked at, newest first, and of those that can be compared so many.
    public static let window = 50
    private static let newest = 20
    /// Overlap of two texts from which they count as the same: shared runs of three words among all of both.
    static let sameFrom = 0.9
    /// Words from which a text says enough to be compared with few others.
    private static let longText = 25

    /// - Parameter recent: earlier answers, newest first.
    public static func alarms(of answer: RecentAnswer, recent: [RecentAnswer]) -> [CollapseAlarm] {
        let words = compared(answer.text)
        return [
            repetition(answer.text, words), wrongLanguage(answer.text), wrongModality(answer.text),
            wrongRegion(answer.region, words), nearIdentical(answer, words, recent),
        ].compactMap(\.self)
    }

    /// The same words about different films. Normal films do sound alike, so a normal text (severity 0) counts only
    /// beside films of an unlike part of the body; an abnormal one, which says what and where, beside any.
    private static func nearIdentical(
        _ answer: RecentAnswer, _ words: [String], _ recent: [RecentAnswer]
    ) -> CollapseAlarm? {
        let shingles = shingles(words)
        guard !shingles.isEmpty else { return nil }
        let comparable = films(recent, unlike: answer).filter { other in
            answer.severity == 0 ? areUnlike(answer.region, other.region) : other.severity != 0
        }
        let alike = comparable.prefix(newest).filter { other in
            let others = Self.shingles(compared(other.text))
            return overlap(shingles, others) >= sameFrom
        }
        guard let partner = alike.first, alike.count >= (words.count >= longText ? 3 : 6) else { return nil }
        return .nearIdentical(partner: partner.uid, films: alike.count)
    }

    /// Each other film once.
    private static func films(_ recent: [RecentAnswer], unlike answer: RecentAnswer) -> [RecentAnswer] {
        var seen: Set<String> = [answer.imageHash]
        return recent.prefix(window).filter { $0.uid != answer.uid && seen.insert($0.imageHash).inserted }
    }

    private static func areUnlike(_ a: String?, _ b: String?) -> Bool {
        guard let a = RegionWords.group(of: a), let b = RegionWords.group(of: b) else { return false }
        return !a.isNear(b)
    }

    private static func shingles(_ words: [String]) -> Set<String> {
        guard words.count >= 3 else { return words.isEmpty ? [] : [words.joined(separator: " ")] }
        return Set((0...(words.count - 3)).map { words[$0..<($0 + 3)].joined(separator: " ") })
    }

    /// Jaccard's index.
    private static func overlap(_ a: Set<String>, _ b: Set<String>) -> Double {
        let shared = a.intersection(b).count
        let all = a.count + b.count - shared
        return all == 0 ? 0 : Double(shared) / Double(all)
    }

    /// Of an endless text the beginning.
    private static func compared(_ text: String) -> [String] {
        ReportWords.words(of: withoutHeadings(text)).prefix(4000).map(\.folded)
    }

    static func withoutHeadings(_ text: String) -> String {
        text.replacing("FINDINGS:", with: "\n").replacing("IMPRESSION:", with: "\n")
    }
}

extension CollapseAlarms {
    /// Words from which a language can be told.
    private static let tellable = 12
    /// English reports, telegraphic ones too, have at least this share of common English words.
    private static let englishFrom = 0.08

    private static func wrongLanguage(_ text: String) -> CollapseAlarm? {
        let words = ReportWords.words(of: withoutHeadings(text))
        let letters = text.unicodeScalars.prefix(4000).filter(\.properties.isAlphabetic)
        // Other scripts have few word ends, so letters are counted.
        if letters.count >= 20, letters.count(where: { $0.value < 0x250 }) * 2 < letters.count { return .wrongLanguage }
        guard words.count >= tellable else { return nil }
        let isEnglish = ReportLanguage.englishShare(of: words) >= englishFrom
        return ReportLanguage(of: text) == .romanian || !isEnglish ? .wrongLanguage : nil
    }

    /// A sentence four times, a word eight times in a row, or most runs of four words more than once.
    private static func repetition(_ text: String, _ words: [String]) -> CollapseAlarm? {
        let sentences = ReportWords.sentences(of: withoutHeadings(text))
            .map { ReportWords.words(of: $0).map(\.folded) }.filter { $0.count >= 2 }
        let counts = Dictionary(sentences.map { ($0, 1) }, uniquingKeysWith: +)
        if counts.values.contains(where: { $0 >= 4 }) { return .repetition }
        var run = 1
        for (word, next) in zip(words, words.dropFirst()) {
            run = word == next ? run + 1 : 1
            if run >= 8 { return .repetition }
        }
        guard words.count >= 40 else { return nil }
        let runs = (0...(words.count - 4)).map { words[$0..<($0 + 4)].joined(separator: " ") }
        return Double(Set(runs).count) < 0.4 * Double(runs.count) ? .repetition : nil
    }

    private static func wrongModality(_ text: String) -> CollapseAlarm? {
        for sentence in ReportWords.sentences(of: withoutHeadings(text)) {
            let said = " " + ReportWords.words(of: sentence).map(\.folded).joined(separator: " ") + " "
            for (modality, signs) in modalitySigns where signs.contains(where: { said.contains(" \($0)") }) {
                return .wrongModality(modality)
            }
            // Advice and comparison name other examinations rightly.
            guard !mentions.contains(where: { said.contains(" \($0)") }) else { continue }
            for (modality, names) in modalityNames {
                let isTold = names.contains { name in describing.contains { said.contains(" \(name)\($0)") } }
                if isTold { return .wrongModality(modality) }
            }
        }
        return nil
    }

    /// Beginnings of words that only such an examination gives.
    private static let modalitySigns: [(String, [String])] = [
        ("a CT examination", ["hounsfield", "axial slices", "axial images", "bone window", "lung window"]),
        (
            "an MRI examination",
            [
                "t1 weighted", "t2 weighted", "t1w", "t2w", "signal intensity", "hyperintens", "hypointens",
                "stir sequence",
            ]
        ),
        ("an ultrasound examination", ["echogen", "hypoecho", "hyperecho", "anecho", "doppler", "sonographic appear"]),
    ]
    private static let modalityNames: [(String, [String])] = [
        ("a CT examination", ["ct", "computed tomography", "ct scan", "ct image", "ct images", "ct study"]),
        ("an MRI examination", ["mri", "magnetic resonance imaging", "mri scan", "mr images", "mri study"]),
        ("an ultrasound examination", ["ultrasound", "ultrasound scan", "sonography", "ultrasound images"]),
    ]
    private static let describing = [
        " of the ", " shows", " demonstrates", " reveals", " obtained", " performed", " without contrast",
        " with contrast",
    ]
    private static let mentions = [
        "recommend", "suggest", "advis", "consider", "correlat", "further", "follow", "compar", "prior", "previous",
        "earlier", "may ", "could ", "would ", "should ", "if ", "can ", "evaluat", "needed",
    ]
}
