import Foundation
import Logging

/// How the operator wants the log.
public struct LogChoice: Sendable {
    let level: Logger.Level
    let format: LogLines.Format
    let write: @Sendable (String) -> Void

    /// - level: debug, info, warning or error, any case; anything else is info.
    /// - format: text or json.
    /// - write: gets whole lines with their line feed.
    public init(level: String, format: String, write: @escaping @Sendable (String) -> Void) {
        self.level = Logger.Level(rawValue: level.lowercased()) ?? .info
        self.format = LogLines.Format(rawValue: format) ?? .text
        self.write = write
    }

    func logger(clock: Clock) -> Logger {
        Logger(label: "xrayvision") { _ in
            LogLines(level: level, format: format, timeZone: clock.timeZone, now: clock.now, write: write)
        }
    }
}
