import Radiology

/// What is filtered, counted and ordered by, of every exam: about 80 bytes each. An exam keeps its place for good; a
/// deleted one is marked. The texts of patients are beside, each once.
struct ExamColumns: Sendable {
    /// One exam as the database has it.
    struct Entry {
        var uid: PackedUID
        var patient: UInt32 = 0
        var created: UInt64 = 0
        var region: UInt32 = 0
        var standing = StandingCode.gone
        var verdict = VerdictCode(code: 0)
        var confidence = ExamColumns.noConfidence
        var radiologist: UInt32 = 0
        var diagnosis: UInt32 = 0
        var answered: UInt32 = 0
        var latency = ExamColumns.noLatency
        var checking = ExamColumns.noLatency
    }

    var uids: [PackedUID] = []
    /// `ClockText.key` of the exam's time.
    var created: [UInt64] = []
    /// Places in `people`.
    var patients: [UInt32] = []
    var regions: [UInt32] = []
    var radiologists: [UInt32] = []
    var diagnoses: [UInt32] = []
    /// `ClockText.seconds` of the AI report.
    var answered: [UInt32] = []
    /// Seconds of the AI's report call, and of the check call on the radiologist's text; `noLatency` when unknown. What
    /// took longer than eighteen hours took eighteen hours.
    var latencies: [UInt16] = []
    var checkings: [UInt16] = []
    /// `StandingCode`.
    var standings: [UInt8] = []
    /// `VerdictCode`.
    var verdicts: [UInt8] = []
    /// Percent, or `noConfidence`.
    var confidences: [UInt8] = []

    /// The places by time, then by UID backwards: read from the end it is the list, and what arrives is mostly appended.
    var oldestFirst: [UInt32] = []
    /// How many exams stand where, by `StandingCode.code & 15`.
    private(set) var counts = [Int](repeating: 0, count: 16)
    /// Exams whose UID breaks the rules: counted, but they are in no list.
    var strays: [String: StandingCode] = [:]

    var people = PatientColumns()
    var rereadings = Rereadings()
    var regionNames = Vocabulary()
    var radiologistNames = Vocabulary()
    var diagnosisNames = Vocabulary()

    /// The last changes that are in; -1 before anything is.
    var sequence: Int64 = -1
    var patientSequence: Int64 = -1

    private var table = [UInt32](repeating: UInt32.max, count: 1024)
    /// New and moved places that `oldestFirst` does not have yet.
    private var unordered: [UInt32] = []

    static let noConfidence: UInt8 = 255
    static let noLatency = UInt16.max

    var count: Int { uids.count }

    func place(of uid: PackedUID) -> Int? {
        let place = table[tableEntry(uid)]
        return place == UInt32.max ? nil : Int(place)
    }

    func entry(_ place: Int) -> Entry {
        Entry(
            uid: uids[place], patient: patients[place], created: created[place], region: regions[place],
            standing: StandingCode(code: standings[place]), verdict: VerdictCode(code: verdicts[place]),
            confidence: confidences[place], radiologist: radiologists[place], diagnosis: diagnoses[place],
            answered: answered[place], latency: latencies[place],
            checking: checkings[place])
    }

    /// Keeps an exam as it is now. Afterwards `order()` puts what is new into the list.
    mutating func put(_ entry: Entry) {
        guard let place = place(of: entry.uid) else { return append(entry) }
        if created[place] != entry.created {
            oldestFirst.remove(at: position(ofPlace: place))
            unordered.append(UInt32(truncatingIfNeeded: place))
        }
        count(StandingCode(code: standings[place]), -1)
        count(entry.standing, 1)
        created[place] = entry.created
        patients[place] = entry.patient
        regions[place] = entry.region
        radiologists[place] = entry.radiologist
        diagnoses[place] = entry.diagnosis
        answered[place] = entry.answered
        latencies[place] = entry.latency
        checkings[place] = entry.checking
        standings[place] = entry.standing.code
        verdicts[place] = entry.verdict.code
        confidences[place] = entry.confidence
    }

    private mutating func append(_ entry: Entry) {
        if uids.count == uids.capacity { reserve(uids.count) }
        let place = UInt32(truncatingIfNeeded: uids.count)
        uids.append(entry.uid)
        created.append(entry.created)
        patients.append(entry.patient)
        regions.append(entry.region)
        radiologists.append(entry.radiologist)
        diagnoses.append(entry.diagnosis)
        answered.append(entry.answered)
        latencies.append(entry.latency)
        checkings.append(entry.checking)
        standings.append(entry.standing.code)
        verdicts.append(entry.verdict.code)
        confidences.append(entry.confidence)
        unordered.append(place)
        count(entry.standing, 1)
        if uids.count * 4 > table.count * 3 {
            rebuildTable(for: uids.count * 2)
        } else {
            table[tableEntry(entry.uid)] = place
        }
    }

