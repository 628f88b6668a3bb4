import Foundation
import Logging
import Synchronization

/// Writes log lines: `YYYY-MM-DD HH:MM:SS,mmm |    LEVEL | message`, the predecessor's form, or one JSON object a line.
/// Messages carry UIDs at most, never a name or a patient id.
public struct LogLines: LogHandler {
    public enum Format: String, Sendable, CaseIterable { case text, json }

    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level
    private let format: Format
    private let now: @Sendable () -> Date
    private let timeZone: TimeZone
    private let write: @Sendable (String) -> Void

    public init(
        level: Logger.Level, format: Format, timeZone: TimeZone, now: @escaping @Sendable () -> Date,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.logLevel = level
        self.format = format
        self.timeZone = timeZone
        self.now = now
        self.write = write
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }.mapValues(\.description)
        write(format == .text ? text(event, fields) : json(event, fields))
    }

    private func text(_ event: LogEvent, _ fields: [String: String]) -> String {
        let instant = now()
        let stamp = LocalTime(instant, in: timeZone).text
        let seconds = instant.timeIntervalSince1970
        // The half of a microsecond repairs what a binary fraction of a second lost.
        let milliseconds = min(999, Int(((seconds - seconds.rounded(.down)) * 1000 + 0.0005).rounded(.down)))
        let fraction = String(repeating: "0", count: 3 - String(milliseconds).count) + String(milliseconds)
        let level = event.level.rawValue.uppercased()
        let padded = String(repeating: " ", count: max(0, 8 - level.count)) + level
        let tail = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        return "\(stamp),\(fraction) | \(padded) | \(Self.oneLine(event.message.description + tail))\n"
    }

    /// An entry is one line: nothing in a message can pass for a second entry.
    private static func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
    }

    private func json(_ event: LogEvent, _ fields: [String: String]) -> String {
        var line = fields
        line["time"] = UTCTime.text(now())
        line["level"] = event.level.rawValue
        line["message"] = event.message.description
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(line) else { return "" }
        return String(decoding: bytes, as: UTF8.self) + "\n"
    }
}
