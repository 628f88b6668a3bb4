import GRDB
import Radiology
import Store

/// The answers of the list as slow, plain SQL over the tables, written from the documented rules.
struct PlainAnswers {
    let database: DatabaseQueue
    let threshold: Int

    /// The compared severity.
    var compared: String {
        """
        (CASE (SELECT v.normal FROM reviews v WHERE v.uid = e.uid AND v.normal IS NOT NULL
               AND v.id NOT IN (SELECT withdraws FROM reviews WHERE withdraws IS NOT NULL) ORDER BY v.id DESC LIMIT 1)
         WHEN 1 THEN 0
         WHEN 0 THEN iif(ifnull(r.severity, -1) >= \(threshold), r.severity,
                         iif(ifnull(a.severity, -1) >= \(threshold), a.severity, \(threshold)))
         ELSE ifnull(r.severity, -1) END)
        """
    }

    var tables: String {
        """
        FROM exams e LEFT JOIN patients p ON p.cnp = e.cnp LEFT JOIN ai_reports a ON a.uid = e.uid
        LEFT JOIN rad_reports r ON r.uid = e.uid WHERE
        """
    }

    func uids(_ filter: ExamFilter, _ order: ExamOrder = .newest) throws -> [String] {
        let (condition, values) = condition(filter)
        let rank =
            switch order {
            case .newest: "NULL"
            case .severity: "CASE WHEN a.severity >= 0 THEN 10 - a.severity ELSE 11 END"
            case .disagreement:
                "CASE WHEN a.severity >= 0 AND \(compared) >= 0 THEN 10 - abs(a.severity - \(compared)) ELSE 11 END"
            }
        // A text that is no time counts as none.
        let time = "CASE WHEN e.created GLOB '[0-9]*' THEN e.created ELSE '' END"
        let sql = "SELECT e.uid \(tables) \(condition) ORDER BY \(rank), \(time) DESC, e.uid"
        return try database.read { db in try String.fetchAll(db, sql: sql, arguments: values) }
    }

    /// `total, reviewed, positive, true positive, true negative, false positive, false negative`
    func figures(_ filter: ExamFilter) throws -> [Int] {
        let (condition, values) = condition(filter)
        let (ai, human) = ("ifnull(a.severity, -1)", compared)
        let (aiNo, no) = ("\(ai) BETWEEN 0 AND \(threshold - 1)", "\(human) BETWEEN 0 AND \(threshold - 1)")
        let sums = [
            "\(human) >= 0", "\(ai) >= \(threshold)", "\(ai) >= \(threshold) AND \(human) >= \(threshold)",
            "\(aiNo) AND \(no)", "\(ai) >= \(threshold) AND \(no)", "\(aiNo) AND \(human) >= \(threshold)",
        ].map { "ifnull(sum(\($0)), 0)" }
        let sql = "SELECT count(*), \(sums.joined(separator: ", ")) \(tables) \(condition)"
        return try database.read { db in
            try Row.fetchOne(db, sql: sql, arguments: values).map { row in
                row.databaseValues.compactMap(Int.fromDatabaseValue)
            } ?? []
        }
    }

    func condition(_ filter: ExamFilter) -> (String, StatementArguments) {
        var (terms, values) = (verdictTerms(filter), StatementArguments())
        func add(_ term: String, _ value: any DatabaseValueConvertible) {
            terms.append(term)
            for _ in 0..<term.count(where: { $0 == "?" }) { values += [value] }
        }
        if let region = filter.region { add("instr(lower(ifnull(e.region, '')), lower(?)) > 0", region) }
        if let statuses = filter.statuses {
            terms.append("lower(e.status) IN (\(statuses.map { "'\($0.rawValue)'" }.joined(separator: ", ")))")
        }
        if let search = filter.search {
            add(
                """
                (instr(lower(replace(ifnull(p.name, ''), '^', ' ')), lower(?)) > 0 OR instr(lower(ifnull(e.cnp, '')), lower(?)) > 0
                 OR instr(lower(iif(p.id = '-1', '', ifnull(p.id, ''))), lower(?)) > 0 OR instr(e.uid, ?) > 0)
                """, search)
        }
        if let name = filter.radiologists.first { add("lower(r.radiologist) = lower(?)", name) }
        if let summary = filter.diagnoses.first { add("lower(r.summary) = lower(?)", summary) }
        if let day = filter.firstDay {
            add("substr(e.created, 1, 10) >= ? AND e.created GLOB '[0-9]*'", day.description)
        }
        if let day = filter.lastDay {
            add("iif(e.created GLOB '[0-9]*', substr(e.created, 1, 10), '') <= ?", day.description)
        }
        if let sex = filter.sex { add("p.sex = ?", sex.rawValue) }
        return (terms.joined(separator: " AND "), values)
    }

