import Foundation

/// Tells which files have stopped growing: same size and modification time in two looks some seconds apart. A writer
/// that does not rename is waited for; a file that vanishes between two looks is forgotten. Our own
/// need no wait.
public struct Settling: Sendable {
    /// Seconds between the two looks.
    public let interval: Double

    private struct Look: Sendable {
        let size: Int
        let modified: Int
        let inode: UInt64
        let since: Date
    }
    private var looks: [SpoolFile.Key: Look] = [:]

    public init(interval: Double = 2) { self.interval = interval }

    /// Whether files are known that have not settled: look again after `interval`.
    public var isWaiting: Bool { !looks.isEmpty }

    /// Takes the files of one scan.
    /// - Returns: those that may be claimed, in the order given.
    public mutating func settled(_ files: [SpoolFile], at now: Date) -> [SpoolFile] {
        var seen: [SpoolFile.Key: Look] = [:]
        var ready: [SpoolFile] = []
        for file in files {
            if file.isOurs {
                ready.append(file)
                continue
            }
            let before = looks[file.key]
            let isSame =
                before.map { $0.size == file.size && $0.modified == file.modified && $0.inode == file.inode } ?? false
            // A clock that was set back starts the wait anew instead of never ending it.
            if isSame, let before, now >= before.since {
                if now.timeIntervalSince(before.since) >= interval {
                    ready.append(file)
                } else {
                    seen[file.key] = before
                }
            } else {
                seen[file.key] = Look(size: file.size, modified: file.modified, inode: file.inode, since: now)
            }
        }
        looks = seen
        return ready
    }
}
