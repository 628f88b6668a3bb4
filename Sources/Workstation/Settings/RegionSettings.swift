/// `[regions]`, `[questions]` and `[supported_regions]`.
public struct RegionSettings: Sendable, Equatable {
    /// The words that tell one region.
    public struct Keywords: Sendable, Equatable {
        public let region: String
        public let words: [String]
    }

    /// In file order: the first match wins. Empty = nobody changed the built-in list.
    public var keywords: [Keywords]
    /// By region. Regions not in here keep the built-in question.
    public var questions: [String: String]
    /// By region. Empty = nobody changed the built-in list; else only regions that are true here are analysed.
    public var supported: [String: Bool]

    /// Names the predecessor's shipped file used for `abdomen`, `nose` and `sinuses`.
    package static let aliases = ["abdominal", "nasal_bones", "paranasal_sinuses"]

    init(_ reader: inout SettingsReader) {
        keywords = reader.inSection("regions") { Self.keywords(&$0) }
        questions = reader.inSection("questions") { Self.questions(&$0) }
        supported = reader.inSection("supported_regions") { Self.supported(&$0) }
        let known = reader.knownRegions + keywords.map(\.region) + Self.aliases
        guard known.count > Self.aliases.count else { return }
        reader.inSection("questions") { $0.noteUnknown(questions.keys.sorted(), known) }
        reader.inSection("supported_regions") { $0.noteUnknown(supported.keys.sorted(), known) }
    }

    private static func keywords(_ reader: inout SettingsReader) -> [Keywords] {
        reader.freeEntries().compactMap { region, text in
            let words = CommaList.items(text)
            guard isName(region), !words.isEmpty else {
                reader.refuse(region, text: text, expects: "words with commas after a region of a-z, 0-9 and _")
                return nil
            }
            return Keywords(region: region, words: words)
        }
    }

    private static func questions(_ reader: inout SettingsReader) -> [String: String] {
        var questions: [String: String] = [:]
        for (region, text) in reader.freeEntries() {
            // A question may span lines in the file; it is one sentence in the prompt.
            let sentence = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            if isName(region), (1...2000).contains(sentence.count) {
                questions[region] = sentence
            } else {
                reader.refuse(region, text: text, expects: "one sentence after a region of a-z, 0-9 and _")
            }
        }
        return questions
    }

    private static func supported(_ reader: inout SettingsReader) -> [String: Bool] {
        var supported: [String: Bool] = [:]
        let kind = SettingKind.boolean
        for (region, text) in reader.freeEntries() {
            if isName(region), let isSupported = kind.read(text) {
                supported[region] = isSupported
            } else {
                reader.refuse(region, text: text, expects: kind.expects + " after a region of a-z, 0-9 and _")
            }
        }
        return supported
    }

    static func isName(_ region: String) -> Bool {
        (1...64).contains(region.utf8.count)
            && region.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    }
}

extension SettingsReader {
    fileprivate mutating func noteUnknown(_ regions: [String], _ known: [String]) {
        for region in regions where !known.contains(region) {
            let nearest = NearestName.of(region, among: known).map { "; the nearest is \($0)" } ?? ""
            note(region, "there is no such region, so the line has no effect\(nearest).")
        }
    }
}
