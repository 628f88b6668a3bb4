import Foundation
import Glibc

/// Making bytes safe: in `incoming/` for whoever receives them, in `archive/` for good.
extension Spool {
    /// Writes a whole film into `incoming/`: hidden temporary name, fsync, rename, fsync of the folder. When this
    /// returns, the sender may be told of success. An existing name is not overwritten.
    /// - Returns: the file; it needs no settling and can be claimed at once.
    public func keep(_ bytes: [UInt8], as name: String) throws(StoreError) -> SpoolFile {
        try keep(as: name) { (file: borrowing Descriptor) in bytes.withUnsafeBytes { Posix.write($0, to: file) } }
    }

    /// Copies a file from anywhere into `incoming/`, in the same way; a link in its place is refused.
    public func keep(copyOf path: String, as name: String) throws(StoreError) -> SpoolFile {
        try keep(copyOf: RawPath(path), as: name)
    }

    /// The same for a path that need not be UTF-8.
    public func keep(copyOf path: RawPath, as name: String) throws(StoreError) -> SpoolFile {
        let number = open(path.bytes, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { throw .cannotRead(path: "the file to take in", reason: Posix.reason()) }
        let source = Descriptor(number)
        var attributes = stat()
        guard fstat(source.number, &attributes) == 0, Posix.isRegular(attributes) else {
            throw .cannotRead(path: "the file to take in", reason: "not a regular file")
        }
        return try keep(as: name) { (file: borrowing Descriptor) in Posix.copy(source, to: file) }
    }

    private func keep(
        as name: String, _ fill: (borrowing Descriptor) -> Bool
    ) throws(StoreError) -> SpoolFile {
        let safe = Self.safeName(name)
        let (temporary, number) = try openTemporary(safe)
        let file = Descriptor(number)
        guard fill(file) else {
            let code = errno
            unlink(temporary)
            throw Posix.writeFailure(Self.incomingShown, code)
        }
        return try place(temporary, file, as: safe)
    }

    /// Makes a temporary file durable and gives it its name, or removes it.
    func place(
        _ temporary: String, _ file: borrowing Descriptor, as name: String
    ) throws(StoreError) -> SpoolFile {
        guard fsync(file.number) == 0 else {
            let code = errno
            unlink(temporary)
            throw Posix.writeFailure(Self.incomingShown, code)
        }
        var attributes = stat()
        fstat(file.number, &attributes)
        for attempt in 1...10_000 {
            let final = Self.numbered(name, attempt, inode: UInt64(attributes.st_ino))
            let code = Posix.renameWithoutReplacing(temporary, "\(paths.incoming)/\(final)")
            if code == EEXIST { continue }
            guard code == 0 else {
                unlink(temporary)
                throw Posix.writeFailure(Self.incomingShown, code)
            }
            try Posix.syncFolder(paths.incoming, shownAs: Self.incomingShown)
            return try kept(final, file)
        }
        unlink(temporary)
        throw Posix.writeFailure(Self.incomingShown, EEXIST)
    }

    func openTemporary(_ name: String) throws(StoreError) -> (path: String, descriptor: Int32) {
        for number in 0..<10_000 {
            let path = "\(paths.incoming)/.\(name).\(getpid()).\(number).part"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            if descriptor >= 0 { return (path, descriptor) }
            if errno != EEXIST { throw Posix.writeFailure(Self.incomingShown) }
        }
        throw Posix.writeFailure(Self.incomingShown, EEXIST)
    }

    private func kept(_ name: String, _ file: borrowing Descriptor) throws(StoreError) -> SpoolFile {
        var attributes = stat()
        guard fstat(file.number, &attributes) == 0 else { throw Posix.writeFailure(Self.incomingShown) }
        own.remember(attributes)
        return SpoolFile(
            key: SpoolFile.Key(components: [Self.name(name)]), size: attributes.st_size,
            modified: attributes.st_mtim.tv_sec &* 1_000_000_000 &+ attributes.st_mtim.tv_nsec,
            inode: UInt64(attributes.st_ino), isOurs: true)
    }

    /// Puts the original of a claimed film into the archive, under its content hash: `archive/ab/cd/<hash>.dcm`. A file
    /// that this process wrote gets a second name there; of any other a copy is made, since whoever dropped it may hold
    /// it open. The claimed file stays in `work/` until `release`, so that a crash between the archive and the database
    /// loses nothing; done twice, it is a no-op.
    /// - Parameters:
    ///   - hash: SHA-256 of the bytes, lower-case hex.
    ///   - bytes: what was hashed; `nil` copies the file.
    /// - Returns: the path relative to the workspace.
    public func keepOriginal(
        _ claimed: ClaimedFile, hash: String, bytes: [UInt8]? = nil
    ) throws(StoreError) -> String {
        guard hash.utf8.count == 64, hash.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
            throw .cannotWrite(path: Self.archiveShown, reason: "not a SHA-256 content hash")
        }
        guard let mine = Posix.attributes(claimed.path), Posix.isRegular(mine) else {
            throw .cannotRead(path: Self.workShown, reason: "the claimed file is gone")
        }
        let first = "\(paths.archive)/\(hash.prefix(2))"
        let folder = "\(first)/\(hash.dropFirst(2).prefix(2))"
        let path = "\(folder)/\(hash).dcm"
        if let stored = Posix.attributes(path), Posix.isRegular(stored), stored.st_size == bytes?.count ?? mine.st_size
        {
            // A crash may have come between its rename and this.
            try Posix.syncFolder(folder, shownAs: Self.archiveShown)
            return paths.shown(path)
        }
        if Posix.attributes(folder) == nil {
            try Posix.makeFolders(folder, shownAs: Self.archiveShown)
            try Posix.syncFolder(paths.archive, shownAs: Self.archiveShown)
            try Posix.syncFolder(first, shownAs: Self.archiveShown)
        }
        try store(claimed, mine, bytes, at: path, in: folder)
        try Posix.syncFolder(folder, shownAs: Self.archiveShown)
        return paths.shown(path)
    }

