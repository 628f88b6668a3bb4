/// A known change of what is watched: the figures before and after are not of one process.
public struct ChangeMark: Hashable, Sendable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable { case model, prompt, recipe, threshold, other }

    /// Index of the first night after the change.
    public let night: Int
    public let kind: Kind
    /// What is in force from then on, such as the model's name.
    public let label: String

    public init(night: Int, kind: Kind, label: String) { (self.night, self.kind, self.label) = (night, kind, label) }

    /// The stretches between marks; each gets its own limits. Marks outside of the nights are ignored.
    public static func phases(of nights: Int, marks: [ChangeMark]) -> [Range<Int>] {
        guard nights > 0 else { return [] }
        let starts = Set([0] + marks.map(\.night).filter { (1..<nights).contains($0) }).sorted()
        return zip(starts, starts.dropFirst() + [nights]).map { $0..<$1 }
    }
}
