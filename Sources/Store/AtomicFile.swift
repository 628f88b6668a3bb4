import Glibc

/// Whole files, or nothing: a reader sees the old bytes or the new ones.
public enum AtomicFile {
    /// Writes a file through a hidden temporary name and a rename; missing folders are made (0700). A file that already
    /// holds these bytes is not touched, so that copies by modification time stay small.
    ///
    /// - Parameters:
    ///   - shown: how a message names the path; relative to the workspace, without patient data.
    ///   - durable: fsync of the file and its folder. Pages can be drawn again and do without.
    /// - Returns: whether the file changed.
    @discardableResult
    public static func write(
        _ bytes: [UInt8], to path: String, durable: Bool, shownAs shown: String
    ) throws(StoreError) -> Bool {
        if holds(path, bytes) { return false }
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[..<$0]) } ?? "."
        let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        // The process id keeps two processes apart that draw the same page.
        let temporary = "\(folder)/.\(name).\(getpid()).tmp"
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
        var number = open(temporary, flags, 0o600)
        if number < 0, errno == ENOENT {
            try Posix.makeFolders(folder, shownAs: shown)
            number = open(temporary, flags, 0o600)
        }
        guard number >= 0 else { throw Posix.writeFailure(shown) }
        let file = Descriptor(number)
        let isWritten = bytes.withUnsafeBytes { Posix.write($0, to: file) } && (!durable || fsync(number) == 0)
        guard isWritten, rename(temporary, path) == 0 else {
            let code = errno
            unlink(temporary)
            throw Posix.writeFailure(shown, code)
        }
        if durable { try Posix.syncFolder(folder, shownAs: shown) }
        return true
    }

    /// Whether the file at `path` is exactly these bytes. Never follows a link.
    private static func holds(_ path: String, _ bytes: [UInt8]) -> Bool {
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard number >= 0 else { return false }
        let file = Descriptor(number)
        var attributes = stat()
        guard fstat(file.number, &attributes) == 0, Posix.isRegular(attributes), attributes.st_size == bytes.count
        else { return false }
        return [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
            while count < bytes.count {
                let got = read(file.number, buffer.baseAddress?.advanced(by: count), bytes.count - count)
                if got <= 0 { break }
                count += got
            }
        } == bytes
    }
}
