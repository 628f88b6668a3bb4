import Glibc
import Synchronization

/// The films that this process itself wrote into `incoming/`: they were whole before they had a name, so nobody waits for
/// their writer.
///
/// Told apart by what the system says of the file, never by its name: anybody may call a file as we would. A file that was
/// touched, exchanged or moved since is a stranger's, and so is everything after a restart: the time of the last change
/// of the inode (`st_ctime`) cannot be set by any programme.
final class OwnFilms: Sendable {
    private struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64
        let size: Int
        let modified: Int
        let changed: Int

        init(_ attributes: stat) {
            func nanoseconds(_ time: timespec) -> Int { time.tv_sec &* 1_000_000_000 &+ time.tv_nsec }
            (device, inode) = (UInt64(attributes.st_dev), UInt64(attributes.st_ino))
            size = attributes.st_size
            (modified, changed) = (nanoseconds(attributes.st_mtim), nanoseconds(attributes.st_ctim))
        }
    }

    /// More than this wait for nobody's claim; what is not remembered settles as any file.
    private static let most = 50_000
    private let films = Mutex<Set<Identity>>([])

    /// - Parameter attributes: after the file got its name.
    func remember(_ attributes: stat) {
        films.withLock { films in
            if films.count >= Self.most { films.removeAll() }
            films.insert(Identity(attributes))
        }
    }

    func contains(_ attributes: stat) -> Bool { films.withLock { $0.contains(Identity(attributes)) } }

    /// - Returns: whether it was remembered.
    func forget(_ attributes: stat) -> Bool { films.withLock { $0.remove(Identity(attributes)) != nil } }
}
