import Radiology
import Reports

/// Every kind of live page and part, drawn from the same few films as the static ones.
enum LiveGallery: String, CaseIterable, Sendable {
    case films, filmsBySeverity, filmsEmpty, film, worklist, worklistEmpty, patients, patient, check, signIn, refusal
    case about, api, statistics, radiologists, diagnostics, insights, statisticsFiltered, lifted
    case listPart, rowPart, statePart, lookPart

    /// Parts are put into a page that is already there.
    var isPart: Bool { [.listPart, .rowPart, .statePart, .lookPart].contains(self) }

    static func viewer(_ audience: Audience) -> LiveViewer {
        audience == .admin
            ? LiveViewer(login: "ana", role: "admin", mayReview: true, isAdmin: true)
            : LiveViewer(login: "mara", role: "reviewer", mayReview: true, isAdmin: false)
    }

    static func pages(_ audience: Audience, viewer: LiveViewer? = nil) throws -> Pages {
        var frame = Gallery.frame(audience)
        (frame.isLive, frame.viewer) = (true, viewer ?? Self.viewer(audience))
        return try Pages(frame: frame)
    }

    static let query = FilmQuery([("search", "a b&c"), ("page", "2")])

    func html(
        _ audience: Audience, _ films: [ExamRecord] = Gallery.films, viewer: LiveViewer? = nil, note: String = "apex?"
    ) throws -> String {
        let scene = LiveScene(
            audience: audience, viewer: viewer ?? Self.viewer(audience), films: films, note: note)
        return String(decoding: try draw(scene, try Self.pages(audience, viewer: scene.viewer)), as: UTF8.self)
    }

    private func draw(_ scene: LiveScene, _ pages: Pages) throws -> [UInt8] {
        switch self {
        case .films: pages.films(scene.page(Self.query))
        case .filmsBySeverity: pages.films(scene.page(FilmQuery([("order", "severity")])))
        case .filmsEmpty:
            pages.films(LiveScene(audience: scene.audience, viewer: scene.viewer, films: []).page(Self.query))
        case .film: pages.film(scene.film)
        case .worklist: pages.worklist(scene.worklist)
        case .worklistEmpty:
            pages.worklist(
                WorklistPage(rows: [], total: 0, isWithReviewed: false, threshold: SyntheticFilms.threshold))
        case .patients: pages.patients(scene.patients)
        case .patient: pages.patient(scene.patient)
        case .check: pages.check(CheckPage())
        case .signIn: pages.signIn(SignInPage(next: "/worklist.html", login: "ana", problem: "Wrong."))
        case .refusal: pages.refusal(RefusalPage(status: 404, sentence: "There is no such film."), at: "")
        case .about: pages.about(Gallery.aboutPage)
        case .api: pages.api(Self.apiPage)
        case .statistics, .radiologists, .diagnostics, .insights, .statisticsFiltered:
            pages.statistics(statistics(scene.audience))
        case .lifted: pages.lifted(try Gallery.days.bytes(scene.audience), path: PagePaths.days)
        case .listPart: pages.listFragment(scene.rows, total: 4, pages: 1, query: FilmQuery())
        case .rowPart: pages.rowFragment(scene.rows[0], isWithDay: true)
        case .statePart: pages.stateFragment(scene.state)
        case .lookPart: pages.lookFragment(scene.film)
        }
    }

    static let apiPage = APIPage([
        APIPage.Operation(
            tag: "Exams", method: "GET", path: "/api/exams/{uid}", summary: "One exam", access: "admins",
            parameters: [
                .init(name: "uid", place: "path", type: "text", meaning: "of the film", isRequired: true)
            ], answers: [(200, "the exam"), (404, "none")], isDeprecated: false)
    ])

