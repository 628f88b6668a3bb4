import DICOM
import DICOMNetwork
import Foundation
import Radiology
import Store
import Synchronization
import Workstation

/// An archive of nobody's films in memory, and what was asked of it.
final class SyntheticArchive: Sendable {
    struct Instance: Sendable {
        let study: String
        let series: String
        let modality: String
        let uid: String
        var day = "20260302"
        /// `nil`: the study has no time.
        var time: String? = "075500"
    }

    /// How answers end when there are more than the archive gives.
    enum Ending: Sendable { case cancelled, success, refusal }

    private struct Standing {
        var instances: [Instance]
        var here: Set<SOPInstanceUID> = []
        var asked: [String] = []
        var questions: [String] = []
        /// Requests that bring all but the last instance.
        var losses = 0
        /// Whether what is lost is counted as sent.
        var lies = false
        var isAway = false
        /// Queries that are answered before it goes away.
        var patience = Int.max
        /// Answers to one query.
        var limit = Int.max
        var unreadable = 0
        var refusal: NetworkError?
        var hidesStudies = false
        var fault: Fault?
    }

    /// How a query fails that matches some instances; `nil` when it does not.
    typealias Fault = @Sendable (_ day: String, _ modality: String?, _ matched: [Instance]) -> NetworkError?

    struct Away: Error {}

    private let state: Mutex<Standing>
    /// Whether the archive counts the instances of a study.
    let counts: Bool
    /// Whether it matches Modalities in Study.
    let matchesModality: Bool
    /// Whether it answers about images; `nil`: it refuses to.
    let listsImages: Bool?
    let ending: Ending
    /// Whether it matches Study Time.
    let matchesTime: Bool

    init(
        _ instances: [Instance], counts: Bool = true, matchesModality: Bool = true, listsImages: Bool? = true,
        limit: Int = .max, ending: Ending = .cancelled, matchesTime: Bool = true
    ) {
        var standing = Standing(instances: instances)
        standing.limit = limit
        state = Mutex(standing)
        (self.counts, self.matchesModality, self.listsImages) = (counts, matchesModality, listsImages)
        (self.ending, self.matchesTime) = (ending, matchesTime)
    }

    /// `1.2.1` with two CR films in a series, and a third in another.
    static func chest() -> [Instance] {
        [
            Instance(study: "1.2.1", series: "1.2.1.1", modality: "CR", uid: "1.2.1.1.1"),
            Instance(study: "1.2.1", series: "1.2.1.1", modality: "CR", uid: "1.2.1.1.2"),
            Instance(study: "1.2.1", series: "1.2.1.2", modality: "DX", uid: "1.2.1.2.1"),
        ]
    }

    /// Studies of one film each.
    static func studies(
        _ numbers: Range<Int>, on day: String = "20260302", at time: (Int) -> String?
    ) -> [Instance] {
        numbers.map { number in
            Instance(
                study: "1.2.7.\(number)", series: "1.2.7.\(number).1", modality: "CR", uid: "1.2.7.\(number).1.1",
                day: day, time: time(number))
        }
    }

    /// Studies of one moment whose patients' numbers end alike: nothing tells them apart in a query.
    static func alike(_ count: Int, at time: String) -> [Instance] {
        (1...count).flatMap { number in studies(number * 1000..<number * 1000 + 1) { _ in time } }
    }

    /// What was asked to be sent.
    var asked: [String] { state.withLock { $0.asked } }
    /// Days and times of the queries for studies.
    var questions: [String] { state.withLock { $0.questions } }
    var here: Set<SOPInstanceUID> { state.withLock { $0.here } }
    func lose(_ requests: Int, saysNothing: Bool = false) {
        state.withLock { ($0.losses, $0.lies) = (requests, saysNothing) }
    }
    func goAway(_ isAway: Bool = true) { state.withLock { $0.isAway = isAway } }
    func goAway(after queries: Int) { state.withLock { $0.patience = queries } }
    func limit(_ answers: Int) { state.withLock { $0.limit = answers } }
    func garble(_ answers: Int) { state.withLock { $0.unreadable = answers } }
    /// Its answers about studies cannot be read.
    func garbleStudies() { state.withLock { $0.hidesStudies = true } }
    func fail(_ fault: Fault?) { state.withLock { $0.fault = fault } }
    func refuse(_ error: NetworkError?) { state.withLock { $0.refusal = error } }
    func add(_ more: [Instance]) { state.withLock { $0.instances += more } }
    func removeAll() { state.withLock { $0.instances = [] } }
    func bring(_ uids: [String]) {
        state.withLock { $0.here.formUnion(uids.compactMap(SOPInstanceUID.init(rawValue:))) }
    }

    var archive: ImageArchive {
        ImageArchive(title: "PACS", find: { try self.find($0) }, retrieve: { try self.retrieve($0) })
    }

    var retrieval: StudyRetrieval {
        StudyRetrieval(
            archive: archive, modalities: ["CR", "DX"], films: { self.films(of: $0) }, here: { self.isHere($0) })
    }

    private func isHere(_ uids: [SOPInstanceUID]) -> Set<SOPInstanceUID> { here.intersection(uids) }

