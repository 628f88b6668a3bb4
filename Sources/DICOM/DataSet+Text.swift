import Foundation

extension DataSet {
    /// The character set that the text of this data set is written in: its own Specific Character Set (0008,0005), or
    /// for an item the one around it. Standard: PS3.3 §C.12.1.1.2.
    public var characterSet: SpecificCharacterSet {
        guard case .bytes(let bytes)? = self[.specificCharacterSet]?.value else {
            return inheritedCharacterSet ?? .defaultRepertoire
        }
        return SpecificCharacterSet(terms: String(decoding: bytes, as: UTF8.self).valuesOfText)
    }

    /// The first value as text without padding; `nil` when the element is absent, empty or no value of text or number.
    public func string(_ tag: Tag) -> String? {
        guard let first = strings(tag).first, !first.isEmpty else { return nil }
        return first
    }

    /// All values as text without padding, empty ones between others included. Numbers are written out.
    public func strings(_ tag: Tag) -> [String] {
        self[tag].map { strings(of: $0) } ?? []
    }

    /// The first value as a person's name with its groups. Standard: PS3.5 §6.2 (PN).
    public func personName(_ tag: Tag) -> PersonName? {
        string(tag).map { PersonName($0) }
    }

    func strings(of element: Element) -> [String] {
        guard case .bytes(let bytes) = element.value, !bytes.isEmpty else { return [] }
        let vr = element.knownVR
        if vr == .at { return integers(of: element).map { Tag(UInt32(truncatingIfNeeded: $0)).description } }
        if vr == .fl || vr == .fd || vr == .of || vr == .od { return numbers(of: element).map { "\($0)" } }
        guard vr.isText || vr == .un else { return integers(of: element).map(String.init) }
        let set = vr.usesCharacterSet || vr == .un ? characterSet : .defaultRepertoire
        let text = set.decode(bytes, isPersonName: vr == .pn)
        if vr.isSingleText {
            let whole = text.trimmingTrailingPadding
            return whole.isEmpty ? [] : [whole]
        }
        let values =
            vr == .uc
            ? text.split(separator: "\\", omittingEmptySubsequences: false)
                .map { String($0).trimmingTrailingPadding } : text.valuesOfText
        return values.allSatisfy(\.isEmpty) && values.count == 1 ? [] : values
    }
}

extension String {
    /// The values between backslashes, without spaces and NULs around them. Standard: PS3.5 §6.4.
    var valuesOfText: [String] {
        split(separator: "\\", omittingEmptySubsequences: false).map { String($0).trimmingPadding }
    }

    var trimmingPadding: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isPadding }) else { return "" }
        return String(scalars[first...]).trimmingTrailingPadding
    }

    var trimmingTrailingPadding: String {
        guard let last = unicodeScalars.lastIndex(where: { !$0.isPadding }) else { return "" }
        return String(unicodeScalars[...last])
    }
}

extension Unicode.Scalar {
    fileprivate var isPadding: Bool { self == " " || self == "\0" }
}
