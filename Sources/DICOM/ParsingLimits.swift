/// What a data set from outside may cost. A declared length never decides an allocation; these do.
public struct ParsingLimits: Sendable, Equatable {
    /// Bytes of the whole file.
    public var maxBytes: Int
    /// Elements, items and fragments together, at all depths.
    public var maxElements: Int
    /// Nested sequences.
    public var maxDepth: Int
    /// Bytes that a deflated data set may grow to.
    public var maxInflatedBytes: Int

    public init(
        maxBytes: Int = 1 << 30, maxElements: Int = 500_000, maxDepth: Int = 32, maxInflatedBytes: Int = 1 << 29
    ) {
        self.maxBytes = maxBytes
        self.maxElements = maxElements
        self.maxDepth = maxDepth
        self.maxInflatedBytes = maxInflatedBytes
    }

    /// Room for the largest films (a mammogram tomosynthesis of 1 GiB), no room for bombs.
    public static let standard = ParsingLimits()
}
