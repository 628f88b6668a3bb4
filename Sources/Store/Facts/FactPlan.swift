import GRDB

/// What is to be made anew, in one view of the database.
struct FactPlan {
    let now: FactVersion
    let mark: FactVersion?
    /// Blobs that are made anew as a whole, by name.
    private(set) var days: Set<String> = []
    /// The UIDs of the exams that changed in other blobs, by name, in the order of the names.
    private(set) var changed: [(name: String, uids: [String])] = []
    /// So many that walking along the tables once is faster than looking each up.
    private(set) var takesAll: Bool

    var isCurrent: Bool { !takesAll && days.isEmpty && changed.isEmpty && mark == now }
    var isOfAnotherFile: Bool { mark.map(now.isBehind) ?? false }

    init(_ db: Database) throws {
        now = try FactVersion(now: db)
        mark = try FactVersion(mark: db)
        takesAll = mark.map(now.isBehind) ?? true
        if let mark, !takesAll { try look(behind: mark, in: db) }
        if !takesAll { return }
        (changed, days) = ([], [])
        // Also days that exams left: somebody who looked before may be about to write them.
        try db.each("SELECT day FROM fact_days UNION SELECT day FROM fact_changes") { row in
            let name: String = row[0]
            if FactShelf.number(named: name) != nil { days.insert(name) }
        }
    }

    private mutating func look(behind mark: FactVersion, in db: Database) throws {
        var held: [String: Int] = [:]
        try db.each("SELECT day, length(facts) FROM fact_days") { row in
            let (name, bytes): (String, Int) = (row[0], row[1] - FactForm.header)
            guard FactShelf.number(named: name) != nil else { return }
            // Cut: what can be told without reading them.
            if bytes < 0 || bytes % FactForm.width != 0 { days.insert(name) }
            held[name] = max(0, bytes) / FactForm.width
        }
        if mark == now { return }
        try db.each(Self.left, [mark.days]) { row in
            let name: String = row[0]
            days.insert(name)
            if FactShelf.number(named: name) == nil { takesAll = true }
        }
        let most = Self.few + held.values.reduce(0, +) / 8
        var uids: [String: [String]] = [:]
        var work = 0
        try db.each(Self.changed, [mark.exams, mark.patients, mark.answers, most + 1]) { row in
            uids[row[1], default: []].append(row[0])
            work += 1
        }
        for (name, uids) in uids where days.contains(name) || !Self.isPatched(uids.count, of: held[name] ?? 0) {
            days.insert(name)
            work -= uids.count
            held[name] = max(held[name] ?? 0, uids.count)
        }
        work += days.reduce(0) { $0 + (held[$1] ?? 0) }
        takesAll = takesAll || work > most
        changed = uids.filter { !days.contains($0.key) }.map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
    }

    /// Each changed exam is looked for among all of its day.
    private static func isPatched(_ changed: Int, of exams: Int) -> Bool { changed * 2 <= exams && changed <= 256 }

    /// Blobs that exams left.
    static let left = "SELECT day FROM fact_changes WHERE seq > ?1"

    static let changed = """
        SELECT e.uid, \(Schema.factDay("e")) FROM exam_changes c JOIN exams e ON e.uid = c.uid WHERE c.seq > ?1
        UNION SELECT e.uid, \(Schema.factDay("e")) FROM patient_changes c JOIN exams e ON e.cnp = c.cnp
            WHERE c.seq > ?2 AND e.uid IS NOT NULL
        UNION SELECT e.uid, \(Schema.factDay("e")) FROM analyses n JOIN exams e ON e.uid = n.uid WHERE n.id > ?3
        LIMIT ?4
        """

    /// Exams that are looked up in any case, whatever the size of the archive.
    private static let few = 4096
}
