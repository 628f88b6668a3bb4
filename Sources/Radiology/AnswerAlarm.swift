/// Something odd about the answer that stands, for people to look at.
public struct AnswerAlarm: Sendable, Equatable {
    /// What was noticed. A later version may know more.
    public enum Kind: String, Sendable, CaseIterable {
        case nearIdentical = "near-identical"
        case wrongRegion = "wrong-region"
        case wrongModality = "wrong-modality"
        case wrongLanguage = "wrong-language"
        case repetition
    }

    /// `nil` for a kind that this version does not know.
    public var kind: Kind?
    /// One sentence about it, without patient data.
    public var words: String?
    /// Another exam about which nearly the same was said.
    public var partner: SOPInstanceUID?
    /// RFC 3339 UTC.
    public var at: String

    public init(kind: Kind?, words: String? = nil, partner: SOPInstanceUID? = nil, at: String) {
        (self.kind, self.words, self.partner, self.at) = (kind, words, partner, at)
    }
}
