import CSpawn
import Foundation
import Glibc

/// What a child reads from or writes to: a `Pipe`, an open file, or `FileHandle.nullDevice`.
public protocol ChildStream: Sendable {
    /// The end that the child reads from.
    var childReads: FileHandle { get }
    /// The end that the child writes to.
    var childWrites: FileHandle { get }
}

extension FileHandle: ChildStream {
    public var childReads: FileHandle { self }
    public var childWrites: FileHandle { self }
}

extension Pipe: ChildStream {
    public var childReads: FileHandle { fileHandleForReading }
    public var childWrites: FileHandle { fileHandleForWriting }
}

extension ChildProcess.Settings {
    func spawn() throws(ChildProcessError) -> pid_t {
        guard let program = executableURL?.path else { throw .noExecutable }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let streams = [standardInput?.childReads, standardOutput?.childWrites, standardError?.childWrites]
        let copies = try place(streams, &actions)
        defer { for copy in copies { close(copy) } }
        cspawn_close_from(&actions, 3)
        if let folder = currentDirectoryURL?.path { cspawn_change_folder(&actions, folder) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        Self.isolate(&attributes)

        let variables = (environment ?? ProcessInfo.processInfo.environment).map { "\($0)=\($1)" }
        var process: pid_t = 0
        let code = withCStrings([program] + arguments) { arguments in
            withCStrings(variables) { posix_spawn(&process, program, &actions, &attributes, arguments, $0) }
        }
        guard code == 0 else { throw .notStarted(program, errno: code) }
        return process
    }

    /// Puts the streams at 0, 1 and 2. They are copied out of the way first: one may stand where another belongs.
    /// - Returns: the copies, to be closed once the child runs.
    private func place(
        _ streams: [FileHandle?], _ actions: inout posix_spawn_file_actions_t
    ) throws(ChildProcessError) -> [Int32] {
        var copies: [Int32] = []
        for (target, stream) in zip(Int32(0)..., streams) {
            guard let stream, stream !== FileHandle.nullDevice else {
                posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_RDWR, 0)
                continue
            }
            guard stream.fileDescriptor != target else { continue }
            let copy = fcntl(stream.fileDescriptor, F_DUPFD_CLOEXEC, 3)
            guard copy >= 0 else {
                let code = errno
                for copy in copies { close(copy) }
                throw .notStarted(executableURL?.path ?? "", errno: code)
            }
            copies.append(copy)
            posix_spawn_file_actions_adddup2(&actions, copy, target)
        }
        return copies
    }

    /// A group of its own, no signal blocked, each with its default action.
    private static func isolate(_ attributes: inout posix_spawnattr_t) {
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }
}

/// The texts as C has them: an array that ends in a null pointer, freed after the call.
private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    let strings = texts.map { strdup($0) } + [nil]
    defer { for string in strings { free(string) } }
    return body(strings)
}
