import Radiology
import Store

/// Films that wait for the reader and are looked at early: the patient's details and the clinical indication should be
/// known before the film is read. The reader does not wait for it.
package struct EarlyLooks: Sendable {
    /// Newest last.
    private var waiting: [SOPInstanceUID] = []
    private var seen: Set<SOPInstanceUID> = []
    /// Up to which change of the database the exams were looked through.
    private var sequence: Int64?

    /// A longer queue is read for hours: the rest of it is looked at after its reading.
    package static let most = 500
    private static let remembered = 20_000

    package init() {}

    /// Finds what came since the last look; at first the newest films of the queue.
    package mutating func collect(from exams: Exams) throws(StoreError) {
        guard let since = sequence else {
            sequence = try exams.lastChange()
            return enter(try exams.records(limit: Self.most, .list).reversed())
        }
        let changes = try exams.records(changedSince: since, limit: 1000, .list)
        if let last = changes.last { sequence = last.sequence }
        enter(changes.compactMap(\.record))
    }

    private mutating func enter(_ records: [ExamRecord]) {
        if seen.count > Self.remembered { seen = Set(waiting) }
        for record in records where record.status == .queued && Self.lacks(record) {
            if seen.insert(record.exam.uid).inserted { waiting.append(record.exam.uid) }
        }
        if waiting.count > Self.most { waiting.removeFirst(waiting.count - Self.most) }
    }

    private static func lacks(_ record: ExamRecord) -> Bool {
        record.exam.patient.hospitalID == nil || record.exam.patient.birthDate == nil
            || record.radiologistReport?.justification == nil
    }

    /// The newest one: it is read next.
    package mutating func next() -> SOPInstanceUID? { waiting.popLast() }
}
