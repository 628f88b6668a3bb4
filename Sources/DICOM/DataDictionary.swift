/// What the standard says about an attribute. Standard: PS3.6 §6. The table is generated, see `scripts/generate-dictionary`.
public enum DataDictionary {
    public struct Entry: Sendable, Equatable {
        /// Where the standard leaves a choice (US or SS, OB or OW), the more common one.
        public let vr: VR
        /// `PatientName`.
        public let keyword: String
        /// `Patient's Name`.
        public let name: String
        /// Value multiplicity: `1`, `2-2n`.
        public let vm: String
        public let isRetired: Bool
    }

    /// What the standard says about a tag; `nil` for private and unknown ones.
    public static func entry(for tag: Tag) -> Entry? {
        index.line(of: tag).flatMap { Entry(line: index.text(of: $0)) }
    }

    /// The tag of a keyword such as `PatientName`; none for repeating groups.
    public static func tag(keyword: String) -> Tag? { keywords[keyword] }

    /// Quick form of `entry(for:)?.vr`.
    public static func vr(of tag: Tag) -> VR? {
        index.line(of: tag).flatMap { index.vr(of: $0) }
    }

    /// The VR is US or SS by Pixel Representation (0028,0103). Standard: PS3.6 §6.
    static func isSignedByPixels(_ tag: Tag) -> Bool {
        index.line(of: tag).map { index.letters(of: $0) == (0x78, 0x73) } ?? false
    }

    /// The name of a transfer syntax or SOP class, e.g. `Computed Radiography Image Storage`.
    public static func name(ofUID uid: String) -> String? { names[uid] }

    private static let index = DictionaryIndex()
    private static let keywords = index.keywords

    private static let names: [String: String] = Dictionary(
        uidNames.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "|", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }, uniquingKeysWith: { first, _ in first })
}

extension DataDictionary.Entry {
    init?(line: Substring) {
        let parts = line.dropFirst(8).split(separator: "|", omittingEmptySubsequences: false)
        guard parts.count == 5 else { return nil }
        let letters = Array(parts[0].utf8)
        guard letters.count == 2, let vr = DictionaryIndex.vr(letters[0], letters[1]) else { return nil }
        self.vr = vr
        self.vm = String(parts[1])
        self.keyword = String(parts[2])
        self.name = String(parts[3])
        self.isRetired = parts[4] == "R"
    }
}
