/// A page where a text is put to the model: quick check, detailed analysis, translation.
public struct CheckPage: Sendable {
    public static let path = "check.html"
    /// Characters of a text that the model is asked about.
    public static let longest = 20_000

    public init() {}

    package var fields: Fields { ["longest": .text(String(Self.longest))] }
}
