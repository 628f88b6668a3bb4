/// A file that lies in `incoming/`.
public struct SpoolFile: Sendable, Hashable {
    /// Names below `incoming/` as the system gave them, NUL-terminated: they need not be UTF-8.
    package struct Key: Sendable, Hashable { let components: [[CChar]] }
    package let key: Key
    /// Bytes.
    public let size: Int
    /// Nanoseconds since 1970.
    public let modified: Int
    package let inode: UInt64
    /// Written by this process: nobody else holds it open.
    package var isOurs = false

    /// The path below `incoming/` for people; it can hold a patient's name.
    public var path: String { key.components.map(Spool.text).joined(separator: "/") }
}
