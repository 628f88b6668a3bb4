import Foundation
import Glibc
import Synchronization

/// Another programme that a test starts, used like Foundation's `Process`.
///
/// Why not that one: on Linux its `run()` crashes now and then. It reads `/proc/self/fd` and copies 256 bytes of each
/// name, though the record is shorter and the page behind it may not be there (swift-corelibs-foundation, pull request
/// 5472; our toolchain of November 2026 does not have it). It took down a whole run of ours; `scripts/check` refuses it.
///
/// The child leads a process group, as Foundation's does. Unlike Foundation's it inherits no descriptor above 2 and no
/// signal that is blocked or ignored here: threads of Swift's pool block signals, so SIGTERM never reached its children.
/// Nobody reaps it in the background: a child that no one waits for stays a zombie until the tests end.
@dynamicMemberLookup
public final class ChildProcess: Sendable {
    /// What is read when it starts, and set on the process itself: `process.arguments = ["-c", "exit 3"]`.
    public struct Settings: Sendable {
        public var executableURL: URL?
        public var arguments: [String] = []
        /// `nil`: that of the tests.
        public var environment: [String: String]?
        /// `nil`: that of the tests.
        public var currentDirectoryURL: URL?
        /// Those of the tests at first; `nil` is the null device.
        public var standardInput: (any ChildStream)? = FileHandle.standardInput
        public var standardOutput: (any ChildStream)? = FileHandle.standardOutput
        public var standardError: (any ChildStream)? = FileHandle.standardError
    }

    private struct State {
        var settings = Settings()
        /// 0 before it is started.
        var process: pid_t = 0
        /// Known once it is reaped.
        var status: Int32?
    }

    private let state = Mutex(State())
    /// Held while one caller waits. Only its holder reaps, so no id is used after the system may have given it away.
    private let reaping = Mutex(())

    public init() {}

    deinit {
        state.withLock { if $0.process != 0, $0.status == nil { waitpid($0.process, nil, WNOHANG) } }
    }

    public subscript<Value: Sendable>(
        dynamicMember path: any WritableKeyPath<Settings, Value> & Sendable
    ) -> Value {
        get { state.withLock { $0.settings[keyPath: path] } }
        set { state.withLock { $0.settings[keyPath: path] = newValue } }
    }

    /// Starts it, once. The child's ends of its pipes are closed here, so that a reader sees the end of what it says.
    public func run() throws(ChildProcessError) {
        let settings = try state.withLock { state throws(ChildProcessError) in
            guard state.process == 0 else { throw .startedTwice }
            state.process = try state.settings.spawn()
            return state.settings
        }
        if let pipe = settings.standardInput as? Pipe { try? pipe.fileHandleForReading.close() }
        for case let pipe as Pipe in [settings.standardOutput, settings.standardError] {
            try? pipe.fileHandleForWriting.close()
        }
    }

    /// 0 before it is started.
    public var processIdentifier: Int32 { state.withLock { $0.process } }

    public var isRunning: Bool {
        state.withLock { state in
            guard state.process != 0, state.status == nil else { return false }
            var told = siginfo_t()
            return waitid(P_PID, id_t(state.process), &told, WEXITED | WNOHANG | WNOWAIT) == 0 && told.si_signo == 0
        }
    }

    /// Asks it to end, by SIGTERM; nothing when it is over or was not started.
    public func terminate() {
        state.withLock { if $0.process != 0, $0.status == nil { _ = kill($0.process, SIGTERM) } }
    }

    /// Ends it and what it started, as far as that stayed in its group, by SIGKILL; nothing when it was not started.
    public func killGroup() {
        state.withLock { if $0.process != 0, $0.status == nil { _ = kill(-$0.process, SIGKILL) } }
    }

    /// Blocks this thread; returns at once when it was not started.
    public func waitUntilExit() {
        reaping.withLock { _ in
            let (process, isReaped) = state.withLock { ($0.process, $0.status != nil) }
            guard process != 0, !isReaped else { return }
            var told = siginfo_t()
            while waitid(P_PID, id_t(process), &told, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            state.withLock { state in
                var (status, reaped) = (Int32(0), pid_t(-1))
                repeat { reaped = waitpid(process, &status, 0) } while reaped < 0 && errno == EINTR
                precondition(reaped == process, "someone else waited for our child")
                state.status = status & 0x7f == 0 ? status >> 8 & 0xff : status & 0x7f
            }
        }
    }

    /// Its exit code, or the number of the signal that ended it. Waits for its end; it must have been started.
    public var terminationStatus: Int32 {
        waitUntilExit()
        guard let status = state.withLock({ $0.status }) else { preconditionFailure("asked before run()") }
        return status
    }
}

/// Why a child was not started.
public enum ChildProcessError: Error, Equatable {
    case noExecutable
    case startedTwice
    /// With the system's `errno`.
    case notStarted(String, errno: Int32)
}
