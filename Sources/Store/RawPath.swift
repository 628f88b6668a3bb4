import Glibc

/// A path as the system has it: bytes, not necessarily UTF-8.
public struct RawPath: Sendable, Hashable, Comparable {
    /// NUL-terminated.
    package let bytes: [CChar]

    public init(_ text: String) { bytes = Array(text.utf8CString) }

    init(_ folder: RawPath, name: [CChar]) {
        let above = folder.bytes.dropLast()
        bytes = Array(above) + (above.last == CChar(UInt8(ascii: "/")) ? [] : [CChar(UInt8(ascii: "/"))]) + name
    }

    /// For people; what is no UTF-8 is replaced.
    public var shown: String { Spool.text(bytes) }

    /// The last component, for people.
    public var name: String { shown.split(separator: "/").last.map(String.init) ?? shown }

    public static func < (a: RawPath, b: RawPath) -> Bool {
        a.bytes.lexicographicallyPrecedes(b.bytes) { UInt8(bitPattern: $0) < UInt8(bitPattern: $1) }
    }

    /// Deletes the file.
    /// - Returns: the system's reason when that failed.
    public func remove() -> String? { unlink(bytes) == 0 ? nil : Posix.reason() }
}
