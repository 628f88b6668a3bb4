/// A file that this process took from `incoming/`; it lies alone in a folder of `work/`.
public struct ClaimedFile: Sendable, Hashable {
    /// Absolute.
    public let path: String
    /// Valid UTF-8 without control characters, at most 120 bytes; kept from the name it had.
    public let name: String
    /// Where below `incoming/` it lay, for people.
    public let source: String
    /// Bytes at the moment of the claim.
    public let size: Int
    /// Its folder in `work/`.
    package let folder: String
    /// Written by this process: its bytes cannot change behind the archive's back.
    package var isOurs = false
}
