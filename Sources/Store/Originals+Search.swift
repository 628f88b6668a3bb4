import GRDB
import Radiology

/// Looking for kept films by what they are.
extension Originals {
    public enum Level: Sendable { case studies, series, instances }

    /// What is looked for; what is empty does not narrow. Several values of one kind are alternatives.
    public struct Query: Sendable, Equatable {
        public var level: Level
        public var studies: [String] = []
        public var series: [String] = []
        public var instances: [String] = []
        /// Patient IDs as films carry them; wildcards allowed.
        public var patients: [String] = []
        /// With wildcards.
        public var name: String?
        /// Wildcards allowed.
        public var accessions: [String] = []
        public var modalities: [String] = []
        /// `YYYY-MM-DD`, both included.
        public var firstDay: String?
        public var lastDay: String?
        public var limit: Int
        public var offset: Int

        public init(_ level: Level, limit: Int, offset: Int = 0) {
            (self.level, self.limit, self.offset) = (level, limit, offset)
        }
    }

    /// A study, series or image, with one of its films (the newest).
    public struct Hit: Sendable, Equatable {
        public let original: Original
        /// How much is kept of what it belongs to.
        public var seriesInStudy = 1
        public var instancesInStudy = 1
        public var instancesInSeries = 1
        public var modalitiesInStudy: [String] = []
    }

    public struct Answer: Sendable, Equatable {
        public let hits: [Hit]
        /// There are more behind them.
        public let isMore: Bool
        /// The search ended before it had seen everything: it has to be narrowed.
        public let isCut: Bool
    }

    /// Newest first.
    /// - Parameter index: finds names without reading all patients.
    public func search(_ query: Query, names index: ExamIndex) throws(StoreError) -> Answer {
        let walk = try walked(query, index)
        let hits = try connection.read { db in try counted(walk.hits, in: db) }
        return Answer(hits: hits, isMore: walk.isMore, isCut: walk.isCut)
    }

    private func walked(_ query: Query, _ index: ExamIndex) throws(StoreError) -> OriginalWalk {
        var walk = OriginalWalk(query)
        guard let named = try exams(named: query, index) else {
            return try connection.read { [walk] db in try walked(walk, OriginalSQL(query), in: db) }
        }
        for start in stride(from: 0, to: named.count, by: 1000) where !walk.isFull {
            var part = query
            part.instances = named[start..<min(start + 1000, named.count)].map(\.rawValue)
            let sql = OriginalSQL(part)
            walk = try connection.read { [walk] db in try walked(walk, sql, in: db) }
        }
        return walk
    }

    /// The exams of all patients in whose name the longest word of the pattern stands, newest first; which of them are
    /// meant, the rows say. `nil` when names are no way: something else names what is looked for, or the word is so
    /// common that the newest films are looked through faster.
    private func exams(named query: Query, _ index: ExamIndex) throws(StoreError) -> [SOPInstanceUID]? {
        guard query.isOpen, let word = query.name.map({ WildcardPattern($0).longestWord }), !word.isEmpty else {
            return nil
        }
        var filter = ExamFilter()
        filter.search = word
        (filter.firstDay, filter.lastDay) = (OldColumn.day(query.firstDay), OldColumn.day(query.lastDay))
        return try index.count(filter) <= Self.mostNamed ? try index.uids(filter) : nil
    }

    private static let mostNamed = 20_000

    private func walked(_ start: OriginalWalk, _ sql: OriginalSQL, in db: Database) throws -> OriginalWalk {
        var walk = start
        let rows = try Row.fetchCursor(db.makeStatement(sql: sql.text), arguments: sql.arguments)
        while !walk.isFull, let row = try rows.next() {
            walk.seen += 1
            let isMeant = walk.isMeant(name: row[7], patient: row[6], accession: row[8], modality: row[3])
            guard isMeant, let original = original(row) else {
                continue
            }
            walk.take(original)
        }
        return walk
    }

    /// How SQLite goes about it, for a test.
    package func plan(of query: Query) throws(StoreError) -> [String] {
        let sql = OriginalSQL(query)
        return try connection.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql.text, arguments: sql.arguments).map { $0[3] }
        }
    }

    /// How much is kept of the studies that were found.
    private func counted(_ originals: [Original], in db: Database) throws -> [Hit] {
        let studies = Array(Set(originals.map(\.study.rawValue)))
        var counts: [String: [(series: String, modality: String, count: Int)]] = [:]
        for row in try db.all(Self.counts, [ListText.json(studies)]) {
            counts[row[0], default: []].append((row[1], row[2] ?? "", row[3]))
        }
        return originals.map { original in
            let rows = counts[original.study.rawValue] ?? []
            var hit = Hit(original: original)
            hit.seriesInStudy = Set(rows.map(\.series)).count
            hit.instancesInStudy = rows.reduce(0) { $0 + $1.count }
            hit.instancesInSeries =
                rows.filter { $0.series == original.series.rawValue }.reduce(0) { $0 + $1.count }
            hit.modalitiesInStudy = Set(rows.map(\.modality)).filter { !$0.isEmpty }.sorted()
            return hit
        }
    }

    package static let counts = """
        SELECT e.study, e.series, e.type, count(*) FROM exams e CROSS JOIN films f ON f.uid = e.uid
        WHERE e.study IN (SELECT value FROM json_each(?1)) AND f.archive_path IS NOT NULL AND e.series <> ''
        GROUP BY e.study, e.series, e.type
        """
}

extension Originals.Query {
    /// Nothing names what is looked for: the names of patients are the way to it.
    var isOpen: Bool {
        studies.isEmpty && series.isEmpty && instances.isEmpty && patients.isEmpty && accessions.isEmpty
    }
}
