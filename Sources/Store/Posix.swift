import Glibc

/// An open file or folder, closed when the value ends.
struct Descriptor: ~Copyable {
    let number: Int32
    init(_ number: Int32) { self.number = number }
    deinit { close(number) }
}

/// The system calls of this room. Names below a folder are given relative to its descriptor, so that nobody can slip a
/// link into the path between two calls.
enum Posix {
    /// The text for the last failed call, e.g. "No space left on device".
    static func reason(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }

    static func writeFailure(_ path: String, _ code: Int32 = errno) -> StoreError {
        code == EXDEV ? .otherFileSystem(path: path) : .cannotWrite(path: path, reason: reason(code))
    }

    /// Opens a folder; a symbolic link in its place is refused.
    static func openFolder(_ path: String, shownAs shown: String) throws(StoreError) -> Descriptor {
        let number = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0 else { throw .cannotRead(path: shown, reason: reason()) }
        return Descriptor(number)
    }

    /// The attributes of a name, of a link itself and not of what it points to. `nil` when there is no such name.
    static func attributes(_ name: [CChar], in folder: borrowing Descriptor) -> stat? {
        var attributes = stat()
        return fstatat(folder.number, name, &attributes, AT_SYMLINK_NOFOLLOW) == 0 ? attributes : nil
    }

    static func attributes(_ path: String) -> stat? {
        var attributes = stat()
        return lstat(path, &attributes) == 0 ? attributes : nil
    }

    static func isRegular(_ attributes: stat) -> Bool { attributes.st_mode & S_IFMT == S_IFREG }
    static func isFolder(_ attributes: stat) -> Bool { attributes.st_mode & S_IFMT == S_IFDIR }

    /// The names in a folder, in no order, without `.` and `..`, NUL-terminated as the system gave them.
    static func names(in folder: borrowing Descriptor) -> [[CChar]] {
        // A descriptor of its own: closedir closes it, and the position starts at the beginning.
        let own = openat(folder.number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0 else { return [] }
        guard let stream = fdopendir(own) else {
            close(own)
            return []
        }
        defer { closedir(stream) }
        var names: [[CChar]] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { start in
                    Array(UnsafeBufferPointer(start: start, count: strlen(start) + 1))
                }
            }
            if name != dot && name != dotDot { names.append(name) }
        }
        return names
    }

    private static let dot: [CChar] = [46, 0]
    private static let dotDot: [CChar] = [46, 46, 0]

    /// Makes a folder and its missing parents, 0700; existing ones keep their permissions.
    static func makeFolders(_ path: String, shownAs shown: String) throws(StoreError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
            throw writeFailure(shown)
        }
        try makeFolders(String(path[..<slash]), shownAs: shown)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw writeFailure(shown) }
    }

    /// Makes the names in a folder durable.
    static func syncFolder(_ path: String, shownAs shown: String) throws(StoreError) {
        let folder = try openFolder(path, shownAs: shown)
        guard fsync(folder.number) == 0 else { throw writeFailure(shown) }
    }

    /// Writes all bytes to an open file, whatever the system takes at a time.
    static func write(_ bytes: UnsafeRawBufferPointer, to file: borrowing Descriptor) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = Glibc.write(file.number, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return false }
            done += count
        }
        return true
    }

    /// Copies what is left in `source` to `target`, 1 MiB at a time.
    static func copy(_ source: borrowing Descriptor, to target: borrowing Descriptor) -> Bool {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = read(source.number, buffer.baseAddress, buffer.count)
            if count < 0 && errno == EINTR { continue }
            if count == 0 { return true }
            if count < 0 || !write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), to: target) { return false }
        }
    }

    /// Gives a file its new name unless that name is taken: never overwrites.
    /// - Returns: 0, or the error number; `EEXIST` when the name is taken.
    static func renameWithoutReplacing(_ old: String, _ new: String) -> Int32 {
        // link + unlink is atomic for the new name and refuses a taken one; plain rename would replace it.
        if link(old, new) == 0 {
            unlink(old)
            return 0
        }
        let code = errno
        // A file that belongs to someone else, or a file system without hard links.
        guard code == EPERM || code == EOPNOTSUPP || code == EMLINK || code == EACCES else { return code }
        if attributes(new) != nil { return EEXIST }
        return rename(old, new) == 0 ? 0 : errno
    }
}
