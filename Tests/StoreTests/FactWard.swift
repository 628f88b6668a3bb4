import Foundation
import GRDB
import Radiology
import Store

/// Facts as texts, so that databases that number their names differently can be compared.
struct FactPicture: Equatable {
    /// The day of the blob, and the facts in their order.
    var days: [(day: CalendarDay?, facts: [String])] = []

    init(_ archive: Archive) throws {
        var days: [(day: CalendarDay?, facts: [String])] = []
        try archive.facts.walk { day, records, names in
            var facts: [String] = []
            records.each { facts.append(Self.text($0, names)) }
            days.append((day, facts))
        }
        self.days = days
    }

    var exams: Int { days.reduce(0) { $0 + $1.facts.count } }

    static func == (a: Self, b: Self) -> Bool {
        a.days.count == b.days.count && zip(a.days, b.days).allSatisfy { $0.day == $1.day && $0.facts == $1.facts }
    }

    static func text(_ fact: ExamFact, _ names: FactNames) -> String {
        let words = [
            fact.region, fact.device, fact.radiologist, fact.diagnosis, fact.model, fact.prompt, fact.recipe,
            fact.error,
        ].map { names.text($0) }
        let numbers: [Int?] = [
            fact.second, fact.age, fact.ai?.score, fact.radiologistSeverity?.score, fact.confidence, fact.latency,
            fact.checking, fact.failed, fact.unreadable, fact.reported,
        ]
        let rest = "\(fact.uidHash) \(fact.day.map(\.description) ?? "-") \(fact.status) \(fact.isFlagged)"
        let opinions = "\(fact.sex?.rawValue ?? "-") \(fact.hasAnswer) \(fact.review.map { "\($0)" } ?? "-")"
        return ([rest, opinions] + words + numbers.map { $0.map(String.init) ?? "-" }).joined(separator: "|")
    }
}

extension RandomWard {
    /// What figures are made of besides: the film, when the report was written, why an exam failed, what readers said.
    mutating func admitWithCalls(_ count: Int) throws {
        let first = exams + 1
        try admit(count)
        for number in first...exams { try run(circumstances(uid(number), number)) }
    }

    mutating func circumstances(_ uid: String, _ number: Int) -> [(String, StatementArguments)] {
        var all: [(String, StatementArguments)] = []
        if numbers.happens(80) {
            let maker: String? = numbers.pick(["GE", "Siemens", nil])
            let device = maker.map { "\"manufacturer\":\"\($0)\"," } ?? ""
            all.append(
                (
                    """
                    INSERT OR REPLACE INTO films (uid, content_hash, bytes, source, received, facts)
                    VALUES (?, ?, 1, 'test', 't', ?)
                    """, [uid, "\(number)", "{\(device)\"device\":\"X\(number % 3)\"}"]
                ))
        }
        if numbers.happens(40) {
            let minute = Int(numbers.next() % 60)
            let written: String? =
                numbers.happens(80) ? "2026-03-02T08:\(minute < 10 ? "0" : "")\(minute):00.000Z" : nil
            all.append(("INSERT OR REPLACE INTO report_origins (uid, rank, written) VALUES (?, 1, ?)", [uid, written]))
        }
        if numbers.happens(20) {
            all.append(
                (
                    "INSERT OR REPLACE INTO reasons (uid, code, sentence, at) VALUES (?, ?, 's', 't')",
                    [uid, numbers.pick(["max_retries", "image-refused"])]
                ))
        }
        for _ in 0..<Int(numbers.next() % 3) { all.append(attempt(uid)) }
        return all
    }

    mutating func attempt(_ uid: String) -> (String, StatementArguments) {
        let code: String? = numbers.pick([nil, nil, "timeout", "reply-unreadable", "reply-empty"])
        return (
            """
            INSERT INTO analyses (uid, kind, outcome, error_code, answered, image_hash, recipe, recipe_hash, prompt_hashes,
                endpoint, model_configured, model_answered, sampling, attempt, report_ms, raw_report, program_version)
            VALUES (?, 'report', ?, ?, 't', '', 'r', ?, ?, '', 'm', ?, '{}', 1, 1, '', '1')
            """,
            [
                uid, code == nil ? "ok" : "failed", code, numbers.pick(["r1", "r2"]),
                numbers.pick([#"{"rep":"p1"}"#, #"{"rep":"p2","usr":"x"}"#, "[]", "{}"]),
                numbers.pick(["m-1", "m-2", nil] as [String?]),
            ]
        )
    }

    /// So many exams of nobody, one each day, from 1 January 2020 on.
    func admitDaily(_ days: Int, each: Int = 1) throws {
        try run([
            (
                """
                WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?1)
                INSERT INTO exams (uid, created, region, type, status)
                SELECT '1.9.' || i, date('2020-01-01', '+' || (i / ?2) || ' days') || ' 10:00:00', 'chest', 'CR', 'done' FROM n
                """, [days * each, each]
            )
        ])
    }

    /// As if they had never been made.
    func forgetFacts() throws {
        try run([("DELETE FROM fact_mark", []), ("DELETE FROM fact_days", []), ("DELETE FROM fact_names", [])])
    }
}
