import Glibc

/// Whole files, or nothing: a reader sees the old bytes or the new ones.
public enum AtomicFile {
    /// Writes a file through a hidden temporary name and a rename; missing folders are made (0700). A file that already
    /// holds these bytes is not touched, so that copies by modification time stay small.
    ///
    /// - Parameters:
    ///   - shown: how a message names the path; relative to the workspace, without patient data.
    ///   - durable: fsync of the file and its folder. Pages can be drawn again and do without.
    ///   - keepsAccess: the owner, the group and their permissions stay as they are; others get none. A new file is its
    ///     owner's alone, and belongs to whom the folder belongs to.
    /// - Returns: whether the file changed.
    @discardableResult
    public static func write(
        _ bytes: [UInt8], to path: String, durable: Bool, keepsAccess: Bool = false, shownAs shown: String
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
        if keepsAccess { takeOverAccess(of: path, in: folder, to: file) }
        let isWritten = bytes.withUnsafeBytes { Posix.write($0, to: file) } && (!durable || fsync(number) == 0)
        guard isWritten, rename(temporary, path) == 0 else {
            let code = errno
            unlink(temporary)
            throw Posix.writeFailure(shown, code)
        }
        if durable { try Posix.syncFolder(folder, shownAs: shown) }
        return true
    }

    private static func takeOverAccess(of path: String, in folder: String, to file: borrowing Descriptor) {
        var former = stat()
        let isThere = lstat(path, &former) == 0 && Posix.isRegular(former)
        guard isThere || stat(folder, &former) == 0 else { return }
        // Without the privilege the owner is whoever writes; a group that cannot be kept gets nothing.
        let isKept =
            fchown(file.number, former.st_uid, former.st_gid) == 0
            || fchown(file.number, uid_t.max, former.st_gid) == 0
        let mode = isThere ? former.st_mode & 0o770 : 0o600
        _ = fchmod(file.number, isKept ? mode : mode & 0o700)
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
