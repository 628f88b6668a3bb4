import Foundation
import GRDB
import Radiology

/// Facts while they are put together out of the tables, in one view of the database: of all exams, or of some. One walk
/// along each table; looking rows up by UID happens in memory, which for all exams is faster than a join.
struct FactTable {
    /// Which exams.
    enum Scope: Equatable {
        case all
        case day(CalendarDay)
        /// Of those whose time does not begin with a day of the calendar, the ones in this blob.
        case undated(Int32)
        /// By UID, in one JSON list.
        case exams(String)

        /// - Parameter blob: as in `fact_days`; `nil` for what is no name of ours.
        init?(blob: String) {
            if let day = CalendarDay(blob) {
                self = .day(day)
            } else if let number = FactShelf.number(named: blob) {
                self = .undated(number)
            } else {
                return nil
            }
        }
    }

    let scope: Scope
    private(set) var drafts: [FactDraft] = []
    var words = FactWords()
    private var places = [UInt32](repeating: UInt32.max, count: 1024)
    private var ages = AgeBuckets()
    /// JSON texts that many exams share, and what they say.
    private var devices: [String: UInt32] = [:]
    private var prompts: [String: UInt32] = [:]

    init(_ scope: Scope, in db: Database) throws {
        self.scope = scope
        if scope == .all { reserve(try db.count("SELECT count(*) FROM exams")) }
        try each(Self.exams, in: db) { table, row in table.add(row) }
        // Where nothing can be kept nothing has to be read.
        if drafts.isEmpty { return }
        for source in Self.sources {
            var last = -1
            try each(source.statement, in: db) { table, row in
                guard let place = table.find(row[0], behind: &last) else { return }
                source.fill(&table, place, row)
            }
        }
    }

    private mutating func each(
        _ statement: Statement, in db: Database, _ body: (inout FactTable, Row) -> Void
    ) throws {
        let (sql, arguments) = statement.text(scope)
        try db.each(sql, arguments) { row in body(&self, row) }
    }

    /// Sorts the facts for their blobs; afterwards nothing can be looked up any more.
    mutating func order() {
        places = []
        drafts.sort(by: FactDraft.isBefore)
    }

    /// The day whose blob an exam belongs to; `nil` for the undated.
    static func day(of created: String?) -> CalendarDay? {
        guard let created else { return nil }
        let bytes = created.utf8.prefix(10)
        guard bytes.count == 10, bytes[bytes.index(bytes.startIndex, offsetBy: 4)] == UInt8(ascii: "-") else {
            return nil
        }
        return String(bytes).flatMap { CalendarDay($0) }
    }
}

// From rows.
extension FactTable {
    private mutating func add(_ row: Row) {
        let (text, created): (String, String?) = (row[0], row[1])
        guard let uid = PackedUID(text) else { return }
        let day = FactShelf.number(created: created, uid: text)
        let status = (row[3] as String?).flatMap(ExamStatus.init(rawValue:)) ?? ExamStatus.none
        var draft = FactDraft(uid: uid, clock: ClockText.key(created), day: day, status: status)
        draft.region = words.number(.region, row[2])
        draft.sex = ExamColumns.letter(of: (row[4] as String?).flatMap(Sex.init(rawValue:)))
        if let birth = OldColumn.day(row[5]).map({ Int32(truncatingIfNeeded: $0.dayNumber) }) {
            draft.age = ages.years(born: birth, made: draft.clock).map { UInt8(clamping: min($0, 254)) } ?? UInt8.max
        }
        if (drafts.count + 1) * 4 > places.count * 3 { makePlaces(for: drafts.count * 2) }
        places[entry(uid)] = UInt32(truncatingIfNeeded: drafts.count)
        drafts.append(draft)
    }

    mutating func answer(_ place: Int, _ row: Row) {
        // No severity at all is no answer, as the index has it.
        if let score = row[1] as Int? { drafts[place].ai = (0...10).contains(score) ? UInt8(score + 2) : 1 }
        drafts[place].confidence =
            OldColumn.confidence(row[2]).map { UInt8($0.percent) } ?? ExamColumns.noConfidence
        drafts[place].latency = ExamColumns.latency(row[3])
        drafts[place].model = words.number(.model, row[4])
    }

