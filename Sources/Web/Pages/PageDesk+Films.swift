import Foundation
import Hummingbird
import Radiology
import Reports
import Store

/// The list of films and its parts.
extension PageDesk {
    func films(_ request: Request, _ context: inout LiveContext) throws -> Response {
        var hits = 0
        let answer = try page(request, context) { reader in
            let query = FilmQuery(Self.parameters(request))
            let (page, rows) = try list(query, reader)
            hits = page.total
            let notices = try house.archive.alarms.notices().map(Notice.init)
            let films = FilmsPage(
                rows: rows, total: page.total, pages: page.pages, query: query.at(page: min(query.page, page.pages)),
                form: try form(query, reader), state: try state(reader), notices: notices, audience: reader.audience)
            return try pages(for: reader).films(films)
        }
        if AskedSearch(request.uri.query) != nil { context.noted["hits"] = String(hits) }
        return answer
    }

    func listFragment(_ request: Request, _ context: inout LiveContext) throws -> Response {
        var hits: Int?
        let answer = try page(request, context) { reader in
            let query = FilmQuery(Self.parameters(request))
            let (page, rows) = try list(query, reader)
            hits = page.total
            return try pages(for: reader).listFragment(
                rows, total: page.total, pages: page.pages, query: query.at(page: min(query.page, page.pages)))
        }
        if AskedSearch(request.uri.query) != nil { context.noted["hits"] = hits.map(String.init) }
        return answer
    }

    /// One row, as the list with the same parameters shows it.
    func rowFragment(_ request: Request, _ context: LiveContext) throws -> Response {
        let uid = try Self.uid(try Self.part(context, "uid"))
        return try page(request, context) { reader in
            guard let entry = try house.index.entry(uid), let film = try films([entry], reader).first else {
                throw Refusal(.notFound, "There is no such film.")
            }
            let query = FilmQuery(Self.parameters(request))
            let row = LiveFilmRow(
                film, viewer: reader.live, audience: reader.audience, threshold: threshold, query: query.text)
            return try pages(for: reader).rowFragment(row, isWithDay: query.order != "created")
        }
    }

    func stateFragment(_ request: Request, _ context: LiveContext) throws -> Response {
        try page(request, context) { reader in try pages(for: reader).stateFragment(try state(reader)) }
    }

    /// Disagreements, the largest first; what somebody has reviewed is settled.
    func worklist(_ request: Request, _ context: LiveContext) throws -> Response {
        try page(request, context) { reader in
            let isWithReviewed = Self.parameters(request).contains { $0.name == "all" && $0.value == "1" }
            var filter = ExamFilter.done
            filter.correct = false
            let total = try house.index.count(filter)
            if !isWithReviewed { filter.hasReview = false }
            let found = try house.index.page(filter, order: .disagreement, .page(1), size: Self.worklistLength).exams
            let query = FilmQuery([("correct", "no"), ("order", "disagreement")])
            let rows = try films(found, reader).map {
                LiveFilmRow(
                    $0, viewer: reader.live, audience: reader.audience, threshold: threshold, query: query.text)
            }
            return try pages(for: reader).worklist(
                WorklistPage(rows: rows, total: total, isWithReviewed: isWithReviewed, threshold: threshold))
        }
    }

    private static let worklistLength = 50

    // MARK: - What lists are made of

    func filter(_ query: FilmQuery, _ reader: Reader) throws -> ExamFilter {
        let text = query.parameters.sorted { $0.key < $1.key }
            .map { "\(PercentText.encoded($0.key))=\(PercentText.encoded($0.value))" }.joined(separator: "&")
        return try house.filter(try AskedQuery(text), for: reader.audience).filter
    }

    func size(_ query: FilmQuery) -> Int { min(max(query.size ?? house.settings.pageSize, 1), 200) }

    func leaf(_ query: FilmQuery, _ reader: Reader) throws -> ExamPage {
        let order = ExamOrder(rawValue: query.order) ?? .newest
        return try house.index.page(try filter(query, reader), order: order, .page(query.page), size: size(query))
    }

