/// What is searched in patients, in one run of bytes. A place is given once: a patient whose name changes gets a new one.
struct PatientColumns: Sendable {
    /// For each place: the number as it is stored, 0, the folded name, 1, the folded number if it is another text, 1, the
    /// folded hospital id, 1. SQLite's texts end at a zero, so no number contains one.
    private(set) var text: [UInt8] = []
    private(set) var starts: [UInt32] = []
    /// `M`, `F`, `O` or 0.
    private(set) var sexes: [UInt8] = []
    /// Days since 1970, or `noBirth`.
    private(set) var births: [Int32] = []
    /// 1 for the rows of `patients`; 0 for a number that only exams have, and for places given up.
    private(set) var listed: [UInt8] = []
    /// The listed ones by name; made when first asked for.
    var byName: [UInt32]?
    private var table = [UInt32](repeating: empty, count: tableSize(for: 0))
    /// Eight more bits of each entry's hash: looking at the texts themselves costs a walk to the memory.
    private var tags = [UInt8](repeating: 0, count: tableSize(for: 0))

    var count: Int { starts.count }

    mutating func reserve(_ patients: Int) {
        starts.reserveCapacity(patients + patients / 16 + 16)
        sexes.reserveCapacity(patients + patients / 16 + 16)
        births.reserveCapacity(patients + patients / 16 + 16)
        listed.reserveCapacity(patients + patients / 16 + 16)
        text.reserveCapacity(patients * 40)
        makeTable(for: patients)
    }

    /// The place of a number, which is made when there is none: an exam may name a patient that was never stored.
    mutating func place(of key: String) -> UInt32 {
        find(key)
            ?? add(Self.record(key: key, name: "", id: ""), key: key, sex: 0, birth: Self.noBirth, isListed: false)
    }

    /// Keeps a patient as the database has them now.
    /// - Returns: the place given up, and the one that stands for it; `nil` when nothing that is searched has changed.
    mutating func put(
        key: String, name: String, id: String, sex: UInt8, birth: Int32, isListed: Bool
    ) -> (old: UInt32, new: UInt32)? {
        let record = Self.record(key: key, name: name, id: id)
        guard let old = find(key) else {
            _ = add(record, key: key, sex: sex, birth: birth, isListed: isListed)
            return nil
        }
        births[Int(old)] = birth
        if text[range(old)] == record[...], sexes[Int(old)] == sex, listed[Int(old)] == (isListed ? 1 : 0) {
            return nil
        }
        // Before its text goes, by which it is found.
        leaveByName(old)
        let new = add(record, key: key, sex: sex, birth: birth, isListed: isListed)
        for index in range(old) { text[index] = Self.givenUp }
        listed[Int(old)] = 0
        return (old, new)
    }

    /// The number as it is stored.
    func key(_ place: UInt32) -> String { String(decoding: keyBytes(place), as: UTF8.self) }

    private static func record(key: String, name: String, id: String) -> [UInt8] {
        var record = Array(key.utf8)
        record.append(0)
        SearchText.append(name, to: &record)
        record.append(1)
        let folded = SearchText.folded(key)
        if !folded.elementsEqual(key.utf8) { record.append(contentsOf: folded) }
        record.append(1)
        SearchText.append(id, to: &record)
        record.append(1)
        return record
    }

    private mutating func add(
        _ record: [UInt8], key: String, sex: UInt8, birth: Int32, isListed: Bool
    ) -> UInt32 {
        let place = UInt32(truncatingIfNeeded: starts.count)
        starts.append(UInt32(truncatingIfNeeded: text.count))
        text.append(contentsOf: record)
        sexes.append(sex)
        births.append(birth)
        listed.append(isListed ? 1 : 0)
        remember(place, key)
        if isListed { enterByName(place) }
        return place
    }

    func range(_ place: UInt32) -> Range<Int> {
        let next = Int(place) + 1
        return Int(starts[Int(place)])..<(next < starts.count ? Int(starts[next]) : text.count)
    }

    func keyBytes(_ place: UInt32) -> ArraySlice<UInt8> { text[range(place)].prefix { $0 != 0 } }

    /// In place of a text that nobody is to find any more; no UTF-8 contains it.
    private static let givenUp: UInt8 = 0xFF
    static let noBirth = Int32.min
    private static let empty = UInt32.max
}

// The places by number: open addressing; the newest place of a number stands for it.
extension PatientColumns {
    private static func tableSize(for patients: Int) -> Int {
        var size = 1024
        while size < patients * 3 / 2 { size *= 2 }
        return size
    }

    private mutating func makeTable(for patients: Int) {
        table = [UInt32](repeating: Self.empty, count: Self.tableSize(for: patients))
        tags = [UInt8](repeating: 0, count: table.count)
    }

    private func find(_ key: String) -> UInt32? {
        let place = table[entry(key, hash: key.hashValue)]
        return place == Self.empty ? nil : place
    }

    /// Where the table holds the key, or would.
    private func entry(_ key: String, hash: Int) -> Int {
        var entry = hash & (table.count - 1)
        let tag = Self.tag(hash)
        while table[entry] != Self.empty, tags[entry] != tag || !isKey(key, of: table[entry]) {
            entry = (entry + 1) & (table.count - 1)
        }
        return entry
    }

    private static func tag(_ hash: Int) -> UInt8 { UInt8(truncatingIfNeeded: hash >> 48) }

    private func isKey(_ key: String, of place: UInt32) -> Bool {
        var index = Int(starts[Int(place)])
        for byte in key.utf8 {
            if text[index] != byte { return false }
            index += 1
        }
        return text[index] == 0
    }

    private mutating func remember(_ place: UInt32, _ key: String) {
        if starts.count * 4 > table.count * 3 { grow() }
        enter(place, key)
    }

    private mutating func grow() {
        let places = table.filter { $0 != Self.empty }
        makeTable(for: starts.count * 2)
        for place in places { enter(place, key(place)) }
    }

    private mutating func enter(_ place: UInt32, _ key: String) {
        let hash = key.hashValue
        let entry = entry(key, hash: hash)
        (table[entry], tags[entry]) = (place, Self.tag(hash))
    }
}

extension PatientColumns {
    /// 1 for each place whose name, number or hospital id contains the folded text.
    func marks(containing part: [UInt8]) -> [UInt8] {
        var marks = [UInt8](repeating: 0, count: starts.count)
        guard !part.isEmpty else { return marks }
        var place = 0
        ByteSearch(part).eachMatch(in: text) { position in
            while place + 1 < starts.count && Int(starts[place + 1]) <= position { place += 1 }
            marks[place] = 1
            return place + 1 < starts.count ? Int(starts[place + 1]) : text.count
        }
        return marks
    }
}