    /// The last is of a filter that means no exam.
    private func statistics(_ audience: Audience) -> StatisticsPage {
        let isEmpty = self == .statisticsFiltered
        let list = FilmQuery(isEmpty ? [("region", "hand"), ("search", "a b&\"c"), ("from", "2026-01-02")] : [])
        let asked = StatisticsForm.Query(list, isExact: isEmpty)
        return StatisticsPage(
            StatisticsSubject(rawValue: rawValue) ?? .overview,
            SyntheticFigures.figures(audience, exams: isEmpty ? 0 : 300),
            place: .daemon(query: asked.text, version: "a1b2"),
            form: StatisticsForm(
                query: asked, regions: ["chest", "hand"], radiologists: ["Dr. V.R. (a3)"], diagnoses: ["masses"]))
    }
}

/// The values of the live pages, from films.
struct LiveScene {
    let audience: Audience
    let viewer: LiveViewer
    let films: [ExamRecord]
    var note = ""

    private var threshold: Severity { SyntheticFilms.threshold }

    /// The first is reviewed by somebody else and flagged.
    var live: [LiveFilm] {
        films.enumerated().map { place, record in
            LiveFilm(
                record: record,
                review: place == 0 ? ReviewNote(id: 7, reviewer: "vulturescu", isNormal: true, at: Self.moment) : nil,
                flag: place == 0 ? FlagNote(login: "vulturescu", note: note, at: Self.moment) : nil,
                compared: place == 0 ? Severity(0) : record.compared)
        }
    }

    var rows: [LiveFilmRow] {
        live.map { LiveFilmRow($0, viewer: viewer, audience: audience, threshold: threshold, query: "page=2") }
    }

    static let moment = "2026-11-21T08:00:00.000Z"

    func page(_ query: FilmQuery) -> FilmsPage {
        let form = FilmFilterForm(
            query: query, regions: ["chest"], radiologists: [.init(value: "Dr. V.R. (a3)", films: 3)],
            diagnoses: [.init(value: "masses", films: 1)], usualSize: 20)
        return FilmsPage(
            rows: rows, total: rows.count * 10, pages: 10, query: query, form: form, state: state,
            notices: Gallery.notices, audience: audience)
    }

    var state: LiveStateWords {
        var state = LiveStateWords(viewer: viewer)
        (state.waiting, state.checks) = (12, 1)
        state.current = films.first.map { LiveStateWords.current($0.exam, for: audience) }
        state.servers = [
            .init(
                name: "primary", address: audience == .admin ? "http://me:secret@reader/?key=abc" : "",
                model: "reader-4b", isHealthy: false, since: Self.moment)
        ]
        (state.averageSeconds, state.nextQuery) = (12.34, "2026-11-21T09:00:00Z")
        return state
    }

    var film: LiveFilmPage {
        let first = live[0]
        let page = FilmPage(
            record: first.record, previous: Array(films.suffix(1)), audience: audience, threshold: threshold)
        return LiveFilmPage(
            page: page, film: first,
            reviews: [ReviewNote(id: 7, reviewer: "vulturescu", isNormal: true, at: Self.moment)],
            flags: [FlagNote(login: "vulturescu", note: note, at: Self.moment)], viewer: viewer, audience: audience,
            threshold: threshold, query: LiveGallery.query, newer: (SyntheticFilms.uid(8), LiveGallery.query),
            older: (SyntheticFilms.uid(9), LiveGallery.query), patientLink: "patients/t0ken.html",
            viewerLink: audience == .admin ? "https://viewer.example/?s={study}&i={uid}" : nil)
    }

    var worklist: WorklistPage {
        WorklistPage(rows: rows, total: rows.count, isWithReviewed: true, threshold: threshold)
    }

    var patients: PatientsPage {
        PatientsPage(
            patients: films.map { ($0.exam.patient, "t0ken") }, total: 120, pages: 3, page: 2, search: "a b",
            audience: audience)
    }

    var patient: PatientPage {
        PatientPage(
            patient: films[0].exam.patient, token: "t0ken", films: live, viewer: viewer, audience: audience,
            threshold: threshold)
    }
}