    /// The exam is gone from the database; it leaves a hole.
    mutating func remove(_ uid: PackedUID) {
        guard let place = place(of: uid) else { return }
        count(StandingCode(code: standings[place]), -1)
        standings[place] = StandingCode.gone.code
    }

    mutating func count(_ standing: StandingCode, _ change: Int) {
        if standing.isPresent { counts[Int(standing.code & 15)] += change }
    }

    func latency(_ place: Int) -> Int? { latencies[place] == Self.noLatency ? nil : Int(latencies[place]) }
    func checking(_ place: Int) -> Int? { checkings[place] == Self.noLatency ? nil : Int(checkings[place]) }

    /// Exams of a status, also those with UIDs that break the rules.
    func number(_ status: ExamStatus) -> Int { counts[Int(StandingCode(status, isFlagged: false).code & 15)] }

    /// Room for so many exams and a sixteenth more, since an array that grows by itself doubles.
    mutating func reserve(_ exams: Int) {
        let room = exams + exams / 16 + 64
        uids.reserveCapacity(room)
        created.reserveCapacity(room)
        patients.reserveCapacity(room)
        regions.reserveCapacity(room)
        radiologists.reserveCapacity(room)
        diagnoses.reserveCapacity(room)
        answered.reserveCapacity(room)
        latencies.reserveCapacity(room)
        checkings.reserveCapacity(room)
        standings.reserveCapacity(room)
        verdicts.reserveCapacity(room)
        confidences.reserveCapacity(room)
        // Before the first is in the list, what is to be ordered becomes the list.
        if oldestFirst.isEmpty { unordered.reserveCapacity(room) } else { oldestFirst.reserveCapacity(room) }
        if room * 4 > table.count * 3 { rebuildTable(for: room) }
    }

    private mutating func rebuildTable(for exams: Int) {
        var size = 1024
        while size * 3 < exams * 4 { size *= 2 }
        table = [UInt32](repeating: UInt32.max, count: size)
        for place in uids.indices { table[tableEntry(uids[place])] = UInt32(truncatingIfNeeded: place) }
    }

    /// Where the table holds the UID, or would.
    private func tableEntry(_ uid: PackedUID) -> Int {
        var entry = uid.hashValue & (table.count - 1)
        while table[entry] != UInt32.max, uids[Int(table[entry])] != uid { entry = (entry + 1) & (table.count - 1) }
        return entry
    }
}

// The order of the list.
extension ExamColumns {
    /// Puts what is new or has moved into the list: one by one while it is little, else in one pass.
    mutating func order() {
        if unordered.isEmpty { return }
        var new = unordered
        unordered = []
        new.sort { isOlder($0, $1) }
        if oldestFirst.isEmpty {
            oldestFirst = new
            return
        }
        guard new.count > 16 else {
            for place in new {
                oldestFirst.insert(place, at: position(olderThan: created[Int(place)], uids[Int(place)]))
            }
            return
        }
        if let last = oldestFirst.last, let first = new.first, !isOlder(last, first) { return merge(new) }
        oldestFirst.append(contentsOf: new)
    }

    private mutating func merge(_ new: [UInt32]) {
        var merged: [UInt32] = []
        merged.reserveCapacity(max(oldestFirst.capacity, oldestFirst.count + new.count))
        var next = 0
        for place in oldestFirst {
            while next < new.count, isOlder(new[next], place) {
                merged.append(new[next])
                next += 1
            }
            merged.append(place)
        }
        merged.append(contentsOf: new[next...])
        oldestFirst = merged
    }

    /// How many exams come after a place of the list: those older than the time, and those of that time with a greater UID.
    func position(olderThan time: UInt64, _ uid: PackedUID) -> Int {
        var (low, high) = (0, oldestFirst.count)
        while low < high {
            let middle = (low + high) / 2
            let place = Int(oldestFirst[middle])
            let isOlder = created[place] < time || (created[place] == time && uid < uids[place])
            if isOlder { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func position(ofPlace place: Int) -> Int { position(olderThan: created[place], uids[place]) }

    private func isOlder(_ a: UInt32, _ b: UInt32) -> Bool {
        let (first, second) = (created[Int(a)], created[Int(b)])
        return first < second || (first == second && uids[Int(b)] < uids[Int(a)])
    }
}
