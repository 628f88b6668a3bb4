import GRDB
import Radiology

/// Every exam as a few numbers, kept by day, so that figures over a million exams are one walk of a second.
///
/// Why it is as it is:
/// - The tables stay the truth. A day's facts are made anew as a whole whenever one of its exams changed; nothing is ever
///   added up, so nothing can drift. The same exams have the same bytes, in however many steps they came.
/// - What changed is told by the database's own counters, so that no writer, of whatever programme, can forget it.
/// - Reading happens in a view and keeps nobody waiting; what is written at a time is some hundred kilobytes. Where two
///   processes make the same day, the one that looked later wins.
/// - No name, number, birth date or UID of a patient is in them.
public struct Facts: Sendable {
    let connection: Connection

    /// Up to which changes the facts go; `nil` before they were made for the first time.
    public func version() throws(StoreError) -> FactVersion? { try connection.read { db in try FactVersion(mark: db) } }

    public func names() throws(StoreError) -> FactNames { try connection.read { db in try FactNames(db) } }
}

/// How much had happened to exams, patients, answers and days. Equal ones mean equal facts, also after a restart.
public struct FactVersion: Sendable, Hashable {
    public let exams: Int64
    public let patients: Int64
    public let answers: Int64
    public let days: Int64

    /// Grows with every change: of two views of the database the one with the greater number is the later.
    public var whole: Int64 { exams + patients + answers + days }

    init(exams: Int64, patients: Int64, answers: Int64, days: Int64) {
        (self.exams, self.patients, self.answers, self.days) = (exams, patients, answers, days)
    }

    /// As it is now.
    init(now db: Database) throws { self.init(try db.first(Self.now)) }

    /// As the facts are; `nil` when there are none, or only some that another version wrote.
    init?(mark db: Database) throws {
        let sql = "SELECT exams, patients, answers, days FROM fact_mark WHERE form = ?"
        guard let row = try db.first(sql, [Int(FactForm.version)]) else { return nil }
        self.init(row)
    }

    private init(_ row: Row?) {
        self.init(exams: row?[0] ?? 0, patients: row?[1] ?? 0, answers: row?[2] ?? 0, days: row?[3] ?? 0)
    }

    /// Whether any of its numbers is smaller: the file is not the one that the other was read from.
    func isBehind(_ other: FactVersion) -> Bool {
        exams < other.exams || patients < other.patients || answers < other.answers || days < other.days
    }

    package static let now = """
        SELECT (SELECT max(seq) FROM exam_changes), (SELECT max(seq) FROM patient_changes),
               (SELECT max(id) FROM analyses), (SELECT max(seq) FROM fact_changes)
        """
}

/// How far a refresh is.
public struct FactProgress: Sendable, Equatable {
    /// Days.
    public let done: Int
    public let total: Int
}

/// What a refresh made anew.
public struct FactRefresh: Sendable, Equatable {
    public var days: Int
    public var exams: Int

    public init(days: Int = 0, exams: Int = 0) { (self.days, self.exams) = (days, exams) }
}
