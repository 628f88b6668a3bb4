import Foundation
import GRDB
import Radiology
import Store

/// Numbers that look random and are the same in every run (S. Vigna, "SplitMix64").
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int(next() % UInt64(values.count))] }
    mutating func happens(_ percent: Int) -> Bool { Int(next() % 100) < percent }
}

/// Exams of nobody, written as another programme would write them: by plain SQL, through a connection of its own.
struct RandomWard {
    let database: DatabaseQueue
    var numbers: SeededNumbers
    private(set) var exams = 0

    static let statuses = [
        "done", "done", "done", "queued", "requeue", "check", "processing", "error", "ignore", "none",
    ]
    static let regions: [String?] = ["chest", "Chest", "abdomen", "elbow", "shoulder blade", "", nil]
    static let radiologists: [String?] = ["Dr. Model Vasile", "DR. MODEL VASILE", "Dr. Exemplu Ana", "", nil]
    static let diagnoses: [String?] = ["pneumonia", "Pneumonia", "fracture", "no findings", "", nil]
    static let surnames = ["POPESCU", "Popa", "Ionescu", "Van Der Berg", "O'Neil"]
    static let births: [String?] = [nil, "", "someday", "2019-05-04", "2026-02-28", "2008-02-29", "1961-12-31"]
    static let times: [String?] = [nil, "", "2026-03-01", "no date", "2026-03-01 10:00:00", "2026-03-01 10:00:00"]

