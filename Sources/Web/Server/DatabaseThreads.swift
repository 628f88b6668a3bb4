import Hummingbird
import NIOPosix
import Synchronization

/// Threads for answers that ask the database. It waits up to five seconds for a lock that another process holds, and on
/// the few threads that all tasks share nobody would be answered in that time.
///
/// Looks and changes have threads of their own: changes wait for each other, looks wait for nobody. Each change has one,
/// so that all of them wait at the database, where the time of one is the time of all: see `Connection.write`.
final class DatabaseThreads: TaskExecutor {
    static let looks = DatabaseThreads(threads: 12, most: 1024)
    static let changes = DatabaseThreads(threads: 32, most: 32)
    /// What everyone who listens is told.
    static let live = DatabaseThreads(threads: 2, most: .max)

    private let pool: NIOThreadPool
    private let most: Int
    private let underWay = Atomic(0)

    /// For the life of the process.
    /// - Parameter most: answers under way, or waiting for a thread; one more is refused.
    init(threads: Int, most: Int) {
        self.most = most
        pool = NIOThreadPool(numberOfThreads: threads)
        pool.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        pool.submit { _ in job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// Runs an answer here, from its first line to its last.
    func answer<Value>(_ body: () async throws -> Value) async throws -> Value {
        guard underWay.add(1, ordering: .relaxed).newValue <= most else {
            underWay.subtract(1, ordering: .relaxed)
            throw Refusal(.serviceUnavailable, "Too many wait for the database: try again.", retryAfter: 5)
        }
        defer { underWay.subtract(1, ordering: .relaxed) }
        return try await withTaskExecutorPreference(self, operation: body)
    }
}

extension Endpoint {
    /// Where its answer is made; `nil` = it asks no database.
    var threads: DatabaseThreads? {
        if budget == .signIn || path == "/livez" || path == "/health" { return nil }
        // Style sheets and scripts.
        if access == .anyone, described == nil, method == .get { return nil }
        return [.get, .options].contains(method) || budget == .model ? .looks : .changes
    }
}
