import GRDB
import Radiology

/// The exams: their admission, their queue, their records and their figures in the files beside this one.
public struct Exams: Sendable {
    let connection: Connection

    /// The exams that hold these very bytes: a duplicate can be told before it is parsed and drawn.
    public func uids(withContentHash hash: String) throws(StoreError) -> [SOPInstanceUID] {
        try connection.read { db in
            let sql = """
                SELECT uid FROM films WHERE content_hash = ?1
                UNION SELECT uid FROM film_revisions WHERE content_hash = ?1 ORDER BY uid
                """
            return try db.all(sql, [hash]).compactMap { SOPInstanceUID(rawValue: $0[0]) }
        }
    }

    /// The exams whose film was ever taken in.
    public func uidsWithFilm() throws(StoreError) -> [SOPInstanceUID] {
        try connection.read { db in
            try db.all("SELECT uid FROM films").compactMap { SOPInstanceUID(rawValue: $0[0]) }
        }
    }

    /// The film of an exam and, oldest first, what else arrived under its UID.
    public func films(of uid: SOPInstanceUID) throws(StoreError) -> [KeptFilm] {
        try connection.read { db in
            let sql = """
                SELECT content_hash, bytes, source, received, archive_path, quality, 0, display_recipe = '',
                    recipe, recipe_hash, recipe_frame
                FROM films WHERE uid = ?1
                UNION ALL
                SELECT content_hash, bytes, source, received, archive_path, quality, id, 0, NULL, NULL, NULL
                FROM film_revisions WHERE uid = ?1 ORDER BY 7
                """
            return try db.all(sql, [uid.rawValue]).map(KeptFilm.init(row:))
        }
    }
}
