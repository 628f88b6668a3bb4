import Foundation
import Hummingbird
import Radiology
import Reports
import Store

/// One film, and the patient it belongs to.
extension PageDesk {
    func film(_ request: Request, _ context: LiveContext) throws -> Response {
        let uid = try Self.uid(try Self.part(context, "file", ending: ".html"))
        guard "/" + PagePaths.film(uid) == request.uri.path else {
            return Self.moved(to: "/" + PagePaths.film(uid))
        }
        let response = try page(request, context) { reader in
            try pages(for: reader).film(try filmPage(uid, FilmQuery(Self.parameters(request)), reader))
        }
        return response
    }

    /// A film with its texts over a list.
    func look(_ request: Request, _ context: LiveContext) throws -> Response {
        let uid = try Self.uid(try Self.part(context, "uid"))
        return try page(request, context) { reader in
            try pages(for: reader).lookFragment(try filmPage(uid, nil, reader))
        }
    }

    /// - Parameter query: of the list that the reader came from; `nil` where neighbours are not wanted.
    private func filmPage(_ uid: SOPInstanceUID, _ query: FilmQuery?, _ reader: Reader) throws -> LiveFilmPage {
        guard let entry = try house.index.entry(uid), let full = try house.archive.exams.record(uid, .full),
            let listed = try films([entry], reader).first
        else { throw Refusal(.notFound, "There is no such film.") }
        let say = try wording(reader)
        var record = withPictures(full).worded(say)
        if let request = record.circumstances?.request { record.circumstances?.priors = house.state.priors(request) }
        (record.alarms, record.review) = (listed.record.alarms, listed.record.review)
        let film = LiveFilm(
            record: record, ai: listed.ai, review: listed.review, flag: listed.flag, compared: listed.compared)
        let previous = try house.archive.exams.previous(of: uid).map { withPictures($0).worded(say) }
        let drawn = FilmPage(record: record, previous: previous, audience: reader.audience, threshold: threshold)
        let near = try query.map { try neighbours(of: record, $0, reader) }
        let key = record.exam.patient.key
        return LiveFilmPage(
            page: drawn, film: film, reviews: try house.archive.reviews.history(of: uid).map(ReviewNote.init),
            flags: try house.archive.flags.history(of: uid).map { FlagNote($0).worded(say) }, viewer: reader.live,
            audience: reader.audience, threshold: threshold, query: query ?? FilmQuery(), newer: near?.newer,
            older: near?.older,
            patientLink: key.rawValue.isEmpty ? nil : PatientsPage.path(of: tokens.token(of: key)),
            // Originals, and with them the viewers that show them, are for admins.
            viewerLink: reader.role == .admin ? house.settings.viewerLink : nil)
    }

    private typealias Neighbour = (SOPInstanceUID, FilmQuery)

    /// The films above and below in the list that the reader came from; the address says on which page of it.
    private func neighbours(
        of record: ExamRecord, _ query: FilmQuery, _ reader: Reader
    ) throws -> (newer: Neighbour?, older: Neighbour?) {
        let uid = record.exam.uid
        // Films arrive while somebody reads: the film may have moved to the next page.
        for page in [query.page, query.page + 1] {
            let here = query.at(page: page)
            let leaf = try leaf(here, reader)
            guard let place = leaf.exams.firstIndex(where: { $0.record.exam.uid == uid }) else { continue }
            var (newer, older): (Neighbour?, Neighbour?) = (nil, nil)
            if place > 0 {
                newer = (leaf.exams[place - 1].record.exam.uid, here)
            } else if page > 1 {
                let before = here.at(page: page - 1)
                newer = try self.leaf(before, reader).exams.last.map { ($0.record.exam.uid, before) }
            }
            if place < leaf.exams.count - 1 {
                older = (leaf.exams[place + 1].record.exam.uid, here)
            } else if page < leaf.pages {
                let after = here.at(page: page + 1)
                older = try self.leaf(after, reader).exams.first.map { ($0.record.exam.uid, after) }
            }
            return (newer, older)
        }
        let (newer, older) = try house.archive.exams.neighbours(of: record)
        return (newer.map { ($0, FilmQuery()) }, older.map { ($0, FilmQuery()) })
    }

    // MARK: - Patients

    func patients(_ request: Request, _ context: inout LiveContext) throws -> Response {
        var hits: Int?
        let answer = try page(request, context) { reader in
            let parameters = Self.parameters(request)
            let search = String((parameters.first { $0.name == "search" }?.value ?? "").prefix(200))
            let number = parameters.first { $0.name == "page" }.flatMap { Int($0.value) } ?? 1
            guard reader.audience == .admin || AskedFilter.mayBeAsked(search) else {
                return try pages(for: reader).patients(
                    PatientsPage(patients: [], total: 0, pages: 1, page: 1, search: search, audience: reader.audience))
            }
            let found = try house.index.patients(
                search: search.isEmpty ? nil : search, wholeWords: reader.audience != .admin, page: max(1, number),
                size: Self.patientsOnPage)
            if !search.isEmpty { hits = found.total }
            return try pages(for: reader).patients(
                PatientsPage(
                    patients: found.patients.map { ($0, tokens.token(of: $0.key)) }, total: found.total,
                    pages: found.pages, page: number, search: search, audience: reader.audience))
        }
        context.noted["hits"] = hits.map(String.init)
        return answer
    }

    private static let patientsOnPage = 50

    func patient(_ request: Request, _ context: LiveContext) throws -> Response {
        let token = try Self.part(context, "file", ending: ".html")
        return try page(request, context) { reader in
            guard let key = tokens.key(of: token), let patient = try house.archive.patients.patient(key) else {
                throw Refusal(.notFound, "There is no such patient.")
            }
            let uids = try house.archive.patients.exams(of: key)
            let entries = try house.index.entries(Array(uids.prefix(Self.filmsOfPatient)))
            return try pages(for: reader).patient(
                PatientPage(
                    patient: patient, token: token, films: try films(entries, reader), viewer: reader.live,
                    audience: reader.audience, threshold: threshold))
        }
    }

    private static let filmsOfPatient = 500
}
