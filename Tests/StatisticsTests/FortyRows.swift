import Foundation
import Statistics

/// The forty exams with all that figures are told apart by, and the figures counted by hand with their arithmetic: two
/// tables beside this file, which the tests of the whole programme read as well.
enum FortyRows {
    /// Lines of a table, by column. Quoted cells may hold commas, and no line feed.
    static func rows(_ file: String) throws -> [[String: String]] {
        let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: file)
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map { cells(String($0)) }
        let names = lines.first ?? []
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
    }

    private static func cells(_ line: String) -> [String] {
        let pieces = line.split(separator: "\"", omittingEmptySubsequences: false)
        var cells = [""]
        for (index, piece) in pieces.enumerated() {
            guard index.isMultiple(of: 2) else {
                cells[cells.count - 1] += piece
                continue
            }
            let parts = piece.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            cells[cells.count - 1] += parts.first ?? ""
            cells += parts.dropFirst()
        }
        return cells
    }

    static func exams() throws -> [CountedExam] { try rows("FortyExams.csv").map(exam) }

    static func exam(_ row: [String: String]) -> CountedExam {
        func number(_ name: String) -> Int? { row[name].flatMap { Int($0) } }
        var exam = CountedExam(status: "done")
        exam.reader = number("reader")
        exam.reported = number("reported")
        exam.review = ["normal": .normal, "abnormal": .abnormal][row["review"] ?? ""] ?? .none
        (exam.region, exam.sex, exam.device) = (row["region"] ?? "", row["sex"] ?? "", row["device"] ?? "")
        (exam.age, exam.hour, exam.confidence) = (number("age"), number("hour"), number("confidence"))
        exam.day = ["2026-03-02": 20514, "2026-03-03": 20515, "2026-04-01": 20544][row["day"] ?? ""]
        (exam.latency, exam.reportMinutes) = (number("latency"), number("reportMinutes"))
        (exam.waitingMinutes, exam.hasAnswer) = (number("waitingMinutes"), true)
        return exam
    }

    static func counts() throws -> PerformanceCounts {
        var counts = PerformanceCounts()
        for exam in try exams() { counts.add(exam) }
        return counts
    }

    static func performance() throws -> Performance { Performance(try counts(), threshold: 5) }
}
