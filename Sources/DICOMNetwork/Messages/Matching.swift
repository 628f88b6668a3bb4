import DICOM

/// How one key of a query is compared with what the archive has. Standard: PS3.4 §C.2.2.2.
public enum Matching: Sendable, Equatable {
    /// Everything matches, and the value is wanted in the answer. Standard: PS3.4 §C.2.2.2.3.
    case universal
    /// Exactly this text. DICOM has no way to write a literal `*`, `?` or `\`: each is asked for as "any one character",
    /// so compare the answers where it matters. Never widens to everything. Standard: PS3.4 §C.2.2.2.1.
    case single(String)
    /// Any of these identifiers, for attributes of VR UI. Standard: PS3.4 §C.2.2.2.2.
    case uids([String])
    /// `*` for any characters, `?` for one, in the pattern of a person. Standard: PS3.4 §C.2.2.2.4.
    case wildCard(String)
    /// Days from … to …, both included; an open end is `nil`. Standard: PS3.4 §C.2.2.2.5.
    case dates(from: DICOMDate?, to: DICOMDate?)
    /// Times of day, in the attribute's own time zone. Does not wrap at midnight: ask twice.
    case times(from: DICOMTime?, to: DICOMTime?)
    /// Days with times for attributes of VR DT, as text of PS3.5 §6.2 (DT).
    case dateTimes(from: String?, to: String?)
    /// One item whose keys must match in one item of the answer. Standard: PS3.4 §C.2.2.2.6.
    case sequence([Tag: Matching])
}

extension Matching {
    /// Sets the key's value in an identifier.
    /// - Throws: `MessageError.badKey` when the attribute cannot be compared in this way.
    func write(_ tag: Tag, to identifier: inout DataSet, depth: Int = 0) throws(MessageError) {
        let vr = DataDictionary.vr(of: tag) ?? .lo
        switch self {
        case .universal where vr == .sq:
            identifier.set(tag, items: [])
        case .universal:
            identifier.setEmpty(tag)
        case .sequence(let keys):
            guard vr == .sq, depth < 4 else { throw .badKey(tag, detail: "it is no sequence") }
            identifier.set(tag, items: [try Matching.item(keys, depth: depth + 1)])
        case .uids(let uids):
            try require(vr == .ui, tag, "only unique identifiers can be given as a list")
            try require(!uids.isEmpty && uids.allSatisfy(\.isUniqueIdentifier), tag, "not a unique identifier")
            identifier.set(tag, uids)
        case .single(let text): identifier.set(tag, try literal(text, of: tag, vr: vr))
        case .wildCard(let pattern): identifier.set(tag, try checked(pattern, of: tag, vr: vr))
        case .dates, .times, .dateTimes: identifier.set(tag, try range(of: tag, vr: vr))
        }
    }

    private static func item(_ keys: [Tag: Matching], depth: Int) throws(MessageError) -> DataSet {
        var item = DataSet()
        for (tag, matching) in keys.sorted(by: { $0.key < $1.key }) { try matching.write(tag, to: &item, depth: depth) }
        return item
    }

    private func require(_ condition: Bool, _ tag: Tag, _ detail: String) throws(MessageError) {
        guard condition else { throw .badKey(tag, detail: detail) }
    }

    /// What means something of its own in a query becomes "any one character", or is refused where that is not allowed.
    private func literal(_ text: String, of tag: Tag, vr: VR) throws(MessageError) -> String {
        let text = text.trimmingCharactersOfPadding
        // An empty value would match everything: a missing number must not fetch the whole archive.
        try require(!text.isEmpty, tag, "the value is empty")
        if vr == .ui { try require(text.isUniqueIdentifier, tag, "not a unique identifier") }
        let isHostile: (Unicode.Scalar) -> Bool = { $0.isQuerySign || $0.isControl }
        if vr.allowsWildCards {
            let safe = text.unicodeScalars.map { isHostile($0) ? "?" : $0 }
            return try fitting(String(String.UnicodeScalarView(safe)), tag, vr)
        }
        try require(vr.isText && !text.unicodeScalars.contains(where: isHostile), tag, "not a plain value")
        // A hyphen in a date or a time is a range.
        let isDay = vr == .da || vr == .tm
        try require(!isDay || !text.contains("-"), tag, "not one date or time")
        return try fitting(text, tag, vr)
    }

    private func checked(_ pattern: String, of tag: Tag, vr: VR) throws(MessageError) -> String {
        try require(vr.allowsWildCards, tag, "wild cards are not allowed in \(vr.rawValue)")
        try require(!pattern.trimmingCharactersOfPadding.isEmpty, tag, "the pattern is empty")
        let hasStrangers = pattern.unicodeScalars.contains { $0 == "\\" || $0.isControl }
        try require(!hasStrangers, tag, "a backslash or control character in the pattern")
        return try fitting(pattern, tag, vr)
    }

    /// Queries may be longer than values (PS3.4 §C.2.2.2), but not without end.
    private func fitting(_ text: String, _ tag: Tag, _ vr: VR) throws(MessageError) -> String {
        try require(text.unicodeScalars.count <= 1024, tag, "the value is too long")
        return text
    }

    private func range(of tag: Tag, vr: VR) throws(MessageError) -> String {
        let (wanted, from, to): (VR, String?, String?) =
            switch self {
            case .dates(let from, let to): (.da, from?.text, to?.text)
            case .times(let from, let to): (.tm, from?.text, to?.text)
            case .dateTimes(let from, let to): (.dt, from, to)
            default: (.un, nil, nil)
            }
        try require(vr == wanted, tag, "it is no \(wanted.rawValue)")
        try require(from != nil || to != nil, tag, "the range is open at both ends")
        for text in [from, to].compactMap(\.self) where vr == .dt {
            // Without a sign: east or west would be read as the hyphen of the range by half of the world's archives.
            try require(DICOMDateTime(text)?.offset == nil && DICOMDateTime(text) != nil, tag, "not a date and time")
        }
        // One day is one value: archives that know no ranges understand it too.
        if let from, from == to { return from }
        if vr != .dt, let from, let to { try require(from <= to, tag, "the range ends before it begins") }
        return (from ?? "") + "-" + (to ?? "")
    }
}

extension VR {
    /// Standard: PS3.4 §C.2.2.2.4.
    var allowsWildCards: Bool {
        switch self {
        case .ae, .cs, .lo, .lt, .pn, .sh, .st, .uc, .ur, .ut: true
        default: false
        }
    }
}

extension Unicode.Scalar {
    var isQuerySign: Bool { self == "*" || self == "?" || self == "\\" }
    var isControl: Bool { properties.isControl }
}

extension String {
    /// Without blanks and NULs around it.
    var trimmingCharactersOfPadding: String {
        let isPadding: (Character) -> Bool = { $0 == " " || $0 == "\0" }
        let head = drop(while: isPadding)
        guard let last = head.lastIndex(where: { !isPadding($0) }) else { return "" }
        return String(head[...last])
    }
}
