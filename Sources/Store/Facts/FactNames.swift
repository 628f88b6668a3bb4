import GRDB

/// What a number in a fact is the name of.
public enum FactKind: String, Sendable, CaseIterable {
    case region, device, radiologist, diagnosis, model, prompt, recipe, error
}

/// The names behind the numbers. Numbers differ between databases: only texts are shown and compared.
public struct FactNames: Sendable {
    /// By number; empty where there is none.
    private var texts: [String] = [""]
    private var kinds: [FactKind?] = [nil]

    init() {}

    init(_ db: Database) throws {
        try db.each("SELECT number, kind, text FROM fact_names ORDER BY number") { row in
            put(row[0], FactKind(rawValue: row[1]), row[2])
        }
    }

    mutating func put(_ number: Int, _ kind: FactKind?, _ text: String) {
        // A foreign number may be anything; no fact of ours has it.
        guard number > 0, number <= Self.most else { return }
        while texts.count <= number {
            texts.append("")
            kinds.append(nil)
        }
        (texts[number], kinds[number]) = (text, kind)
    }

    /// Numbers are smaller.
    public var count: Int { texts.count }

    /// Empty for 0, and for a number that nobody knows.
    public func text(_ number: UInt32) -> String { Int(number) < texts.count ? texts[Int(number)] : "" }

    /// `unknown` for none, also when films say that very word: they are one group.
    public func region(_ number: UInt32) -> String {
        let text = text(number)
        return text.isEmpty ? RegionRows.unknown : text
    }

    public func all(_ kind: FactKind) -> [(number: UInt32, text: String)] {
        texts.indices.compactMap { kinds[$0] == kind ? (UInt32(truncatingIfNeeded: $0), texts[$0]) : nil }
    }

    /// 1 for each name of the kind, and for none at all (0), that is meant.
    func marks(_ kind: FactKind, where isMeant: (String) -> Bool) -> [UInt8] {
        texts.indices.map { ($0 == 0 || kinds[$0] == kind) && isMeant(texts[$0]) ? 1 : 0 }
    }

    private static let most = 1 << 26
}

/// Names as they are met, numbered from 1 in that order; which numbers the database gives them is asked later. Two texts
/// are one name only when their bytes are equal.
struct FactWords {
    private struct Key: Hashable {
        let kind: FactKind
        let text: String

        static func == (a: Self, b: Self) -> Bool { a.kind == b.kind && a.text.utf8.elementsEqual(b.text.utf8) }

        func hash(into hasher: inout Hasher) {
            hasher.combine(kind)
            // Texts that are equal in bytes are equal in letters.
            hasher.combine(text)
        }
    }

    private(set) var all: [(kind: FactKind, text: String)] = []
    private var numbers: [Key: UInt32] = [:]

    mutating func number(_ kind: FactKind, _ text: String?) -> UInt32 {
        guard let text, !text.isEmpty else { return 0 }
        let key = Key(kind: kind, text: text)
        if let known = numbers[key] { return known }
        all.append((kind, text))
        let number = UInt32(truncatingIfNeeded: all.count)
        numbers[key] = number
        return number
    }
}