    private func verdictTerms(_ filter: ExamFilter) -> [String] {
        var terms = ["1"]
        let below = threshold - 1
        if let reviewed = filter.reviewed { terms.append("\(compared) \(reviewed ? ">" : "=") -1") }
        if let positive = filter.positive {
            terms.append(positive ? "a.severity >= \(threshold)" : "a.severity BETWEEN 0 AND \(below)")
        }
        let (agree, differ) = (
            "(a.severity >= \(threshold) AND \(compared) >= \(threshold) OR a.severity BETWEEN 0 AND \(below) AND \(compared) BETWEEN 0 AND \(below))",
            "(a.severity >= \(threshold) AND \(compared) BETWEEN 0 AND \(below) OR a.severity BETWEEN 0 AND \(below) AND \(compared) >= \(threshold))"
        )
        if let correct = filter.correct { terms.append(correct ? agree : differ) }
        if let wanted = filter.severity {
            terms.append("\(compared) BETWEEN \(wanted.lowerBound) AND \(wanted.upperBound)")
        }
        if let wanted = filter.confidence {
            terms.append("a.confidence BETWEEN \(wanted.lowerBound) AND \(wanted.upperBound)")
        }
        if let hasReview = filter.hasReview {
            terms.append(
                """
                \(hasReview ? "" : "NOT ")EXISTS (SELECT 1 FROM reviews v WHERE v.uid = e.uid AND v.normal IS NOT NULL
                    AND v.id NOT IN (SELECT withdraws FROM reviews WHERE withdraws IS NOT NULL))
                """)
        }
        if let flagged = filter.flagged {
            terms.append(
                "\(flagged ? "" : "NOT ")EXISTS (SELECT 1 FROM flags f WHERE f.uid = e.uid AND f.cleared IS NULL)")
        }
        return terms
    }
}

extension ExamFilter {
    /// Each condition with a chance of its own, so that all of them meet.
    static func random(_ numbers: inout SeededNumbers) -> ExamFilter {
        var filter = ExamFilter()
        if numbers.happens(20) { filter.reviewed = numbers.happens(50) }
        if numbers.happens(20) { filter.positive = numbers.happens(50) }
        if numbers.happens(20) { filter.correct = numbers.happens(50) }
        if numbers.happens(15) { filter.flagged = numbers.happens(70) }
        if numbers.happens(15) { filter.hasReview = numbers.happens(50) }
        if numbers.happens(20) { filter.region = numbers.pick(["chest", "CHEST", "e", "er bl", "knee"]) }
        if numbers.happens(40) {
            filter.statuses = Set((0..<Int(numbers.next() % 4)).map { _ in numbers.pick(ExamStatus.allCases) })
        }
        if numbers.happens(30) {
            filter.search = numbers.pick([
                "popescu", "POPESCU ana", "a", "van der", "'", "%", "_", "1904", "5190504120011", "1.2", "826.0.3",
                "1.2.826",
                "7", "h3", "ab-9", "zz", "0.5.7", "\"", "maria-elena",
            ])
        }
        if numbers.happens(15) {
            filter.radiologists = [numbers.pick(["dr. model vasile", "Dr. Exemplu Ana", "nobody"])]
        }
        if numbers.happens(15) { filter.diagnoses = [numbers.pick(["PNEUMONIA", "no findings", "fract"])] }
        if numbers.happens(15) { filter.severity = numbers.pick([0...0, 3...6, 0...8, 5...10, 11...20]) }
        if numbers.happens(15) { filter.confidence = numbers.pick([0...50, 80...100, 100...100, 101...200]) }
        if numbers.happens(10) { filter.sex = numbers.pick(Sex.allCases) }
        if numbers.happens(15) { filter.firstDay = CalendarDay("2025-02-0\(1 + numbers.next() % 9)") }
        if numbers.happens(15) { filter.lastDay = CalendarDay("2026-03-0\(1 + numbers.next() % 9)") }
        return filter
    }
}
