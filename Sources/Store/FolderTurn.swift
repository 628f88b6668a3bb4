import Glibc

/// The turn to change the files of a folder that several processes edit: each waits until the one before has ended.
/// Nothing is written, so that it does not matter who was first.
public final class FolderTurn: Sendable {
    private let descriptor: Int32

    /// Waits. The system gives the turn back when the process ends, however it ends.
    /// - Parameter patience: seconds until `.busy`; the workspace's folder is also held while its database is migrated.
    public init(_ folder: String, shownAs shown: String, patience: Double = 5) throws(StoreError) {
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Posix.writeFailure(shown) }
        let code = Posix.lock(descriptor, patience: patience)
        guard code != 0 else { return }
        close(descriptor)
        throw code == EWOULDBLOCK ? .busy(what: shown) : Posix.writeFailure(shown, code)
    }

    deinit { close(descriptor) }
}

extension Posix {
    /// Microseconds between two tries.
    private static let pause: useconds_t = 10_000

    /// Waits for the turn at what is open, for so many seconds.
    /// - Returns: 0, or the number of the error: `EWOULDBLOCK` when somebody else has the turn all the time.
    static func lock(_ descriptor: Int32, patience: Double) -> Int32 {
        var tries = Int(min(max(patience, 0), 3600) * 1e6) / Int(pause)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR else { return code }
            guard tries > 0 else { return EWOULDBLOCK }
            tries -= 1
            usleep(pause)
        }
        return 0
    }
}