    mutating func report(_ place: Int, _ row: Row) {
        let severity = OldColumn.severity(row[1])
        drafts[place].radiologistSeverity = severity.map { UInt8($0.score + 1) } ?? 0
        drafts[place].radiologist = words.number(.radiologist, row[2])
        drafts[place].diagnosis = words.number(.diagnosis, (row[3] as String?)?.lowercased())
        drafts[place].checking = ExamColumns.latency(row[4])
        // A row may have been made before a report came, and stays when it is taken back.
        if severity != nil || row[6] { drafts[place].reported = Self.moment(row[5]) }
    }

    mutating func origin(_ place: Int, _ row: Row) {
        let written = Self.moment(row[1])
        if written != UInt32.max { drafts[place].reported = written }
    }

    mutating func attempt(_ place: Int, _ row: Row) {
        if let code = row[1] as String? {
            drafts[place].failed = UInt8(clamping: Int(drafts[place].failed) + 1)
            guard code.hasPrefix("reply-") else { return }
            drafts[place].unreadable = UInt8(clamping: Int(drafts[place].unreadable) + 1)
        } else {
            // The last one stands.
            if let model = row[2] as String?, !model.isEmpty { drafts[place].model = words.number(.model, model) }
            drafts[place].prompt = prompt(row[3])
            drafts[place].recipe = words.number(.recipe, row[4])
        }
    }

    mutating func device(_ place: Int, _ row: Row) {
        let json: String = row[1]
        drafts[place].device =
            devices[json]
            ?? {
                let parts = try? JSONDecoder().decode([String?].self, from: Data(json.utf8))
                let number = words.number(.device, parts?.compactMap(\.self).joined(separator: " "))
                devices[json] = number
                return number
            }()
    }

    private mutating func prompt(_ json: String) -> UInt32 {
        if let known = prompts[json] { return known }
        let hashes = try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))
        let number = words.number(.prompt, hashes?["rep"])
        prompts[json] = number
        return number
    }

    mutating func reason(_ place: Int, _ row: Row) {
        if drafts[place].status == .error { drafts[place].error = words.number(.error, row[1]) }
    }

    mutating func review(_ place: Int, _ row: Row) { drafts[place].review = row[1] ? 1 : 2 }
    mutating func flag(_ place: Int, _ row: Row) { drafts[place].isFlagged = true }

    /// Seconds since 1970; all ones for what is no complete time, and for what four bytes cannot say.
    private static func moment(_ text: String?) -> UInt32 {
        let key = ClockText.key(text)
        let day = ClockText.day(key)
        guard ClockText.hour(key) != nil,
            let known = CalendarDay(year: day / 10_000, month: day / 100 % 100, day: day % 100)
        else { return UInt32.max }
        return UInt32(exactly: known.dayNumber * 86_400 + ClockText.secondsOfDay(key)) ?? UInt32.max
    }
}

// The drafts by UID: open addressing, since a dictionary would take three times the room.
extension FactTable {
    private mutating func reserve(_ exams: Int) {
        drafts.reserveCapacity(exams)
        makePlaces(for: exams)
    }

    private mutating func makePlaces(for exams: Int) {
        var size = 1024
        while size * 3 < exams * 4 + 4 { size *= 2 }
        places = [UInt32](repeating: UInt32.max, count: size)
        for place in drafts.indices { places[entry(drafts[place].uid)] = UInt32(truncatingIfNeeded: place) }
    }

    /// Where the table holds the UID, or would.
    private func entry(_ uid: PackedUID) -> Int {
        var entry = uid.hashValue & (places.count - 1)
        while places[entry] != UInt32.max, drafts[Int(places[entry])].uid != uid {
            entry = (entry + 1) & (places.count - 1)
        }
        return entry
    }

    /// - Parameter place: of the row before: reports mostly lie in the order of their exams.
    private func find(_ uid: String?, behind place: inout Int) -> Int? {
        guard let uid, let packed = PackedUID(uid) else { return nil }
        if place + 1 < drafts.count, drafts[place + 1].uid == packed {
            place += 1
            return place
        }
        let found = places[entry(packed)]
        if found == UInt32.max { return nil }
        place = Int(found)
        return place
    }
}
