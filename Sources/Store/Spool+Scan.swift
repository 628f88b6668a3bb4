import Foundation
import Glibc

/// Looking at `incoming/`: the scan is the truth, a watcher only wakes it early.
extension Spool {
    /// Finds the regular files below `incoming/`. Links, devices, pipes and sockets are refused; names that begin with
    /// `.` or end in `.part` or `.tmp` are not looked at. Folders are opened without following links.
    /// - Parameter limit: files at most; `isPartial` says that there are more.
    public func scan(limit: Int = 50_000) throws(StoreError) -> SpoolScan {
        let root = try Posix.openFolder(paths.incoming, shownAs: Self.incomingShown)
        var found = SpoolScan()
        visit(root, [], limit: limit, &found)
        found.files.sort { $0.key.components.lexicographicallyPrecedes($1.key.components, by: Self.precedes) }
        found.refused.sort { ($0.path, $0.kind.rawValue) < ($1.path, $1.kind.rawValue) }
        return found
    }

    private static func precedes(_ a: [CChar], _ b: [CChar]) -> Bool {
        a.lexicographicallyPrecedes(b) { UInt8(bitPattern: $0) < UInt8(bitPattern: $1) }
    }

    private func visit(_ folder: borrowing Descriptor, _ above: [[CChar]], limit: Int, _ found: inout SpoolScan) {
        for name in Posix.names(in: folder) where !Self.isUnfinished(name) {
            if found.files.count >= limit {
                found.isPartial = true
                return
            }
            // Gone since the folder was read: somebody else claimed it.
            guard let attributes = Posix.attributes(name, in: folder) else { continue }
            let path = above + [name]
            if Posix.isRegular(attributes) {
                found.files.append(file(path, attributes))
            } else if Posix.isFolder(attributes) {
                descend(into: name, of: folder, path, limit: limit, &found)
            } else {
                found.refused.append(Self.refusal(path, attributes))
            }
        }
    }

    private func descend(
        into name: [CChar], of folder: borrowing Descriptor, _ path: [[CChar]], limit: Int, _ found: inout SpoolScan
    ) {
        let shown = path.map(Self.text).joined(separator: "/")
        guard path.count <= Self.maxDepth else {
            found.refused.append(Refusal(kind: .tooDeep, path: shown))
            return
        }
        let number = openat(folder.number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard number >= 0 else {
            if errno != ENOENT { found.refused.append(Refusal(kind: .unreadable, path: shown)) }
            return
        }
        visit(Descriptor(number), path, limit: limit, &found)
    }

    private func file(_ path: [[CChar]], _ attributes: stat) -> SpoolFile {
        SpoolFile(
            key: SpoolFile.Key(components: path), size: attributes.st_size,
            modified: attributes.st_mtim.tv_sec &* 1_000_000_000 &+ attributes.st_mtim.tv_nsec,
            inode: UInt64(attributes.st_ino), isOurs: own.contains(attributes))
    }

    private static func refusal(_ path: [[CChar]], _ attributes: stat) -> Refusal {
        let kind: Refusal.Kind =
            switch attributes.st_mode & S_IFMT {
            case S_IFLNK: .link
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            default: .device
            }
        return Refusal(kind: kind, path: path.map(text).joined(separator: "/"))
    }

    private static func isUnfinished(_ name: [CChar]) -> Bool {
        let text = text(name)
        return text.hasPrefix(".") || hasUnfinishedEnding(text)
    }

    /// Removes folders below `incoming/` that are empty and were not touched since `moment`: what a claimed tree leaves
    /// behind. A folder that shall stay can hold a hidden file. A folder that a writer just made is younger.
    /// - Returns: how many were removed.
    @discardableResult
    public func removeEmptyFolders(untouchedSince moment: Date) throws(StoreError) -> Int {
        let root = try Posix.openFolder(paths.incoming, shownAs: Self.incomingShown)
        return sweep(root, depth: 1, before: moment.timeIntervalSince1970)
    }

    private func sweep(_ folder: borrowing Descriptor, depth: Int, before moment: Double) -> Int {
        var removed = 0
        for name in Posix.names(in: folder) where !Self.isUnfinished(name) {
            guard let attributes = Posix.attributes(name, in: folder), Posix.isFolder(attributes) else { continue }
            if depth > Self.maxDepth { continue }
            let number = openat(folder.number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard number >= 0 else { continue }
            removed += sweep(Descriptor(number), depth: depth + 1, before: moment)
            // The time from before its own sub-folders went: a tree vanishes in one pass, and rmdir refuses a folder
            // with anything in it.
            let modified = Double(attributes.st_mtim.tv_sec) + Double(attributes.st_mtim.tv_nsec) / 1e9
            if modified < moment, unlinkat(folder.number, name, AT_REMOVEDIR) == 0 { removed += 1 }
        }
        return removed
    }
}
