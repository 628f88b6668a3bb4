import Radiology

/// What is left of candidates after the rules.
package enum Match<Candidate: Sendable>: Sendable {
    case one(Candidate)
    case none
    /// With one: it could be the one, and nothing proves it.
    case ambiguous(count: Int)

    init(_ candidates: [Candidate]) {
        self =
            switch candidates.count {
            case 0: .none
            case 1: .one(candidates[0])
            default: .ambiguous(count: candidates.count)
            }
    }

    /// Of candidates that are not proven none is chosen.
    static func unproven(_ candidates: [Candidate]) -> Match {
        candidates.isEmpty ? .none : .ambiguous(count: candidates.count)
    }
}

/// Who and what belongs to a film. All rules stand here, and none of them guesses: what contradicts is out, and what is
/// left must be one and must say of itself that it is the film's – by the accession number or the study, or else by
/// kind, region and time together.
package struct Matching: Sendable {
    package let film: FilmInQuestion
    package let server: RecordServer

    package init(film: FilmInQuestion, server: RecordServer) {
        self.film = film
        self.server = server
    }

    /// Seconds that a clock of a modality may be wrong before a report seems older than its film.
    static let clockError = 2 * 3600
    /// How far the time of the pictures that a report names may be from the film's: clocks, and zones that are left
    /// away. Narrow: somebody in intensive care has a chest film every day, all of them under one order.
    static let ofThePictures = RecordServer.Window(before: 6 * 3600, after: 6 * 3600)
    /// The same for the day that an order is for.
    static let ofTheDay = RecordServer.Window(before: 12 * 3600, after: 12 * 3600)

    /// - Parameter patients: the server's ids of the patient.
    package func request(_ found: [RequestCandidate], of patients: Set<String>) -> Match<RequestCandidate> {
        let own = Self.distinct(found, by: \.id).filter { candidate in
            candidate.isLive && isOf(patients, candidate.subject) ?? false && candidate.exam.evidence != .other
                && film.type.fits(candidate.exam.type)
        }
        let decided = own.filter(decides)
        if !decided.isEmpty { return Match(withoutSuperseded(decided)) }
        let possible = own.filter { candidate in
            !contradicts(candidate.identifiers) && fits(candidate.exam.regions)
                && candidate.times.contains { isNear($0, server.window) }
        }
        let proven = possible.filter { isProven($0.exam) }
        if !proven.isEmpty { return Match(withoutSuperseded(proven)) }
        // An order of anything else says nothing of pictures, and stands in nobody's way.
        let open = possible.filter { $0.exam.evidence == .imaging || !$0.exam.regions.isEmpty }
        return .unproven(withoutSuperseded(open))
    }

    /// An order that another one carries out or replaces is the same work.
    private func withoutSuperseded(_ requests: [RequestCandidate]) -> [RequestCandidate] {
        let superseded = Set(requests.flatMap { request in request.supersedes.filter { $0 != request.id } })
        let kept = requests.filter { !superseded.contains($0.id) }
        return kept.isEmpty ? requests : kept
    }

    /// An order that names the film. One of another region is another film's of the same study.
    func decides(_ request: RequestCandidate) -> Bool {
        fits(request.exam.regions) && (identifies(request.identifiers) || mayIdentify(request.identifiers))
    }

    /// Reports that may be the film's: of its patient, of pictures, not older than it, not of another exam or day.
    /// - Parameter isDecided: something beside them says that they are the film's.
    package func plausible(
        _ found: [ReportCandidate], of patients: Set<String>, isDecided: Bool = false
    ) -> [ReportCandidate] {
        Self.distinct(found, by: \.id).filter { candidate in
            guard candidate.exam.evidence != .other, film.type.fits(candidate.exam.type), !isOlder(candidate.issued),
                !contradicts(candidate), isOf(patients, candidate.subject) ?? !candidate.requests.isEmpty,
                fits(candidate.exam.regions)
            else { return false }
            if identifies(candidate) { return true }
            let isOfTheDay = candidate.effective.map { isNear($0, Self.ofThePictures) } ?? true
            return isDecided || isOfTheDay
        }
    }

    /// The report of one order: the furthest of those that hold a text.
    /// - Parameters:
    ///   - order: that they answer.
    ///   - isDecided: something else than the order says that they are the film's.
    package func report(
        _ found: [ReportCandidate], of patients: Set<String>, order: RequestCandidate? = nil, isDecided: Bool = false
    ) -> Match<ReportCandidate> {
        let isDecided = isDecided || order.map { identifies($0.identifiers) } ?? false
        let readable = plausible(found, of: patients, isDecided: isDecided).filter(\.status.isReadable)
        let decided = readable.filter { identifies($0) || isNamed($0) }
        let left = decided.isEmpty ? readable : decided
        let highest = left.map(\.status.rank).max() ?? 0
        let furthest = left.filter { $0.status.rank == highest }
        // An order may stand for weeks: its report is the film's when the order is for one day, or the report says when.
        let isForTheDay = order.map { $0.isForOneDay && $0.times.contains { isNear($0, Self.ofTheDay) } } ?? false
        let isProven = isDecided || !decided.isEmpty || isForTheDay || furthest.allSatisfy { $0.effective != nil }
        // Of a study with films of two regions, one that names none could be either's.
        let isOfSomeRegion =
            film.otherRegions.isEmpty || !(order?.exam.regions.isEmpty ?? true)
            || furthest.allSatisfy { !$0.exam.regions.isEmpty }
        return isProven && isOfSomeRegion ? Match(furthest) : .unproven(furthest)
    }

    /// The one that takes back what was said; `nil` where a report that counts stands beside it.
    func withdrawal(
        _ found: [ReportCandidate], of patients: Set<String>, isDecided: Bool = false
    ) -> ReportCandidate? {
        let plausible = plausible(found, of: patients, isDecided: isDecided)
        guard !plausible.contains(where: \.status.isReadable) else { return nil }
        return plausible.first { $0.status == .cancelled || $0.status == .enteredInError }
    }

    /// A report that names the film's study or accession number.
    func identifies(_ candidate: ReportCandidate) -> Bool {
        !contradicts(candidate)
            && (identifies(candidate.identifiers) || film.study.map(candidate.studies.contains) ?? false)
    }

    /// A report with the film's accession number that does not say that it is one; nothing speaks against it.
    func isNamed(_ candidate: ReportCandidate) -> Bool {
        mayIdentify(candidate.identifiers) && !contradicts(candidate) && fits(candidate.exam.regions)
    }

    private func contradicts(_ candidate: ReportCandidate) -> Bool {
        let isOfOtherStudy = film.study.map { !candidate.studies.isEmpty && !candidate.studies.contains($0) } ?? false
        return isOfOtherStudy || contradicts(candidate.identifiers)
    }

    /// One of them says that it is the accession number or the study, and it is the film's.
    func identifies(_ identifiers: [Identifier]) -> Bool {
        !contradicts(identifiers)
            && identifiers.contains { identifier in
                identifier.isAccession && film.accession == identifier.value
                    || film.study != nil && identifier.study == film.study
            }
    }

    /// One that does not say what it is has the film's accession number. A number of the placer, or of the patient, that
    /// happens to be the same is none.
    private func mayIdentify(_ identifiers: [Identifier]) -> Bool {
        !contradicts(identifiers) && identifiers.contains { !$0.isTyped && film.accession == $0.value }
    }

    /// They name an accession number or a study, and not the film's.
    func contradicts(_ identifiers: [Identifier]) -> Bool {
        let accessions = identifiers.filter(\.isAccession).map(\.value)
        if let accession = film.accession, !accessions.isEmpty, !accessions.contains(accession) { return true }
        let studies = identifiers.compactMap(\.study)
        return film.study.map { !studies.isEmpty && !studies.contains($0) } ?? false
    }

    /// Kind and region are told, and are the film's.
    func isProven(_ exam: ExamWords) -> Bool {
        exam.evidence == .imaging && exam.type.map { film.type.fits($0) } ?? false
            && film.region.map(exam.regions.contains) ?? false
    }

    func fits(_ regions: Set<BodyRegion>) -> Bool {
        guard let region = film.region, !regions.isEmpty else { return true }
        return regions.contains(region)
    }

    func isNear(_ time: RecordTime, _ window: RecordServer.Window) -> Bool {
        let (film, theirs) = (film.exposed.instants(in: server.zone), time.instants(in: server.zone))
        return theirs.upperBound >= film.lowerBound - window.before
            && theirs.lowerBound <= film.upperBound + window.after
    }

    private func isOlder(_ issued: RecordTime?) -> Bool {
        guard let issued else { return false }
        let film = film.exposed.instants(in: server.zone)
        return issued.instants(in: server.zone).upperBound < film.lowerBound - Self.clockError
    }

    static func distinct<Candidate>(_ found: [Candidate], by id: (Candidate) -> String) -> [Candidate] {
        var seen: Set<String> = []
        return found.filter { seen.insert(id($0)).inserted }
    }
}
