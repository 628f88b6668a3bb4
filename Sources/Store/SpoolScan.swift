/// Something in `incoming/` that is not taken in, and stays where it is.
public struct Refusal: Sendable, Hashable {
    public enum Kind: String, Sendable {
        case link, device, pipe, socket
        /// More folders within each other than `Spool.maxDepth`.
        case tooDeep = "too-deep"
        case unreadable
    }

    public let kind: Kind
    /// Below `incoming/`, for people.
    public let path: String
}

/// What one look at `incoming/` found.
public struct SpoolScan: Sendable {
    /// In the order of their paths.
    public internal(set) var files: [SpoolFile] = []
    public internal(set) var refused: [Refusal] = []
    /// More files are there than one scan takes: scan again when these are claimed.
    public internal(set) var isPartial = false
}
