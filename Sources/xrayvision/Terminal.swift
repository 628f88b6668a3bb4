import Foundation
import Glibc
import Workstation

/// The process's own terminal: the only place that writes to standard output and standard error.
enum Terminal {
    static let clock = Clock(timeZone: .current, now: { Date() })

    static let environment = ProcessInfo.processInfo.environment

    /// Seconds on a monotonic scale.
    static func seconds() -> Double { ProcessInfo.processInfo.systemUptime }

    private static let bar = ProgressBar(
        isTerminal: isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb",
        clock: { ProcessInfo.processInfo.systemUptime }, write: { write($0, to: STDERR_FILENO) })

    static func console(json: Bool, quiet: Bool) -> Console {
        Console(
            wantsJSON: json, answer: { write($0 + "\n", to: STDOUT_FILENO) },
            note: { if !quiet { note($0) } }, progress: { if !quiet { bar.show($0) } })
    }

    static func note(_ line: String) {
        bar.close()
        write(line + "\n", to: STDERR_FILENO)
    }

    static func closeBar() { bar.close() }

    /// What is piped in, as text.
    static func standardInput(limit: Int) throws -> String {
        let bytes = try FileHandle.standardInput.read(upToCount: limit) ?? Data()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Asks for a password, which is not shown while it is typed.
    /// - Returns: `nil` without a terminal, or at its end.
    static func password(_ prompt: String) -> String? {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else { return nil }
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            write("\n", to: STDERR_FILENO)
        }
        write(prompt, to: STDERR_FILENO)
        return readLine(strippingNewline: true)
    }

    static func log(level: String, format: String, quiet: Bool) -> LogChoice {
        LogChoice(level: level, format: format, write: { if !quiet { note(String($0.dropLast())) } })
    }

    /// Writes all of it, whatever the kernel takes at a time; a closed pipe ends quietly.
    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { bytes = bytes.dropFirst(count) } else if errno != EINTR { return }
        }
    }
}
