import Radiology
import Reports
import Store
import Synchronization

/// How radiologists, diagnoses and regions are called for readers who see no names, kept until the database changes.
public final class NameBook: Sendable {
    let index: ExamIndex
    private let hash: KeyedHash
    private let kept = Mutex<(version: ExamVersion, names: ShownNames)?>(nil)
    private let lookedAtDiagnoses = Mutex(Looked())
    private let lookedAtRegions = Mutex(Looked())
    /// For readers who see names.
    private let nobody: ShownNames

    private struct Looked: Sendable {
        var version: ExamVersion?
        var radiologists: [String] = []
        var names = GroupNames.closed
    }

    public init(index: ExamIndex, keys: HouseKeys) {
        self.index = index
        hash = KeyedHash(key: keys.key("names"))
        nobody = ShownNames(radiologists: [], hash: hash)
    }

    /// When the database cannot be read, everyone has initials only.
    func current() -> ShownNames {
        guard let version = try? index.version() else { return nobody }
        if let kept = kept.withLock({ $0 }), kept.version == version { return kept.names }
        let names = ShownNames(radiologists: (try? index.radiologists().map(\.name)) ?? [], hash: hash)
        kept.withLock { $0 = (version, names) }
        return names
    }

    /// Nothing has to be looked up for those who see names.
    func current(for audience: Audience) -> ShownNames { audience == .admin ? nobody : current() }

    /// Diagnoses for readers who see no names. Only what is new since the last time is looked at.
    func diagnoses() throws(StoreError) -> GroupNames {
        try look(lookedAtDiagnoses, { () throws(StoreError) in try index.diagnoses() }, exams(diagnosed:))
    }

    func regions() throws(StoreError) -> GroupNames {
        try look(lookedAtRegions, { () throws(StoreError) in try index.regions() }, exams(of:))
    }

    private func look(
        _ looked: borrowing Mutex<Looked>, _ counts: () throws(StoreError) -> [NameCount],
        _ exams: ([String]) throws(StoreError) -> [String: [ExamRecord]]
    ) throws(StoreError) -> GroupNames {
        let version = try index.version()
        return try looked.withLock { (looked) throws(StoreError) in
            if looked.version == version { return looked.names }
            let shown = current()
            if looked.radiologists != shown.radiologists {
                looked.names = .closed
                looked.radiologists = shown.radiologists
            }
            let unchecked = looked.names.unchecked(try counts())
            let records = try exams(unchecked.filter { $0.exams <= GroupNames.few }.map(\.name))
            for count in unchecked { looked.names.check(count, shown, records[count.name] ?? []) }
            looked.version = version
            return looked.names
        }
    }

    private func exams(diagnosed names: [String]) throws(StoreError) -> [String: [ExamRecord]] {
        var filter = ExamFilter()
        filter.diagnoses = names
        if names.isEmpty { return [:] }
        return Dictionary(grouping: try records(index.uids(filter))) {
            $0.radiologistReport?.summary?.lowercased() ?? ""
        }
    }

    private func exams(of regions: [String]) throws(StoreError) -> [String: [ExamRecord]] {
        var found: [String: [ExamRecord]] = [:]
        for name in regions {
            var filter = ExamFilter.done
            filter.region = name
            let near = try index.page(filter, size: 10 * GroupNames.few).exams.map(\.record)
            found[name] = near.filter { $0.exam.region?.rawValue == name }
        }
        return found
    }

    private func records(_ uids: [SOPInstanceUID]) throws(StoreError) -> [ExamRecord] {
        var records: [ExamRecord] = []
        var rest = uids[...]
        while !rest.isEmpty {
            records += try index.entries(Array(rest.prefix(500))).map(\.record)
            rest = rest.dropFirst(500)
        }
        return records
    }
}

/// Radiologists without their names: `Dr. I.V.`. Two who share their initials are told apart by the first digits of a
/// keyed hash, `Dr. I.V. (a3)`, so that their figures are never added up.
struct ShownNames: Sendable {
    /// By name.
    let radiologists: [String]
    /// Finds every radiologist's name in a text.
    let everyone: Redaction
    private let shown: [String: String]
    private let named: [String: [String]]
    private let hash: KeyedHash

    init(radiologists: [String], hash: KeyedHash) {
        var shown: [String: String] = [:]
        for (initials, sharing) in Dictionary(grouping: radiologists, by: Initials.radiologist) where !initials.isEmpty
        {
            let marks = Self.marks(sharing, hash)
            for (name, mark) in zip(sharing, marks) {
                shown[name] = sharing.count == 1 ? initials : "\(initials) (\(mark))"
            }
        }
        self.radiologists = radiologists
        self.shown = shown
        self.hash = hash
        everyone = Self.redaction(of: radiologists)
        named = Dictionary(grouping: shown.keys) { Self.key(shown[$0] ?? "") }
    }

    /// Empty stays empty.
    func radiologist(_ name: String) -> String { shown[name] ?? Initials.radiologist(name) }

    /// Who is called so; in letters of either case.
    func radiologists(shown text: String) -> [String] { (named[Self.key(text)] ?? []).sorted() }

    /// A login for readers other than its owner: the same person has the same one everywhere.
    func login(_ login: String) -> String { "reviewer " + Self.hexadecimal(hash(("login " + login).utf8), digits: 6) }

    /// A mark that keeps apart what must not show its name.
    func mark(_ text: String) -> String { Self.hexadecimal(hash(("mark " + text).utf8), digits: 6) }

    /// As few digits as tell them apart, at least two.
    private static func marks(_ names: [String], _ hash: KeyedHash) -> [String] {
        let hashes = names.map { hash(("radiologist " + $0).utf8) }
        for digits in [2, 3, 4, 6, 8, 16] {
            let marks = hashes.map { hexadecimal($0, digits: digits) }
            if Set(marks).count == marks.count { return marks }
        }
        return hashes.map { hexadecimal($0, digits: 64) }
    }

    private static func hexadecimal(_ bytes: [UInt8], digits: Int) -> String {
        String(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined().prefix(digits))
    }

    private static func key(_ text: String) -> String { text.lowercased() }

    private static func redaction(of radiologists: [String]) -> Redaction {
        let patient = Patient(key: PatientKey(rawValue: ""), name: "")
        let exam = Exam(uid: SOPInstanceUID(validated: "0"), patient: patient, created: "", modality: "")
        var record = ExamRecord(exam: exam, status: .none)
        record.radiologistReport = RadiologistReport()
        let words = radiologists.flatMap { $0.lowercased().split { !$0.isLetter } }
        record.radiologistReport?.radiologist = Set(words).subtracting(titles).sorted().joined(separator: " ")
        return Redaction(for: record, audience: .user)
    }

    /// Stand before names, and in texts that name nobody.
    private static let titles: Set<Substring> = [
        "asist", "conf", "doctor", "lector", "medic", "med", "phd", "primar", "prof", "profesor", "radiolog",
        "radiologie", "rezident", "specialist", "univ",
    ]
}
