import Glibc

/// Taking a file out of `incoming/`, and giving it back.
extension Spool {
    /// Moves the file into a folder of its own in `work/`. Of several claimers one wins.
    /// - Returns: `nil` when the file is gone (another claimer), or is no regular file any more.
    /// - Throws: `.otherFileSystem` when `incoming/` and `work/` are not on one file system.
    public func claim(_ file: SpoolFile) throws(StoreError) -> ClaimedFile? {
        let work = try Posix.openFolder(paths.work, shownAs: Self.workShown)
        let parent = Posix.parent(of: file.key.components, below: paths.incoming)
        guard let parent, let last = file.key.components.last,
            let attributes = Posix.attributes(last, in: parent), Posix.isRegular(attributes)
        else { return nil }
        let raw = Self.text(last)
        let name = Self.safeName(raw)
        let folder = try makeClaimFolder(UInt64(attributes.st_ino), in: work)
        // Also for a film that was kept through another value: it must still be the very file.
        let isOurs = own.forget(attributes) || file.isOurs && file.isStill(attributes)
        if renameat(parent.number, last, work.number, "\(folder)/\(name)") != 0 {
            let code = errno
            unlinkat(work.number, folder, AT_REMOVEDIR)
            if code == ENOENT { return nil }
            // A folder that belongs to somebody else: this file's trouble, not the whole intake's.
            if code == EACCES || code == EPERM {
                throw .cannotRead(path: Self.incomingShown, reason: Posix.reason(code))
            }
            throw Posix.writeFailure(Self.workShown, code)
        }
        let path = "\(paths.work)/\(folder)/\(name)"
        guard let now = Posix.attributes(path), Posix.isRegular(now) else {
            // Exchanged for a link between the two looks: back to where it came from.
            renameat(work.number, "\(folder)/\(name)", parent.number, last)
            unlinkat(work.number, folder, AT_REMOVEDIR)
            return nil
        }
        return ClaimedFile(
            path: path, name: name, source: file.path, size: now.st_size, folder: folder, isOurs: isOurs)
    }

    /// The inode tells files apart that exist at the same time; the number serves a claimer that came second.
    func makeClaimFolder(_ inode: UInt64, in work: borrowing Descriptor) throws(StoreError) -> String {
        for number in 0..<10_000 {
            let folder = String(inode, radix: 16) + "-\(number)"
            if mkdirat(work.number, folder, 0o700) == 0 { return folder }
            if errno != EEXIST { throw Posix.writeFailure(Self.workShown) }
        }
        throw Posix.writeFailure(Self.workShown, EEXIST)
    }

    /// Puts a claimed file back into `incoming/`: it was claimed too early, or the programme stops.
    public func giveBack(_ claimed: ClaimedFile) throws(StoreError) {
        try moveBack(claimed.path, named: claimed.name)
        rmdir("\(paths.work)/\(claimed.folder)")
    }

    /// At the start, before anything is claimed: everything in `work/` goes back to `incoming/`, under its own name or
    /// with `-2`, `-3` …
    /// - Returns: how many files that were.
    @discardableResult
    public func returnWork() throws(StoreError) -> Int {
        try removeLeftovers()
        let work = try Posix.openFolder(paths.work, shownAs: Self.workShown)
        var returned = 0
        for folder in Posix.names(in: work).map(Self.text).sorted() {
            let number = openat(work.number, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard number >= 0 else { continue }
            for name in Posix.names(in: Descriptor(number)).map(Self.text).sorted() {
                try moveBack("\(paths.work)/\(folder)/\(name)", named: name)
                returned += 1
            }
            rmdir("\(paths.work)/\(folder)")
        }
        return returned
    }

    /// Half copies that `keep` left in `incoming/` when its process died: `.<name>.<process>.<number>.part`. Their
    /// sources are whole: success was never told.
    private func removeLeftovers() throws(StoreError) {
        let incoming = try Posix.openFolder(paths.incoming, shownAs: Self.incomingShown)
        for name in Posix.names(in: incoming) {
            let parts = Self.text(name).split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count >= 5, parts[0].isEmpty, parts[parts.count - 1] == "part",
                Int(parts[parts.count - 2]) != nil, let process = pid_t(parts[parts.count - 3]), process > 0
            else { continue }
            // In a container every life of the programme has the same number: before anything is claimed, a file with
            // our own number is from an earlier life.
            let isAlive = process != getpid() && (kill(process, 0) == 0 || errno == EPERM)
            if !isAlive { unlinkat(incoming.number, name, 0) }
        }
    }

    private func moveBack(_ path: String, named name: String) throws(StoreError) {
        let inode = UInt64(Posix.attributes(path)?.st_ino ?? 0)
        for number in 1...10_000 {
            let target = "\(paths.incoming)/\(Self.numbered(Self.safeName(name), number, inode: inode))"
            let code = Posix.renameWithoutReplacing(path, target)
            if code == 0 { return }
            // Somebody took it out of `work/`: there is nothing to give back.
            if code == ENOENT, Posix.attributes(path) == nil { return }
            if code != EEXIST { throw Posix.writeFailure(Self.incomingShown, code) }
        }
        throw Posix.writeFailure(Self.incomingShown, EEXIST)
    }

    /// Whether the archive has a regular file of this size under `archivePath`, which is relative to the workspace.
    public func holds(_ archivePath: String, size: Int) -> Bool {
        guard let stored = Posix.attributes(paths.absolute(archivePath)) else { return false }
        return Posix.isRegular(stored) && stored.st_size == size
    }

    /// Ends a claim: the bytes in `work/` are deleted, but only while the archive holds as many under `archivePath`.
    /// - Parameter archivePath: relative to the workspace, as `keepOriginal` gave it and the database has it.
    public func release(_ claimed: ClaimedFile, storedAs archivePath: String) throws(StoreError) {
        guard let stored = Posix.attributes(paths.absolute(archivePath)), Posix.isRegular(stored),
            let mine = Posix.attributes(claimed.path), mine.st_size == stored.st_size
        else { throw .cannotRead(path: archivePath, reason: "it does not hold the claimed film") }
        guard unlink(claimed.path) == 0 else { throw Posix.writeFailure(Self.workShown) }
        rmdir("\(paths.work)/\(claimed.folder)")
    }
}

extension Posix {
    /// The folder that holds the last component, reached without following a link. `nil` when it is gone.
    static func parent(of components: [[CChar]], below root: String) -> Descriptor? {
        let number = open(root, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0 else { return nil }
        var folder = Descriptor(number)
        for name in components.dropLast() {
            let next = openat(folder.number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard next >= 0 else { return nil }
            folder = Descriptor(next)
        }
        return folder
    }
}
