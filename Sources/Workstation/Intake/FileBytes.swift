import Foundation
import Glibc

/// The bytes of one regular file, read whole and bounded: the size on disk is asked first and never trusted alone.
package struct FileBytes {
    package let bytes: [UInt8]
    /// Tells whether a file is still what it was: inode, size and time of the last change (ns).
    package let identity: Identity

    package struct Identity: Equatable {
        let inode: UInt64
        let size: Int
        let modified: Int

        init(_ status: stat) {
            inode = UInt64(status.st_ino)
            size = status.st_size
            modified = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
        }
    }

    package enum Failure: Error, Equatable {
        /// Not a regular file: a link, a folder, a device.
        case notAFile
        case tooLarge(size: Int)
        case unreadable(String)

        /// For a person, without the file's name.
        package var words: String {
            switch self {
            case .notAFile: "it is not a regular file"
            case .tooLarge(let size): "it has \(size) bytes, more than the limit"
            case .unreadable(let reason): reason
            }
        }
    }

    /// - limit: bytes; a larger file is refused before anything is read.
    package static func read(_ path: String, limit: Int) throws(Failure) -> FileBytes {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw errno == ELOOP ? .notAFile : .unreadable(String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        guard status.st_size <= limit else { throw .tooLarge(size: status.st_size) }
        guard let bytes = contents(of: descriptor, size: status.st_size) else {
            throw .unreadable(String(cString: strerror(errno)))
        }
        return FileBytes(bytes: bytes, identity: Identity(status))
    }

    /// Reads up to `size` bytes; fewer when the file shrank meanwhile. `nil` on a read error.
    private static func contents(of descriptor: Int32, size: Int) -> [UInt8]? {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            while filled < size {
                let count = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: filled), size - filled)
                if count > 0 {
                    filled += count
                } else if count == 0 {
                    break
                } else if errno != EINTR {
                    failed = true
                    break
                }
            }
        }
        return failed ? nil : bytes
    }
}
