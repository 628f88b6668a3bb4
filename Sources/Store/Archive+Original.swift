import Foundation
import GRDB
import Glibc
import Radiology

/// Giving up an original, because the operator decided so (`KEEP_DICOM = False`).
extension Archive {
    /// Removes the kept original of an exam that is done. The database forgets it first: killed in between, the archive
    /// holds a file too many, never one too few.
    /// - Returns: whether there was one. An original that another exam or revision shares stays, and one that is to be
    ///   passed on, or that a rule about passing on has not been asked about; it is given up when that is done.
    @discardableResult
    public func discardOriginal(of uid: SOPInstanceUID) throws(StoreError) -> Bool {
        guard let paths, let path = try exams.forgetOriginal(of: uid) else { return false }
        guard unlink(paths.absolute(path)) == 0 || errno == ENOENT else { throw Posix.writeFailure("archive") }
        return true
    }
}

extension Exams {
    /// - Returns: the path that nobody refers to any more; `nil` when there is none, or the exam is not done.
    func forgetOriginal(of uid: SOPInstanceUID) throws(StoreError) -> String? {
        try connection.write { db in
            let find = """
                SELECT f.archive_path FROM films f JOIN exams e ON e.uid = f.uid
                WHERE f.uid = ?1 AND e.status = 'done' AND f.revised = 0 AND f.archive_path IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM films o WHERE o.archive_path = f.archive_path AND o.uid <> f.uid)
                  AND NOT EXISTS (SELECT 1 FROM film_revisions r WHERE r.archive_path = f.archive_path)
                  AND NOT EXISTS (SELECT 1 FROM outbox q WHERE q.uid = f.uid AND q.state <> 'sent')
                  AND NOT EXISTS (SELECT 1 FROM relay_marks m JOIN exam_changes c ON c.uid = f.uid
                                  WHERE m.followed = 1 AND c.seq > m.sequence)
                """
            guard let row = try db.first(find, [uid.rawValue]) else { return nil }
            try db.run("UPDATE films SET archive_path = NULL WHERE uid = ?", [uid.rawValue])
            return row[0]
        }
    }
}
