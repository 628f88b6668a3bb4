import Glibc

/// Keeps a second process from analysing in the same workspace: giving back interrupted work at the start must not
/// take it away from a process that is still alive. Reading commands need no lock.
public struct WorkspaceLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Takes the lock, or throws `.busy` at once. The system releases it when the process ends, however it ends.
    public init(_ paths: WorkspacePaths) throws(StoreError) {
        let path = Self.path(in: paths)
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Posix.writeFailure(paths.shown(path)) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .busy(what: "the workspace")
        }
    }

    /// The file that is locked; it stays when nobody is at work.
    public static func path(in paths: WorkspacePaths) -> String { paths.root + "/.xrayvision.lock" }

    deinit { close(descriptor) }
}
