import Foundation
import Glibc
import Store

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
        /// The system has no handle or memory left: nothing is wrong with the file.
        case busy(String)

        init(_ code: Int32) {
            let reason = String(cString: strerror(code))
            switch code {
            case ELOOP: self = .notAFile
            case EMFILE, ENFILE, ENOMEM, EINTR, EAGAIN: self = .busy(reason)
            default: self = .unreadable(reason)
            }
        }

        /// For a person, without the file's name.
        package var words: String {
            switch self {
            case .notAFile: "it is not a regular file"
            case .tooLarge(let size): "it has \(size) bytes, more than the limit"
            case .unreadable(let reason), .busy(let reason): reason
            }
        }
    }

    /// - limit: bytes; a larger file is refused before anything is read.
    package static func read(_ path: String, limit: Int) throws(Failure) -> FileBytes {
        try read(RawPath(path), limit: limit)
    }

    package static func read(_ path: RawPath, limit: Int) throws(Failure) -> FileBytes {
        try read(descriptor: Glibc.open(path.bytes, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK), limit: limit)
    }

    /// The file's identity now; `nil` when it is gone.
    package static func identity(_ path: RawPath) -> Identity? {
        var status = stat()
        return lstat(path.bytes, &status) == 0 ? Identity(status) : nil
    }

    /// - descriptor: what `open` just answered; closed here.
    package static func read(descriptor: Int32, limit: Int) throws(Failure) -> FileBytes {
        guard descriptor >= 0 else { throw Failure(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        guard status.st_size <= limit else { throw .tooLarge(size: status.st_size) }
        let bytes = try contents(of: descriptor, size: status.st_size)
        return FileBytes(bytes: bytes, identity: Identity(status))
    }

    /// Reads up to `size` bytes; fewer when the file shrank meanwhile.
    private static func contents(of descriptor: Int32, size: Int) throws(Failure) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            while filled < size {
                let count = Glibc.read(descriptor, buffer.baseAddress?.advanced(by: filled), size - filled)
                if count > 0 {
                    filled += count
                } else if count == 0 {
                    break
                } else if errno != EINTR {
                    code = errno
                    break
                }
            }
        }
        guard code == 0 else { throw Failure(code) }
        return bytes
    }
}
