import Foundation
import Reports
import Statistics

/// `figures.json` of a night: what its page says, for programs, for `report diff` and for the mail.
struct NightFile: Codable, Sendable {
    /// The figures of all exams and of the groups, of the day and of the 28 days before it.
    struct Figures: Codable, Sendable {
        var now: [Figure] = []
        var before: [Figure] = []
    }

    /// Raised when the form changes so that older files cannot be read.
    var form = 1
    var night: String
    var audience: String
    var workspace: String
    /// When the data last changed.
    var changed: String
    var version: String
    var threshold: Int
    var letter: [String]
    var notices: [NightlyNotice]
    var entry: NightlyEntry
    var force: [NightlyForce]
    var alarms: [NightlyWatch.Alarm]
    var marks: [NightlyWatch.Mark]
    var health: NightlyHealth?
    var figures: Figures

    /// The night's line in the list, with what older versions did not keep.
    var line: NightlyEntry {
        func counts(_ id: String) -> String { figures.now.first { $0.id == id }.map { NightlyNumber($0).counts } ?? "" }
        var line = entry
        line.positiveCounts = line.positiveCounts ?? counts("overall.positive")
        line.disagreementCounts = line.disagreementCounts ?? counts("overall.disagreement")
        if audience == Reports.Audience.user.rawValue { line.hideAddresses() }
        return line
    }

    /// One JSON object with its keys in order, and a line feed.
    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    /// Both lists as one table; the first column says of which days. Standard: RFC 4180.
    func csv() -> [UInt8] {
        let rows = figures.now.map { Self.line("day", $0) } + figures.before.map { Self.line("before", $0) }
        return Array(("days," + Performance.columns + "\r\n" + rows.joined()).utf8)
    }

    private static func line(_ days: String, _ figure: Figure) -> String {
        func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
        let cells = [
            days, cell(figure.id), figure.count.map(String.init) ?? "", figure.total.map(String.init) ?? "",
            number(figure.value), number(figure.lower), number(figure.upper), figure.method.rawValue,
            figure.unit.rawValue,
        ]
        return cells.joined(separator: ",") + "\r\n"
    }

    /// Quoted where it must be. Ids begin with a word of ours, so none is taken for a formula.
    private static func cell(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }

    /// - Returns: `nil` for a file that is not there or not ours.
    static func read(_ path: String) -> NightFile? {
        guard let file = try? FileBytes.read(path, limit: 64 << 20) else { return nil }
        return try? JSONDecoder().decode(NightFile.self, from: Data(file.bytes))
    }
}

extension NightlyNumber {
    init(_ figure: Figure) {
        self.init(
            count: figure.count, total: figure.total, value: figure.value, lower: figure.lower, upper: figure.upper,
            unit: Unit(rawValue: figure.unit.rawValue) ?? .index, isFew: figure.isFew)
    }
}
