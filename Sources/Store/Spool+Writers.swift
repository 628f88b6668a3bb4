import Glibc

/// Files that their writers have not let go of.
extension Spool {
    /// Whether some process has the file open for writing. `false` also when the system does not tell, as for a file of
    /// another user or on a network share.
    public func isBeingWritten(_ file: SpoolFile) -> Bool {
        let number = descriptor(of: file)
        guard number >= 0 else { return false }
        let open = Descriptor(number)
        // A writer that comes between the two calls breaks the lease by a signal: SIGURG is ignored, SIGIO would end us.
        guard fcntl(open.number, Self.setSignal, SIGURG) == 0 else { return false }
        if fcntl(open.number, Self.setLease, Int32(F_RDLCK)) == 0 {
            _ = fcntl(open.number, Self.setLease, Int32(F_UNLCK))
            return false
        }
        return errno == EAGAIN
    }

    // <linux/fcntl.h>: GNU extensions that the Swift overlay does not show.
    private static let setSignal: Int32 = 10
    private static let setLease: Int32 = 1024

    /// The file, open for reading, reached by the names the system gave and through no link; -1 when it is gone.
    package func descriptor(of file: SpoolFile) -> Int32 {
        guard let parent = Posix.parent(of: file.key.components, below: paths.incoming),
            let last = file.key.components.last
        else { return -1 }
        return openat(parent.number, last, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
    }
}
