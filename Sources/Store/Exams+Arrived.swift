import GRDB
import Radiology

/// What of a study is here already.
extension Exams {
    /// How many films of a study are here.
    public func count(ofStudy study: StudyInstanceUID) throws(StoreError) -> Int {
        try connection.read { db in try db.count("SELECT count(*) FROM exams WHERE study = ?", [study.rawValue]) }
    }

    /// Those of some films that were taken in, or came over the network and were refused: asking for them again would
    /// bring nothing.
    public func arrived(_ uids: [SOPInstanceUID]) throws(StoreError) -> Set<SOPInstanceUID> {
        try connection.read { db in
            try Set(
                uids.filter { uid in
                    let taken = "SELECT 1 FROM films WHERE uid = ?"
                    if try db.first(taken, [uid.rawValue]) != nil { return true }
                    // Behind the UID stands a dot, or a dash and a number.
                    let range: StatementArguments = [uid.rawValue + "-", uid.rawValue + "/"]
                    return try db.all(Self.refused, range).contains { ReceivedName($0[0])?.uid == uid }
                })
        }
    }

    package static let refused = """
        SELECT name FROM rejections WHERE name GLOB 'ae-*'
          AND substr(name, instr(name, '.') + 1) >= ? AND substr(name, instr(name, '.') + 1) < ?
        """

    /// The films of a study that are here, with their series where they name one.
    public func series(ofStudy study: StudyInstanceUID) throws(StoreError) -> [SOPInstanceUID: SeriesInstanceUID?] {
        try connection.read { db in
            let rows = try db.all("SELECT uid, series FROM exams WHERE study = ?", [study.rawValue])
            let pairs = rows.compactMap { row -> (SOPInstanceUID, SeriesInstanceUID?)? in
                let series = (row[1] as String?).flatMap(SeriesInstanceUID.init(rawValue:))
                return SOPInstanceUID(rawValue: row[0]).map { ($0, series) }
            }
            return Dictionary(pairs) { first, _ in first }
        }
    }

    /// Where the film of an exam came from, as `FilmReceipt.source` said, and its original, relative to the workspace.
    public func origin(of uid: SOPInstanceUID) throws(StoreError) -> (source: String, archivePath: String?)? {
        try connection.read { db in
            try db.first("SELECT source, archive_path FROM films WHERE uid = ?", [uid.rawValue])
                .map { ($0[0], $0[1]) }
        }
    }

    /// The films of a study that are here, by UID.
    public func uids(ofStudy study: StudyInstanceUID) throws(StoreError) -> [SOPInstanceUID] {
        try connection.read { db in
            try db.all("SELECT uid FROM exams WHERE study = ? ORDER BY uid", [study.rawValue])
                .compactMap { SOPInstanceUID(rawValue: $0[0]) }
        }
    }
}