    private func films(of study: StudyInstanceUID) -> StudyRetrieval.Films {
        state.withLock { state in
            var films: StudyRetrieval.Films = [:]
            for instance in state.instances where instance.study == study.rawValue {
                guard let uid = SOPInstanceUID(rawValue: instance.uid), state.here.contains(uid) else { continue }
                films[uid] = .some(SeriesInstanceUID(rawValue: instance.series))
            }
            return films
        }
    }
}

/// Its answers.
extension SyntheticArchive {
    private static func value(_ matching: Matching?) -> [String]? {
        switch matching {
        case .single(let text): [text]
        case .uids(let uids): uids
        default: nil
        }
    }

    private func matches(_ instance: Instance, _ keys: QueryKeys) -> Bool {
        let pairs: [(Tag, String)] = [
            (.studyInstanceUID, instance.study), (.seriesInstanceUID, instance.series), (.sopInstanceUID, instance.uid),
            (.modality, instance.modality),
        ]
        guard pairs.allSatisfy({ tag, text in Self.value(keys[tag])?.contains(text) ?? true }) else { return false }
        if case .dates(let from?, let to?) = keys[.studyDate], let day = DICOMDate(instance.day),
            day < from || day > to
        {
            return false
        }
        // Patients are numbered as their studies are.
        if case .wildCard(let pattern) = keys[.patientID], !instance.study.hasSuffix(pattern.dropFirst()) {
            return false
        }
        guard matchesTime, case .times(let from, let to) = keys[.studyTime] else { return true }
        guard let time = instance.time.flatMap(DICOMTime.init) else { return false }
        return from.map { $0 <= time } ?? true && to.map { time <= $0 } ?? true
    }

    private static func question(_ keys: QueryKeys) -> String {
        guard case .dates(let from?, let to?) = keys[.studyDate] else { return "uid" }
        let days = from == to ? from.text : "\(from.text)-\(to.text)"
        guard case .times(let start, let end) = keys[.studyTime] else { return days }
        return "\(days) \(start?.text ?? "")-\(end?.text ?? "")"
    }

    private func find(_ keys: QueryKeys) throws -> ArchiveAnswers {
        try state.withLock { state in
            state.patience -= 1
            if state.isAway || state.patience < 0 { throw Away() }
            if keys.level == .study { state.questions.append(Self.question(keys)) }
            if keys.level == .image, listsImages != true {
                if listsImages == nil { throw NetworkError.refused(.find, .cannotUnderstand, comment: "") }
                return ArchiveAnswers()
            }
            var instances = state.instances.filter { matches($0, keys) }
            if keys.level == .study, matchesModality, let wanted = Self.value(keys[.modalitiesInStudy]) {
                let studies = Set(instances.filter { wanted.contains($0.modality) }.map(\.study))
                instances = instances.filter { studies.contains($0.study) }
            }
            if keys.level == .study, let fault = state.fault {
                let day = String(Self.question(keys).prefix { $0 != " " })
                if let error = fault(day, Self.value(keys[.modalitiesInStudy])?.first, instances) { throw error }
            }
            let all = answers(instances, keys.level)
            if keys.level == .study, state.hidesStudies { return ArchiveAnswers(unreadable: all.count) }
            let isCut = all.count > state.limit
            if isCut, ending == .refusal { throw NetworkError.refused(.find, .outOfResources, comment: "") }
            return ArchiveAnswers(
                Array(all.prefix(state.limit)), isCut: isCut && ending == .cancelled, unreadable: state.unreadable)
        }
    }

    private func answers(_ instances: [Instance], _ level: QueryLevel) -> [QueryAnswer] {
        let name: (Instance) -> String = { level == .study ? $0.study : level == .series ? $0.series : $0.uid }
        return Dictionary(grouping: instances, by: name).sorted { $0.key < $1.key }.map { _, group in
            var data = DataSet()
            data.set(.studyInstanceUID, group[0].study)
            if level != .study { data.set(.seriesInstanceUID, group[0].series) }
            if level == .image { data.set(.sopInstanceUID, group[0].uid) }
            if level == .series { data.set(.modality, group[0].modality) }
            if level == .study {
                data.set(.modalitiesInStudy, Set(group.map(\.modality)).sorted())
                if let time = group[0].time { data.set(.studyTime, time) }
            }
            let count: Tag = level == .study ? Tag(0x0020, 0x1208) : Tag(0x0020, 0x1209)
            if counts, level != .image { data.set(count, "\(group.count)") }
            return QueryAnswer(data)
        }
    }

    private func retrieve(_ keys: QueryKeys) throws -> SubOperations {
        try state.withLock { state in
            if state.isAway { throw Away() }
            if let refusal = state.refusal { throw refusal }
            var wanted = state.instances.filter { matches($0, keys) }
            state.asked.append("\(keys.level.rawValue) \(wanted.count)")
            let lost = state.losses > 0 ? 1 : 0
            state.losses -= lost
            let all = wanted.count
            wanted.removeLast(min(lost, wanted.count))
            state.here.formUnion(wanted.compactMap { SOPInstanceUID(rawValue: $0.uid) })
            return state.lies ? SubOperations(completed: all) : SubOperations(completed: wanted.count, failed: lost)
        }
    }
}
