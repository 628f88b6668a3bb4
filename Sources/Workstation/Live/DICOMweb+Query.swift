import DICOM
import Radiology
import Store
import Web

/// What a viewer asks for, as the database understands it. Standard: PS3.18 §8.3.4 (query parameters), PS3.4 §C.2.2.2.
struct AskedOriginals {
    private(set) var query: Originals.Query
    /// What no column knows: compared with the film's header.
    private(set) var others: [HeaderCondition] = []
    private(set) var including: [Tag] = []
    private(set) var ignored: [String] = []

    /// - Throws: `KeptOriginals.Fault.badValue`.
    init(_ search: KeptOriginals.Search) throws(KeptOriginals.Fault) {
        query = Originals.Query(Self.level(search.level), limit: search.limit, offset: search.offset)
        if let study = search.study { query.studies = [study] }
        if let series = search.series { query.series = [series] }
        for name in search.including {
            if let tag = Self.tag(name) { including.append(tag) } else { ignored.append(name) }
        }
        // In a fixed order, so that equal questions have equal answers.
        for (name, value) in search.matching.sorted(by: { $0.key < $1.key }) {
            guard let tag = Self.tag(name) else {
                ignored.append(name)
                continue
            }
            including.append(tag)
            // An empty value asks for the attribute alone. Standard: PS3.4 §C.2.2.2.3 (universal matching).
            if !value.isEmpty, value != "*" { try narrow(name, tag, value) }
        }
    }

    private static func level(_ level: KeptOriginals.Search.Level) -> Originals.Level {
        switch level {
        case .studies: .studies
        case .series: .series
        case .instances: .instances
        }
    }

    /// A keyword or eight hexadecimal digits; attributes within sequences are none.
    private static func tag(_ name: String) -> Tag? {
        name.utf8.count <= 64 ? DataDictionary.tag(keyword: name) ?? Tag(text: name) : nil
    }

    private mutating func narrow(_ name: String, _ tag: Tag, _ value: String) throws(KeptOriginals.Fault) {
        let values = value.split { $0 == "\\" }.map(String.init)
        switch tag {
        case .studyInstanceUID: query.studies = try uids(name, value, among: query.studies)
        case .seriesInstanceUID: query.series = try uids(name, value, among: query.series)
        case .sopInstanceUID: query.instances = try uids(name, value, among: [])
        case .studyDate: (query.firstDay, query.lastDay) = try days(name, value)
        case .patientID: query.patients = values
        case .patientName: query.name = value
        case .accessionNumber: query.accessions = values
        case .modality, .modalitiesInStudy: query.modalities = value.split { $0 == "\\" || $0 == "," }.map(String.init)
        default: others.append(HeaderCondition(tag, value))
        }
    }

    /// - Parameter given: what the path says already.
    private func uids(_ name: String, _ value: String, among given: [String]) throws(KeptOriginals.Fault) -> [String] {
        let uids = value.split { $0 == "," || $0 == "\\" }.map { StudyInstanceUID(rawValue: String($0))?.rawValue }
        guard !uids.isEmpty, uids.count <= 1000, !uids.contains(nil) else { throw .badValue(attribute: name) }
        let asked = uids.compactMap { $0 }
        if given.isEmpty { return asked }
        // No UID is empty: nothing is found where path and question disagree.
        let both = asked.filter(given.contains)
        return both.isEmpty ? [""] : both
    }

    /// `YYYYMMDD`, `-YYYYMMDD`, `YYYYMMDD-`, `YYYYMMDD-YYYYMMDD`. Standard: PS3.4 §C.2.2.2.5.1.
    private func days(_ name: String, _ value: String) throws(KeptOriginals.Fault) -> (String?, String?) {
        let ends = value.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count <= 2, ends.contains(where: { !$0.isEmpty }) else { throw .badValue(attribute: name) }
        var days: [String?] = []
        for end in ends {
            if end.isEmpty {
                days.append(nil)
            } else if let day = Self.day(end) {
                days.append(day)
            } else {
                throw .badValue(attribute: name)
            }
        }
        return ends.count == 1 ? (days[0], days[0]) : (days[0], days[1])
    }

    private static func day(_ text: Substring) -> String? {
        guard text.utf8.count == 8, text.utf8.allSatisfy({ (48...57).contains($0) }), let year = Int(text.prefix(4)),
            let month = Int(text.dropFirst(4).prefix(2)), let day = Int(text.suffix(2))
        else { return nil }
        return CalendarDay(year: year, month: month, day: day)?.description
    }
}

/// A value that an attribute of the film has to have.
struct HeaderCondition: Sendable {
    private let tag: Tag
    private let range: (from: String, to: String)?
    private let patterns: [WildcardPattern]

    init(_ tag: Tag, _ value: String) {
        self.tag = tag
        let ends = value.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        let isRange = [VR.da, .tm, .dt].contains(DataDictionary.vr(of: tag)) && ends.count == 2
        range = isRange ? (ends[0], ends[1]) : nil
        patterns = value.split(separator: "\\").map { WildcardPattern(String($0)) }
    }

    /// One of its values is enough. A film whose header cannot be read meets nothing.
    func isMet(by dataSet: DataSet?) -> Bool {
        guard let values = dataSet?.strings(tag) else { return false }
        if let range {
            // A shorter end means everything that begins with it. Standard: PS3.5 §6.2 (TM).
            return values.contains { $0 >= range.from && (range.to.isEmpty || $0.prefix(range.to.count) <= range.to) }
        }
        return values.contains { value in patterns.contains { $0.matches(value) } }
    }
}
