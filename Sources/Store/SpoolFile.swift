import Glibc

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
    /// Written by this process: it was whole before it had a name.
    package var isOurs = false

    /// Whether a file that is looked at again is the same, unchanged.
    func isStill(_ attributes: stat) -> Bool {
        attributes.st_size == size && UInt64(attributes.st_ino) == inode
            && attributes.st_mtim.tv_sec &* 1_000_000_000 &+ attributes.st_mtim.tv_nsec == modified
    }

    /// The path below `incoming/` for people; it can hold a patient's name.
    public var path: String { key.components.map(Spool.text).joined(separator: "/") }
}
