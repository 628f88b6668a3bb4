import Glibc

/// Lets one process at a time look at a database file, make it and migrate it: the first steps of a new file are no
/// single transaction, and somebody else would see half of a schema and refuse the file.
///
/// The lock is on the workspace folder itself: no file is left behind whose owner could keep others out.
struct OpeningTurn: ~Copyable {
    private let descriptor: Int32

    /// Waits for its turn. The system gives the turn back when the process ends, however it ends. Where the file system has
    /// no such locks everybody goes on at once.
    /// - Parameter patience: seconds until `.busy`; a large file may take minutes to migrate.
    init(_ paths: WorkspacePaths, patience: Double) throws(StoreError) {
        descriptor = open(paths.root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Posix.writeFailure(paths.root) }
        guard Posix.lock(descriptor, patience: patience) == EWOULDBLOCK else { return }
        close(descriptor)
        throw .busy(what: "the database")
    }

    deinit { close(descriptor) }
}
