import GRDB
import Radiology
import Store

/// The figures as slow, plain SQL: rows of texts and numbers, in the order of the answers.
struct PlainFigures {
    let plain: PlainAnswers
    let filter: ExamFilter
    /// `YYYY-MM-DD HH:MM:SS` of the modalities' clock.
    let now: String

    private var threshold: Int { plain.threshold }
    private var region: String { "iif(ifnull(e.region, '') = '', 'unknown', e.region)" }
    private var isDated: String { "e.created GLOB '[0-9]*'" }

    /// What counts the verdicts: total, reviewed, sum of compared severities, positive, TP, TN, FP, FN.
    private var verdicts: String {
        let (ai, human) = ("ifnull(a.severity, -1)", plain.compared)
        let (aiNo, no) = ("\(ai) BETWEEN 0 AND \(threshold - 1)", "\(human) BETWEEN 0 AND \(threshold - 1)")
        return [
            "count(*)", "sum(\(human) >= 0)", "sum(max(\(human), 0))", "sum(\(ai) >= \(threshold))",
            "sum(\(ai) >= \(threshold) AND \(human) >= \(threshold))", "sum(\(aiNo) AND \(no))",
            "sum(\(ai) >= \(threshold) AND \(no))", "sum(\(aiNo) AND \(human) >= \(threshold))",
        ].joined(separator: ", ")
    }

    private func rows(_ select: String, where term: String = "1", _ tail: String = "") throws -> [[String]] {
        let (condition, values) = plain.condition(filter)
        let sql = "SELECT \(select) \(plain.tables) e.status = 'done' AND \(term) AND \(condition) \(tail)"
        return try plain.database.read { db in
            try Row.fetchAll(db, sql: sql, arguments: values).map { row in
                row.databaseValues.map(Self.text)
            }
        }
    }

    private static func text(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .string(let text): text
        case .int64(let number): "\(number)"
        default: "-"
        }
    }

    /// Each row's first two columns, and at most so many rows of one first column.
    private func top(_ limit: Int, _ rows: [[String]]) -> [[String]] {
        var seen: [String: Int] = [:]
        return rows.filter { row in
            seen[row[0], default: 0] += 1
            return seen[row[0], default: 0] <= limit
        }
    }

    func regions() throws -> [[String]] {
        try rows("\(region) AS n, \(verdicts)", where: "a.severity IS NOT NULL", "GROUP BY n ORDER BY n")
    }

    func lastDay() throws -> [[String]] {
        try rows(
            "count(*), ifnull(sum(a.latency), 0)",
            where: """
                a.latency >= 0 AND \(isDated) AND e.created >= datetime('\(now)', '-1 day')
                AND e.created < date('\(now)', '+1 day')
                """)
    }

    func trend(_ length: Int, from: String) throws -> [[String]] {
        try rows(
            "\(region) AS n, substr(e.created, 1, \(length)) AS t, count(*), sum(ifnull(a.severity, -1) >= \(threshold))",
            where: inWindow(from), "GROUP BY n, t ORDER BY n, t")
    }

    private func inWindow(_ from: String) -> String {
        "\(isDated) AND substr(e.created, 1, 10) BETWEEN \(from) AND date('\(now)')"
    }

    var days: String { "date('\(now)', '-29 days')" }
    var months: String { "date('\(now)', 'start of month', '-11 months')" }

    func radiologists() throws -> [[String]] {
        try rows(
            """
            r.radiologist AS n, \(verdicts), \(range("a.latency")), \(range("r.latency"))
            """, where: "ifnull(r.radiologist, '') <> ''", "GROUP BY n ORDER BY n")
    }

    private func range(_ column: String) -> String {
        let known = "FILTER (WHERE \(column) >= 0)"
        return ["count(*)", "sum(\(column))", "min(\(column))", "max(\(column))"]
            .map { "ifnull(\($0) \(known), 0)" }.joined(separator: ", ")
    }

    func topDiagnoses() throws -> [[String]] {
        let rows = try rows(
            "r.radiologist AS n, lower(r.summary) AS d, count(*) AS c",
            where: "ifnull(r.radiologist, '') <> '' AND ifnull(r.summary, '') <> ''",
            "GROUP BY n, d ORDER BY n, c DESC, d")
        return top(5, rows)
    }

    func months(of column: String, _ limit: Int) throws -> [[String]] {
        let rows = try rows(
            "substr(e.created, 1, 7) AS t, \(column) AS n, count(*) AS c",
            where: "ifnull(\(column), '') <> '' AND \(inWindow(months))", "GROUP BY t, n ORDER BY t, c DESC, n")
        return top(limit, rows)
    }

    func diagnoses() throws -> [[String]] {
        try rows(
            """
            lower(r.summary) AS n, \(verdicts), min(e.created) FILTER (WHERE \(isDated)),
            max(e.created) FILTER (WHERE \(isDated))
            """, where: "ifnull(r.summary, '') <> ''", "GROUP BY n ORDER BY n")
    }

    func topRegions() throws -> [[String]] {
        let rows = try rows(
            "lower(r.summary) AS n, \(region) AS g, count(*) AS c", where: "ifnull(r.summary, '') <> ''",
            "GROUP BY n, g ORDER BY n, c DESC, g")
        return top(5, rows)
    }

    func processing() throws -> [[String]] {
        try rows(
            "\(region) AS n, count(*), sum(a.latency)", where: "a.latency >= 0", "GROUP BY n ORDER BY n")
    }

    func hours() throws -> [[String]] {
        try rows(
            "CAST(strftime('%H', e.created) AS INTEGER) AS h, count(*)", where: "length(e.created) = 19",
            "GROUP BY h ORDER BY h")
    }

    func ages() throws -> [[String]] {
        let labels = (1...9).map { "WHEN y <= \($0 * 2) THEN '\($0 * 2 - 2)-\($0 * 2)'" }.joined(separator: " ")
        let years = "CAST((julianday(e.created) - julianday(p.birthdate)) / 365.25 AS INTEGER)"
        let rows = try rows(
            "\(years) AS y, count(*), sum(\(plain.compared) >= \(threshold))",
            where: "\(isDated) AND julianday(e.created) >= julianday(p.birthdate)", "GROUP BY y ORDER BY y")
        let values = rows.map { "(\($0[0]), \($0[1]), \($0[2]))" }.joined(separator: ", ")
        if values.isEmpty { return [] }
        let sql = """
            WITH counted(y, n, p) AS (VALUES \(values))
            SELECT CASE \(labels) ELSE '> 18' END AS b, sum(n), sum(p) FROM counted GROUP BY b ORDER BY min(y)
            """
        return try plain.database.read { db in
            try Row.fetchAll(db, sql: sql).map { row in
                row.databaseValues.map(Self.text)
            }
        }
    }

    func requeues() throws -> [[String]] {
        let good = "FROM analyses n WHERE n.uid = e.uid AND n.kind = 'report' AND n.outcome = 'ok' ORDER BY n.id"
        let asked = "iif(n.answered_from IS NULL, n.report_ms, NULL)"
        let saved = "((SELECT \(asked) \(good) LIMIT 1) - (SELECT \(asked) \(good) DESC LIMIT 1))"
        return try rows(
            "count(*), count(\(saved)), ifnull(sum(\(saved)), 0)",
            where: "(SELECT count(*) FROM (SELECT 1 \(good))) > 1")
    }
}
