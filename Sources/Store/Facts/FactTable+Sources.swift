import GRDB
import Radiology

/// What is read of each table.
extension FactTable {
    /// A statement whose `FROM` depends on which exams are meant.
    struct Statement {
        let columns: String
        let table: String
        /// Stands for the table in `columns`.
        let alias: String
        var condition = ""
        var order = ""

        func text(_ scope: Scope) -> (sql: String, arguments: StatementArguments) {
            let isExams = table == "exams"
            // Not the other way round: a day's exams are few.
            let joined = "exams e" + (isExams ? "" : " CROSS JOIN \(table) \(alias) ON \(alias).uid = e.uid")
            let whole = isExams ? joined : "\(table) \(alias)"
            let tail = (condition.isEmpty ? "" : " AND \(condition)") + (order.isEmpty ? "" : " ORDER BY \(order)")
            let extra = isExams ? FactTable.patients : ""
            switch scope {
            case .all: return ("SELECT \(columns) FROM \(whole)\(extra) WHERE 1\(tail)", [])
            case .day(let day):
                let first = day.description
                return (
                    "SELECT \(columns) FROM \(joined)\(extra) WHERE e.created >= ? AND e.created < ?\(tail)",
                    [first, FactTable.behind(first)]
                )
            case .undated(let number):
                return ("SELECT \(columns) FROM \(joined)\(extra) WHERE \(FactTable.isUndated)\(tail)", [number])
            case .exams(let list):
                let listed = "json_each(?) j CROSS JOIN exams e ON e.uid = j.value"
                let rest = isExams ? "" : " CROSS JOIN \(table) \(alias) ON \(alias).uid = e.uid"
                return ("SELECT \(columns) FROM \(listed)\(rest)\(extra) WHERE 1\(tail)", [list])
            }
        }
    }

    struct Source {
        let statement: Statement
        let fill: @Sendable (inout FactTable, Int, Row) -> Void
    }

    static let exams = Statement(
        columns: "e.uid, e.created, e.region, e.status, p.sex, p.birthdate", table: "exams", alias: "e")

    /// An exam without a key has no patient, not the one whose key is empty: changes of that one are not its own.
    private static let patients =
        " LEFT JOIN patients p ON p.cnp = CASE typeof(e.cnp) WHEN 'text' THEN e.cnp END"

    /// The attempts come behind the reports, whose model they know better, and the origins behind their reports.
    static let sources: [Source] = [
        Source(
            statement: Statement(
                columns: "a.uid, a.severity, a.confidence, a.latency, a.model", table: "ai_reports", alias: "a"),
            fill: { $0.answer($1, $2) }),
        Source(
            statement: Statement(
                columns: """
                    r.uid, r.severity, r.radiologist, r.summary, r.latency, r.created,
                    typeof(r.text) = 'text' AND r.text <> ''
                    """, table: "rad_reports", alias: "r"), fill: { $0.report($1, $2) }),
        Source(
            statement: Statement(columns: "o.uid, o.written", table: "report_origins", alias: "o"),
            fill: { $0.origin($1, $2) }),
        Source(
            statement: Statement(
                columns: "n.uid, n.error_code, n.model_answered, n.prompt_hashes, n.recipe_hash", table: "analyses",
                alias: "n", condition: "n.kind = 'report'", order: "n.id"), fill: { $0.attempt($1, $2) }),
        Source(
            statement: Statement(
                columns: "f.uid, json_extract(f.facts, '$.manufacturer', '$.device')", table: "films", alias: "f",
                condition: "json_valid(f.facts)"), fill: { $0.device($1, $2) }),
        Source(
            statement: Statement(columns: "s.uid, s.code", table: "reasons", alias: "s"), fill: { $0.reason($1, $2) }),
        Source(
            statement: Statement(
                columns: "v.uid, v.normal", table: "reviews", alias: "v",
                condition: """
                    v.withdraws IS NULL AND NOT EXISTS (SELECT 1 FROM reviews w WHERE w.withdraws = v.id)
                    """, order: "v.id"), fill: { $0.review($1, $2) }),
        Source(
            statement: Statement(columns: "g.uid", table: "flags", alias: "g", condition: "g.cleared IS NULL"),
            fill: { $0.flag($1, $2) }),
    ]

    /// As `exams_undated` has it.
    private static let isUndated = "NOT \(FactShelf.isDated("e.")) AND \(FactShelf.remainder("e.")) = ?"

    /// How many exams a blob is to hold.
    static func count(_ scope: Scope, in db: Database) throws -> Int {
        switch scope {
        case .all, .exams: return try db.count("SELECT count(*) FROM exams")
        case .undated(let number): return try db.count("SELECT count(*) FROM exams e WHERE \(isUndated)", [number])
        case .day(let day):
            let first = day.description
            return try db.count(
                "SELECT count(*) FROM exams e WHERE e.created >= ? AND e.created < ?", [first, behind(first)])
        }
    }

    /// The first text that does not begin with this day.
    private static func behind(_ day: String) -> String {
        var bytes = Array(day.utf8)
        bytes[bytes.count - 1] += 1
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The statements behind facts, for tests of how SQLite goes about them.
package enum FactPlans {
    private static func texts(_ scope: FactTable.Scope?) -> [String] {
        guard let scope else { return [] }
        return ([FactTable.exams] + FactTable.sources.map(\.statement)).map { $0.text(scope).sql }
    }

    package static var ofDay: [String] { texts(FactTable.Scope(blob: "2026-03-02")) }
    package static var ofUndated: [String] { texts(FactTable.Scope(blob: "#017")) }
    package static var ofExams: [String] { texts(.exams("")) }
    package static let touched = [FactPlan.left, FactPlan.changed]
}
