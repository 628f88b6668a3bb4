/// Says which part of the body a film shows, whether that part is read, and what is asked about it.
///
/// The keywords are those of the settings file joined with a built-in list in several languages. Among the keywords
/// found in one text, first a longer one silences those inside it ("cap femural" is a hip, although `cap` is the
/// skull), then the settings come before the built-in list, and the order of the file decides.
public struct RegionRules: Sendable {
    /// The rules for settings that say nothing: the shipped keywords, questions and supported regions.
    public static let standard = RegionRules()

    private let rules: [Rule]
    private let questions: [String: String]
    private let supported: [String: Bool]

    private struct Rule: Sendable {
        let key: String
        let pattern: KeywordPattern
    }

    /// - Parameters:
    ///   - keywords: `[regions]` in file order; empty = the shipped table.
    ///   - questions: `[questions]`; a region that is not named keeps its built-in question.
    ///   - supported: `[supported_regions]`; empty = the shipped five; otherwise only what is true here is read.
    ///
    /// Keys may be the predecessor's aliases (`abdominal`, `nasal_bones`, `paranasal_sinuses`) in any case.
    public init(
        keywords: [(key: String, words: [String])] = [], questions: [String: String] = [:],
        supported: [String: Bool] = [:]
    ) {
        let named = keywords.isEmpty ? Self.shippedKeywords : keywords
        let fromSettings = named.flatMap { row in
            row.words.flatMap(Self.repaired).compactMap { word in
                KeywordPattern(setting: word).map { Rule(key: Self.canonical(row.key), pattern: $0) }
            }
        }
        rules = fromSettings + Self.builtIn
        self.questions = Self.byCanonicalKey(Self.shippedQuestions).merging(Self.byCanonicalKey(questions)) { $1 }
        self.supported = Self.byCanonicalKey(supported.isEmpty ? Self.shippedSupported : supported)
    }

    /// The region of the first text that names one; texts that are absent or say nothing are passed over.
    public func region(of texts: String?...) -> BodyRegion? { region(of: texts) }

    /// The region of the first text that names one; texts that are absent or say nothing are passed over.
    public func region(of texts: [String?]) -> BodyRegion? {
        for case let text? in texts {
            if let region = region(in: FoldedText(text).words) { return region }
        }
        return nil
    }

    /// Whether films of this region are read. Unknown regions are not.
    public func isSupported(_ region: BodyRegion?) -> Bool {
        guard let region else { return false }
        return supported[Self.canonical(region.rawValue)] ?? false
    }

    /// The regions that are read, by name.
    public var supportedRegions: [BodyRegion] {
        supported.filter(\.value).keys.sorted().map(BodyRegion.init(rawValue:))
    }

    /// One short clinical question; a general one for a region without its own.
    public func question(for region: BodyRegion?) -> String {
        region.flatMap { questions[Self.canonical($0.rawValue)] } ?? Self.fallbackQuestion
    }

    /// Why an exam of this region is put aside (`ignore`), in a sentence; `nil` when it is to be read.
    public func reasonToIgnore(_ region: BodyRegion?) -> String? {
        guard let region else {
            return "The body region is unknown: no description in the file names one that the settings know."
        }
        if isSupported(region) { return nil }
        return "The region “\(region.words)” is not switched on under [supported_regions] in the settings."
    }

    /// The region key that an alias of the predecessor's settings stands for, in small letters.
    public static func canonical(_ key: String) -> String {
        let key = key.lowercased()
        return ["abdominal": "abdomen", "nasal_bones": "nose", "paranasal_sinuses": "sinuses"][key] ?? key
    }
}

extension RegionRules {
    /// Rules of the vocabulary, made once.
    private static let builtIn: [Rule] = vocabulary.flatMap { row in
        row.words.split(separator: ",").compactMap { word in
            KeywordPattern(String(word)).map { Rule(key: row.key, pattern: $0) }
        }
    }

    /// A keyword found in a text: which words it covers, how much it says, where its rule stands.
    private struct Find {
        let words: Range<Int>
        let letters: Int
        let rule: Int

        /// Whether the other keyword covers the same words and says more.
        func isSilenced(by other: Find) -> Bool {
            guard other.words.lowerBound <= words.lowerBound, other.words.upperBound >= words.upperBound else {
                return false
            }
            return (other.words.count, other.letters) > (words.count, letters)
        }
    }

    private func region(in words: [[UInt8]]) -> BodyRegion? {
        var finds: [Find] = []
        for (index, rule) in rules.enumerated() {
            for start in words.indices {
                guard let covered = rule.pattern.match(in: words, from: start) else { continue }
                finds.append(Find(words: covered, letters: rule.pattern.letterCount, rule: index))
            }
        }
        let loud = finds.filter { find in
            !rules[find.rule].key.isEmpty && !finds.contains { find.isSilenced(by: $0) }
        }
        return loud.min { $0.rule < $1.rule }.map { BodyRegion(rawValue: rules[$0.rule].key) }
    }

    /// Some shipped files lack a comma between `coaste` and `ribs`.
    private static func repaired(_ keyword: String) -> [String] {
        let words = keyword.lowercased().split(separator: " ")
        return words == ["coaste", "ribs"] ? ["coaste", "ribs"] : [words.joined(separator: " ")]
    }

    /// When a file has both an alias and the key it stands for, the key wins.
    private static func byCanonicalKey<Entry>(_ entries: [String: Entry]) -> [String: Entry] {
        var result: [String: Entry] = [:]
        for (key, entry) in entries where canonical(key) != key.lowercased() { result[canonical(key)] = entry }
        for (key, entry) in entries where canonical(key) == key.lowercased() { result[canonical(key)] = entry }
        return result
    }
}
