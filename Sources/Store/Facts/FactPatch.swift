import Foundation
import GRDB
import Radiology

/// A blob of which only a few exams changed: their records are replaced in it, and nobody else of the day is looked up.
struct FactPatch {
    /// As `fact_days` calls it.
    let name: String
    let blob: [UInt8]
    /// The exams that changed.
    let drafts: [FactDraft]
    /// How many exams the tables have there.
    let exams: Int

    /// The blob with the changed exams' records: the same bytes as if it were made anew.
    /// - Returns: `nil` when records alone do not tell: the blob is damaged, two exams are of one second, one came there
    ///   from another second, two UIDs have one hash.
    func patched(_ numbers: [UInt32]) -> [UInt8]? {
        guard FactRecords(blob, day: name) != nil else { return nil }
        var bytes = blob
        for draft in drafts {
            guard let place = Self.place(of: draft, in: bytes) else { return nil }
            let record = FactForm.record(draft, numbers: numbers)
            bytes.replaceSubrange(place, with: record)
        }
        guard bytes.count == FactForm.header + exams * FactForm.width else { return nil }
        FactForm.seal(&bytes, day: name)
        return bytes
    }

    /// Where the record of the exam stands; an empty range where it is to be put in.
    private static func place(of draft: FactDraft, in bytes: [UInt8]) -> Range<Int>? {
        let (hash, raw) = (draft.uid.factHash, bytes.span.bytes)
        var (own, behind): (Int?, Int) = (nil, bytes.count)
        var isOfOneSecond = false
        for start in stride(from: FactForm.header, to: bytes.count, by: FactForm.width) {
            let clock: UInt64 = FactForm.word(raw, start + 8)
            if FactForm.word(raw, start) == hash {
                if own != nil || clock != draft.clock { return nil }
                own = start
            }
            if clock == draft.clock { isOfOneSecond = true }
            if clock > draft.clock, behind == bytes.count { behind = start }
        }
        if let own { return own..<own + FactForm.width }
        // Their order is that of the UIDs, which are not here.
        return isOfOneSecond ? nil : behind..<behind
    }
}

/// The changed exams of some blobs, read in one view of the database.
struct FactPatches {
    let table: FactTable
    private(set) var all: [FactPatch] = []
    /// Blobs to be made anew as a whole.
    private(set) var others: [String] = []

    /// - Parameter changed: UIDs by the blob they were in when it was asked what changed.
    init(_ changed: ArraySlice<(name: String, uids: [String])>, in db: Database) throws {
        table = try FactTable(.exams(Self.list(changed.flatMap(\.uids))), in: db)
        let drafts = Dictionary(grouping: table.drafts, by: \.day)
        for (name, uids) in changed {
            guard let number = FactShelf.number(named: name), let scope = FactTable.Scope(blob: name),
                let own = drafts[number], own.count == uids.count,
                let row = try db.first("SELECT facts FROM fact_days WHERE day = ?", [name])
            else {
                others.append(name)
                continue
            }
            all.append(
                FactPatch(
                    name: name, blob: Facts.bytes(row, 0), drafts: own, exams: try FactTable.count(scope, in: db)))
        }
    }

    /// UIDs in the database are any text.
    private static func list(_ uids: [String]) throws -> String {
        String(decoding: try JSONEncoder().encode(uids), as: UTF8.self)
    }
}
