/// A name in up to three scripts. Standard: PS3.5 §6.2 (PN).
public struct PersonName: Sendable, Hashable {
    /// One script's form of a name.
    public struct Components: Sendable, Hashable {
        public var family = ""
        public var given = ""
        public var middle = ""
        public var prefix = ""
        public var suffix = ""

        public init(
            family: String = "", given: String = "", middle: String = "", prefix: String = "", suffix: String = ""
        ) {
            self.family = family
            self.given = given
            self.middle = middle
            self.prefix = prefix
            self.suffix = suffix
        }

        /// `family^given^middle^prefix^suffix`; more components go to the suffix.
        init(_ text: Substring) {
            let parts = text.split(separator: "^", maxSplits: 4, omittingEmptySubsequences: false)
                .map { String($0).trimmingPadding }
            func part(_ index: Int) -> String { index < parts.count ? parts[index] : "" }
            self.init(family: part(0), given: part(1), middle: part(2), prefix: part(3), suffix: part(4))
        }

        public var isEmpty: Bool { self == Components() }

        /// The form with carets, without those at the end that separate nothing.
        public var text: String {
            var parts = [family, given, middle, prefix, suffix]
            while parts.last?.isEmpty == true { parts.removeLast() }
            return parts.joined(separator: "^")
        }
    }

    public var alphabetic: Components
    public var ideographic: Components
    public var phonetic: Components

    public init(alphabetic: Components, ideographic: Components = .init(), phonetic: Components = .init()) {
        self.alphabetic = alphabetic
        self.ideographic = ideographic
        self.phonetic = phonetic
    }

    /// Reads `alphabetic=ideographic=phonetic`, each of components between carets. Every text is some name.
    public init(_ text: String) {
        let groups = text.split(separator: "=", maxSplits: 2, omittingEmptySubsequences: false)
        func group(_ index: Int) -> Components { index < groups.count ? Components(groups[index]) : Components() }
        self.init(alphabetic: group(0), ideographic: group(1), phonetic: group(2))
    }

    /// The form of a data set: `Popescu^Ion`.
    public var text: String {
        var groups = [alphabetic.text, ideographic.text, phonetic.text]
        while groups.last?.isEmpty == true { groups.removeLast() }
        return groups.joined(separator: "=")
    }

    /// For people to read: prefix, given, middle, family, suffix; the first script that has any.
    public var displayName: String {
        let name = [alphabetic, ideographic, phonetic].first { !$0.isEmpty } ?? Components()
        return [name.prefix, name.given, name.middle, name.family, name.suffix].filter { !$0.isEmpty }
            .joined(separator: " ")
    }
}