    init(_ paths: WorkspacePaths, seed: UInt64) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(5)
        database = try DatabaseQueue(path: paths.database, configuration: configuration)
        numbers = SeededNumbers(seed: seed)
    }

    mutating func admit(_ count: Int) throws {
        var statements: [(String, StatementArguments)] = []
        for _ in 0..<count {
            exams += 1
            statements += film(exams)
        }
        try run(statements)
    }

    func run(_ statements: [(String, StatementArguments)]) throws {
        try database.write { db in for (sql, values) in statements { try db.execute(sql: sql, arguments: values) } }
    }

    mutating func uid(_ number: Int) -> String { "1.2.826.0.\(number % 7).\(number * 7919 % 100_003).\(number)" }

    mutating func time() -> String? {
        if numbers.happens(5) { return numbers.pick(Self.times) }
        let parts = [(1, 12), (1, 28), (0, 23), (0, 59), (0, 59)].map { low, high in
            String(format: "%02d", low + Int(numbers.next() % UInt64(high - low + 1)))
        }
        return "\(2024 + Int(numbers.next() % 3))-\(parts[0])-\(parts[1]) \(parts[2]):\(parts[3]):\(parts[4])"
    }

    mutating func patient(_ number: Int) -> (String, StatementArguments) {
        let name = numbers.pick(Self.surnames) + "^" + numbers.pick(["ANA", "Ion", "Maria-Elena", "Dan"])
        let id: String? = numbers.pick([nil, "-1", "H\(number)", "\(number * 31)"])
        return (
            "INSERT OR REPLACE INTO patients VALUES (?, ?, ?, ?, ?)",
            [key(number), id, name, birth(), numbers.pick(["M", "F", "O", nil] as [String?])]
        )
    }

    private mutating func birth() -> String? {
        if numbers.happens(40) { return numbers.pick(Self.births) }
        let (year, month, day) = (numbers.next() % 26, numbers.next() % 12, numbers.next() % 28)
        return String(format: "%04d-%02d-%02d", 2000 + Int(year), 1 + Int(month), 1 + Int(day))
    }

    func key(_ number: Int) -> String { number % 9 == 0 ? "AB-\(number)^^^HOSP" : "\(5_190_504_120_000 + number)" }

    mutating func film(_ number: Int) -> [(String, StatementArguments)] {
        let uid = uid(number)
        let person = Int(numbers.next() % 500)
        var all: [(String, StatementArguments)] = [
            (
                "INSERT OR REPLACE INTO exams (uid, cnp, created, region, type, status) VALUES (?, ?, ?, ?, 'CR', ?)",
                [
                    uid, numbers.happens(98) ? key(person) : nil, time(), numbers.pick(Self.regions),
                    numbers.pick(Self.statuses),
                ]
            )
        ]
        if numbers.happens(60) { all.append(patient(person)) }
        if numbers.happens(85) { all.append(aiReport(uid)) }
        if numbers.happens(60) { all.append(radReport(uid)) }
        if numbers.happens(25) { all += opinions(uid) }
        if numbers.happens(30) { all += calls(uid) }
        return all
    }

    mutating func aiReport(_ uid: String) -> (String, StatementArguments) {
        let severity = Int(numbers.next() % 12) - 1
        let answered = "2026-03-\(String(format: "%02d", 1 + Int(numbers.next() % 28))) 08:00:00"
        return (
            """
            INSERT OR REPLACE INTO ai_reports (uid, text, severity, confidence, created, latency)
            VALUES (?, 'FINDINGS', ?, ?, ?, ?)
            """,
            [
                uid, numbers.happens(97) ? severity : nil, Int(numbers.next() % 102) - 1, answered,
                Int(numbers.next() % 40) - 1,
            ]
        )
    }

    mutating func radReport(_ uid: String) -> (String, StatementArguments) {
        (
            "INSERT OR REPLACE INTO rad_reports (uid, severity, radiologist, summary, latency) VALUES (?, ?, ?, ?, ?)",
            [
                uid, numbers.happens(95) ? Int(numbers.next() % 12) - 1 : nil, numbers.pick(Self.radiologists),
                numbers.pick(Self.diagnoses), numbers.happens(90) ? Int(numbers.next() % 30) - 1 : nil,
            ]
        )
    }

    /// Up to four calls of readers, some of them failed, taken over or of another kind.
    mutating func calls(_ uid: String) -> [(String, StatementArguments)] {
        (0..<Int(numbers.next() % 5)).map { _ in
            Self.call(
                uid, Int(numbers.next() % 30_000),
                kind: numbers.pick(["report", "report", "report", "check", "canary"]),
                failed: numbers.happens(20), takenFrom: numbers.happens(15) ? 1 : nil)
        }
    }

    static func call(
        _ uid: String, _ milliseconds: Int, kind: String = "report", failed: Bool = false, takenFrom: Int? = nil
    ) -> (String, StatementArguments) {
        (
            """
            INSERT INTO analyses (uid, kind, outcome, error_code, answered, image_hash, recipe, recipe_hash, prompt_hashes,
                endpoint, model_configured, sampling, attempt, report_ms, raw_report, answered_from, program_version)
            VALUES (?, ?, ?, ?, '2026-03-02T08:00:05.000Z', '', 'r', '', '{}', '', 'm', '{}', 1, ?, '', ?, '1')
            """,
            [uid, kind, failed ? "failed" : "ok", failed ? "timeout" : nil, milliseconds, takenFrom]
        )
    }

    /// Up to three reviews, some of them withdrawn, and perhaps a flag, perhaps cleared.
    mutating func opinions(_ uid: String) -> [(String, StatementArguments)] {
        var all: [(String, StatementArguments)] = []
        for _ in 0..<Int(numbers.next() % 4) {
            let verdict = numbers.happens(50) ? 1 : 0
            all.append(
                (
                    "INSERT INTO reviews (uid, reviewer, normal, severity, at) VALUES (?, 'ana', ?, 5, 't')",
                    [uid, verdict]
                ))
            if numbers.happens(40) {
                all.append(
                    (
                        """
                        INSERT INTO reviews (uid, reviewer, at, withdraws) SELECT uid, 'ana', 't', max(id) FROM reviews v
                        WHERE uid = ? AND withdraws IS NULL
                          AND NOT EXISTS (SELECT 1 FROM reviews w WHERE w.withdraws = v.id) HAVING max(id) IS NOT NULL
                        """, [uid]
                    ))
            }
        }
        if numbers.happens(40) {
            all.append(("INSERT OR IGNORE INTO flags (uid, login, at) VALUES (?, 'dan', 't')", [uid]))
            if numbers.happens(30) {
                all.append(
                    ("UPDATE flags SET cleared = 't', cleared_by = 'dan' WHERE uid = ? AND cleared IS NULL", [uid]))
            }
        }
        return all
    }
}
