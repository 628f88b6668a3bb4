import NIOPosix

/// Work that waits for a disk, away from the threads that answer everybody.
enum Blocking {
    private static let files = pool(threads: 4)
    private static let pictures = pool(threads: 1)
    private static let audit = pool(threads: 1)
    /// One after another: each looks at every exam.
    private static let counts = pool(threads: 1)
    private static let heads = pool(threads: 1)
    /// Two at once: each takes 19 MiB and a core.
    private static let passwords = pool(threads: 2)

    /// Files.
    static func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await files.runIfActive(body)
    }

    /// Pictures, one after another: what one has freed the next one takes, where several threads would each keep theirs.
    static func draw<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await pictures.runIfActive(body)
    }

    /// Figures of all exams.
    static func count<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await counts.runIfActive(body)
    }

    /// Password hashes, which must not hold up files.
    static func hash<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await passwords.runIfActive(body)
    }

    /// The audit log, a batch after the other. What was done is written down whatever becomes of whoever did it: this is
    /// not given up when the task is cancelled.
    static func surely<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { done in
            audit.submit { _ in done.resume(with: Result(catching: body)) }
        }
    }

    /// What nobody waits for: the database's knowledge of the audit log.
    static func later(_ body: @escaping @Sendable () -> Void) { heads.submit { _ in body() } }

    /// For the life of the process.
    private static func pool(threads: Int) -> NIOThreadPool {
        let pool = NIOThreadPool(numberOfThreads: threads)
        pool.start()
        return pool
    }
}
