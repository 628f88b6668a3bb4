import GRDB
import Radiology

/// The kept files of films, as other viewers ask for them: by study, series and instance. A film without the UID of a
/// study and of a series has no address there, and is left out.
public struct Originals: Sendable {
    let connection: Connection
    let paths: WorkspacePaths?

    /// A study, a series in it, or an image in that.
    public struct Place: Sendable, Equatable {
        public let study: StudyInstanceUID
        public let series: SeriesInstanceUID?
        public let instance: SOPInstanceUID?

        public init(study: StudyInstanceUID, series: SeriesInstanceUID? = nil, instance: SOPInstanceUID? = nil) {
            (self.study, self.series, self.instance) = (study, series, instance)
        }
    }

    public struct Original: Sendable, Equatable {
        public let uid: SOPInstanceUID
        public let study: StudyInstanceUID
        public let series: SeriesInstanceUID
        public let modality: String
        public let file: RawPath
    }

    /// What is kept of a place, by series and time; at most `limit`.
    public func list(_ place: Place, limit: Int = 20_000) throws(StoreError) -> [Original] {
        let sql = """
            \(Self.columns) WHERE f.archive_path IS NOT NULL AND e.study = ?1 AND (?2 IS NULL OR e.series = ?2)
                AND (?3 IS NULL OR e.uid = ?3)
            ORDER BY e.series, e.created, e.uid LIMIT ?4
            """
        let arguments: StatementArguments = [
            place.study.rawValue, place.series?.rawValue, place.instance?.rawValue, limit,
        ]
        return try connection.read { db in try db.all(sql, arguments).compactMap { original($0) } }
    }

    /// `nil` when none is kept.
    public func original(_ uid: SOPInstanceUID) throws(StoreError) -> Original? {
        try connection.read { db in
            try db.first("\(Self.columns) WHERE f.archive_path IS NOT NULL AND e.uid = ?1", [uid.rawValue])
                .flatMap { original($0) }
        }
    }

    static let columns = """
        SELECT e.uid, e.study, e.series, e.type, f.archive_path, e.created, e.cnp, p.name,
               json_extract(f.facts, '$.accession')
        FROM exams e CROSS JOIN films f ON f.uid = e.uid LEFT JOIN patients p ON p.cnp = e.cnp
        """

    func original(_ row: Row) -> Original? {
        guard let paths, let uid = (row[0] as String?).flatMap(SOPInstanceUID.init(rawValue:)),
            let study = (row[1] as String?).flatMap(StudyInstanceUID.init(rawValue:)),
            let series = (row[2] as String?).flatMap(SeriesInstanceUID.init(rawValue:)), let path: String = row[4]
        else { return nil }
        return Original(
            uid: uid, study: study, series: series, modality: row[3] ?? "", file: RawPath(paths.absolute(path)))
    }
}

extension Archive {
    public var originals: Originals { Originals(connection: connection, paths: paths) }
}
