import GRDB
import Radiology
import Synchronization

/// Every exam's short facts in memory, so that a list of a million is filtered, counted and ordered in a few milliseconds.
///
/// Why it is as it is:
/// - The database stays the truth. Before every answer the index looks at the numbers of the last changes, which costs one
///   step along two primary keys; what changed since, also by other processes, is read and put in place. What it says is
///   what the database said a moment ago, exactly.
/// - The search is a walk through the names in memory and not an index over triplets of letters: UIDs and numbers share
///   their triplets, so such an index is large where it is slow, and triggers into it would refuse the writes of every
///   other programme whose SQLite lacks it.
/// - It reads in columns of bytes; severities, flags and statuses are one table look each.
public final class ExamIndex: Sendable {
    let connection: Connection
    /// Positive from here on.
    public let threshold: Int
    private let columns = Mutex(ExamColumns())

    /// Nothing is read before the first question, or `prepare`.
    public init(_ archive: Archive, threshold: Int) {
        connection = archive.connection
        self.threshold = threshold
    }

    /// Reads everything: about four seconds for a million exams.
    public func prepare() throws(StoreError) { try current { _ in } }

    /// The number of the last change that is in: the same number and the same question have the same answer, also after
    /// a restart. It moves with every write that concerns an exam or a patient.
    public func version() throws(StoreError) -> ExamVersion {
        let last = try lastChanges()
        return ExamVersion(exams: last.exams, patients: last.patients)
    }

    /// Asks the columns as the database is now.
    func current<Value: Sendable>(_ body: (inout ExamColumns) -> Value) throws(StoreError) -> Value {
        // Looked at before the lock: what is written after the question came does not have to be in the answer.
        let last = try lastChanges()
        return try columns.withLock { (columns) throws(StoreError) -> Value in
            try update(&columns, to: last)
            return body(&columns)
        }
    }

    private func update(_ columns: inout ExamColumns, to last: ExamVersion) throws(StoreError) {
        if columns.sequence >= last.exams, columns.patientSequence >= last.patients { return }
        // Following takes ten times as long for each exam as reading all: that pays for few only.
        let changes = last.exams - columns.sequence
        if changes > Int64(Self.fewChanges + columns.count / 8) { columns = ExamColumns() }
        let isEmpty = columns.sequence < 0
        do {
            try connection.writer.read { db in
                if isEmpty { try load(&columns, from: db) } else { try follow(&columns, in: db) }
            }
        } catch {
            // Half of it would be worse than none; the next question reads everything again.
            columns = ExamColumns()
            throw StoreError(error)
        }
        columns.order()
    }

    private func lastChanges() throws(StoreError) -> ExamVersion {
        do {
            // One statement is one view; a transaction around it would take three times as long.
            return try connection.writer.unsafeRead { db in
                let row = try db.first(Self.lastChange)
                return ExamVersion(exams: row?[0] ?? 0, patients: row?[1] ?? 0)
            }
        } catch { throw StoreError(error) }
    }

    package static let fewChanges = 2000
    package static let lastChange = "SELECT (SELECT max(seq) FROM exam_changes), (SELECT max(seq) FROM patient_changes)"
}

/// Numbers that grow with every change; equal ones mean that nothing changed.
public struct ExamVersion: Sendable, Hashable {
    public let exams: Int64
    public let patients: Int64
}
