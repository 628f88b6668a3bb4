import Foundation
import Logging
import Synchronization
import Testing
import Workstation

@Suite("Log lines")
struct LogLinesTests {
    private func lines(
        _ format: LogLines.Format, level: Logger.Level = .info, at moment: Double = 1_772_438_400.0625,
        zone: String = "Europe/Bucharest", _ log: (Logger) -> Void
    ) throws -> [String] {
        let written = Mutex<[String]>([])
        let zone = try #require(TimeZone(identifier: zone))
        let logger = Logger(label: "test") { _ in
            LogLines(
                level: level, format: format, timeZone: zone, now: { Date(timeIntervalSince1970: moment) },
                write: { line in written.withLock { $0.append(line) } })
        }
        log(logger)
        return written.withLock { $0 }
    }

    @Test("A line has the predecessor's form: local time with milliseconds, the level right-aligned in eight")
    func text() throws {
        let written = try lines(.text) { logger in
            logger.info("Ready.")
            logger.warning("A film was set aside.", metadata: ["uid": "1.2.3", "attempt": "2"])
        }
        #expect(
            written == [
                "2026-03-02 10:00:00,062 |     INFO | Ready.\n",
                "2026-03-02 10:00:00,062 |  WARNING | A film was set aside. attempt=2 uid=1.2.3\n",
            ])
    }

    @Test("As JSON each line is one object with the time in UTC, whatever the message contains")
    func json() throws {
        let written = try lines(.json) { $0.error("two\nlines and \"quotes\"", metadata: ["uid": "1.2.3"]) }
        #expect(
            written.count == 1 && written.allSatisfy { $0.hasSuffix("}\n") && $0.dropLast().allSatisfy { $0 != "\n" } })
        let object = try JSONDecoder().decode([String: String].self, from: Data((written.first ?? "").utf8))
        #expect(
            object == [
                "time": "2026-03-02T08:00:00Z", "level": "error", "message": "two\nlines and \"quotes\"",
                "uid": "1.2.3",
            ])
    }

    @Test(
        "What is below the chosen level is not written", arguments: [(Logger.Level.debug, 3), (.info, 2), (.error, 1)])
    func level(level: Logger.Level, count: Int) throws {
        let written = try lines(.text, level: level) { logger in
            logger.debug("a")
            logger.info("b")
            logger.error("c")
        }
        #expect(written.count == count)
    }

    @Test(
        "A message over several lines is still one line: nobody can forge a second entry",
        arguments: ["\n", "\r\n", "\r"])
    func forged(ending: String) throws {
        let written = try lines(.text) { $0.info("a film\(ending)2026-03-02 10:00:00,000 |     INFO | all is well") }
        #expect(written.joined().unicodeScalars.count { $0 == "\n" || $0 == "\r" } == 1)
    }

    @Test(
        "Milliseconds are those of the moment, before 1970 too",
        arguments: [(0.999, "00,999"), (-0.001, "59,999"), (59.5, "59,500")])
    func milliseconds(moment: Double, end: String) throws {
        let written = try lines(.text, at: moment, zone: "GMT") { $0.info("x") }
        #expect(written.first?.contains(":\(end) |") == true)
    }
}