    private func list(_ query: FilmQuery, _ reader: Reader) throws -> (ExamPage, [LiveFilmRow]) {
        var query = query
        var page = try leaf(query, reader)
        // Behind the last page is the last page: films may have gone since the link was drawn.
        if page.exams.isEmpty, page.total > 0, query.page > page.pages {
            query.page = page.pages
            page = try leaf(query, reader)
        }
        let rows = try films(page.exams, reader).map {
            LiveFilmRow($0, viewer: reader.live, audience: reader.audience, threshold: threshold, query: query.text)
        }
        return (page, rows)
    }

    /// Entries with what is odd about them and a look into the folder of pictures.
    func films(_ entries: [ExamEntry], _ reader: Reader) throws -> [LiveFilm] {
        let say = try wording(reader)
        let alarms = try house.archive.alarms.standing(ofExams: entries.map(\.record.exam.uid))
        return entries.map { entry in
            var record = withPictures(entry.record).worded(say)
            record.alarms = alarms[record.exam.uid]?.map(AnswerAlarm.init) ?? []
            record.review = entry.review.map {
                StandingReview(reviewer: $0.reviewer, isNormal: $0.isNormal, severity: $0.severity, at: $0.at)
            }
            return LiveFilm(
                record: record, ai: entry.ai, review: entry.review.map(ReviewNote.init),
                flag: entry.flag.map { FlagNote($0).worded(say) },
                compared: entry.compared)
        }
    }

    func withPictures(_ record: ExamRecord) -> ExamRecord {
        var record = record
        let uid = record.exam.uid
        func isThere(_ path: String) -> Bool {
            FileManager.default.fileExists(atPath: "\(house.settings.reportsFolder)/\(path)")
        }
        record.hasPicture = isThere(PagePaths.thumbnail(uid))
        record.hasViewer = record.hasViewer && isThere(PagePaths.viewer(uid))
        record.hasOverlays = (record.exam.facts.overlays ?? 0) > 0 && isThere(PagePaths.overlays(uid))
        return record
    }

    private func form(_ query: FilmQuery, _ reader: Reader) throws -> FilmFilterForm {
        let say = try wording(reader)
        let radiologists = try house.index.radiologists().map {
            FilmFilterForm.Choice(value: say.radiologist($0.name), films: $0.exams)
        }
        let diagnoses = try house.index.diagnoses().map {
            FilmFilterForm.Choice(value: say.diagnosis($0.name), films: $0.exams)
        }
        let regions = Set(try house.index.regions().map { say.region($0.name) } + house.settings.supportedRegions)
        return FilmFilterForm(
            query: query, regions: regions.sorted(),
            radiologists: radiologists.filter { !$0.value.isEmpty }.sorted { $0.value < $1.value },
            diagnoses: diagnoses, usualSize: house.settings.pageSize)
    }

    func state(_ reader: Reader) throws -> LiveStateWords {
        var words = LiveStateWords(viewer: reader.live)
        let counts = try house.index.state(now: house.now())
        (words.waiting, words.checks, words.readingNow) = (counts.waiting, counts.checks, counts.processing)
        (words.readThisWeek, words.failed) = (counts.doneThisWeek, counts.failed)
        var unreviewed = ExamFilter.done
        unreviewed.reviewed = false
        words.toReview = try house.index.count(unreviewed)
        if let uid = house.state.processing().first, let entry = try house.index.entry(uid) {
            words.current = LiveStateWords.current(entry.record.exam, for: reader.audience)
        }
        words.servers = house.state.endpoints().map { light in
            LiveStateWords.Server(
                name: light.name, address: reader.role == .admin ? light.url : "", model: light.model,
                isHealthy: light.isHealthy, since: light.since)
        }
        words.averageSeconds = house.state.timings().average
        if case .at(let date) = house.state.nextQuery() { words.nextQuery = date.ISO8601Format() }
        return words
    }
}

extension ReviewNote {
    init(_ review: Review) {
        self.init(
            id: review.id, reviewer: review.reviewer, isNormal: review.isNormal, at: review.at,
            isWithdrawn: review.isWithdrawn)
    }
}

extension FlagNote {
    init(_ flag: Flag) {
        self.init(login: flag.login, note: flag.note, at: flag.at, isCleared: flag.cleared != nil)
    }
}