    private func store(
        _ claimed: ClaimedFile, _ mine: stat, _ bytes: [UInt8]?, at path: String, in folder: String
    ) throws(StoreError) {
        let number = open(claimed.path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0 else { throw .cannotRead(path: Self.workShown, reason: Posix.reason()) }
        let source = Descriptor(number)
        let temporary = "\(folder)/.\(claimed.folder).\(getpid()).tmp"
        unlink(temporary)
        // A file with other names, or that somebody else wrote, could be changed later: it is copied.
        if claimed.isOurs, mine.st_nlink == 1, link(claimed.path, temporary) == 0 {
            fchmod(source.number, 0o600)
            guard fsync(source.number) == 0 else { throw Posix.writeFailure(Self.archiveShown) }
        } else {
            try write(to: temporary) { (target: borrowing Descriptor) in
                bytes.map { $0.withUnsafeBytes { Posix.write($0, to: target) } } ?? Posix.copy(source, to: target)
            }
        }
        // Only a damaged file of another size can be in the way; it is kept beside.
        if Posix.attributes(path) != nil { try keepDamaged(path) }
        let code = Posix.renameWithoutReplacing(temporary, path)
        // Another claimer of the same bytes was faster.
        if code == EEXIST { unlink(temporary) } else if code != 0 { throw Posix.writeFailure(Self.archiveShown, code) }
    }

    private func write(to path: String, _ fill: (borrowing Descriptor) -> Bool) throws(StoreError) {
        let number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard number >= 0 else { throw Posix.writeFailure(Self.archiveShown) }
        let target = Descriptor(number)
        guard fill(target), fsync(target.number) == 0 else {
            let code = errno
            unlink(path)
            throw Posix.writeFailure(Self.archiveShown, code)
        }
    }

    private func keepDamaged(_ path: String) throws(StoreError) {
        for number in 1...100 {
            let code = Posix.renameWithoutReplacing(path, "\(path).damaged-\(number)")
            if code == 0 { return }
            if code != EEXIST { throw Posix.writeFailure(Self.archiveShown, code) }
        }
        throw Posix.writeFailure(Self.archiveShown, EEXIST)
    }
}
