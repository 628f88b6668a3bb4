import Foundation
import Store

/// How the record server stood when it was last asked, for `status`; kept with the marks of the archive's queries.
struct RecordMark: Sendable {
    let marks: QueryMarks
    /// Longer than an AE title may be, so that no archive has it.
    let key: String

    init(_ marks: QueryMarks, address: String) {
        self.marks = marks
        key = "record server \(address)"
    }

    /// Standing is not worth failing for.
    func answered(at now: Date) {
        // Once a minute is enough: each write waits for the disk.
        if let known = try? marks.mark(of: key), known.problem == nil, let last = known.lastRun,
            now.timeIntervalSince(last) < 60, now >= last
        {
            return
        }
        try? marks.succeeded(key, until: now, now: now)
    }

    func failed(_ problem: String, at now: Date) { try? marks.failed(key, problem: problem, now: now) }

    var standing: QueryMark? { get throws(StoreError) { try marks.mark(of: key) } }
}
