import Radiology
import Reports

/// Every kind of page, drawn from the same few films.
enum Gallery: String, CaseIterable, Sendable {
    case filmRead = "film-read"
    case filmFailed = "film-failed"
    case filmNotAssessed = "film-not-assessed"
    case filmOdd = "film-odd"
    case index
    case indexNotices = "index-notices"
    case indexEmpty = "index-empty"
    case day
    case days
    case statistics, radiologists, diagnostics, insights
    case statisticsEmpty = "statistics-empty"
    case about

    static func frame(_ audience: Audience) -> PageFrame {
        PageFrame(
            workspaceName: "Ward 7", audience: audience, dataChanged: "2026-11-20T17:44:01Z", version: "0.1.0")
    }

    func html(_ audience: Audience, _ films: [ExamRecord] = Self.films) throws -> String {
        String(decoding: try bytes(audience, films), as: UTF8.self)
    }

    func bytes(_ audience: Audience, _ films: [ExamRecord] = Self.films) throws -> [UInt8] {
        let pages = try Pages(frame: Self.frame(audience))
        return switch self {
        case .filmRead: pages.film(film(audience, films[0], previous: [films[3]]))
        case .filmFailed: pages.film(film(audience, films[1]))
        case .filmNotAssessed: pages.film(film(audience, films[2]))
        case .filmOdd: pages.film(film(audience, Self.odd(films[0])))
        case .index: pages.index(index(audience, films))
        case .indexNotices:
            pages.index(index(audience, [Self.odd(films[0])] + films.dropFirst(), notices: Self.notices))
        case .indexEmpty: pages.index(IndexPage(counters: Counters(), rows: [], total: 0))
        case .day: pages.day(day(audience, films))
        case .days: pages.days(Self.daysPage)
        case .statistics, .radiologists, .diagnostics, .insights, .statisticsEmpty:
            pages.statistics(statistics(audience))
        case .about: pages.about(Self.aboutPage)
        }
    }

    static let films: [ExamRecord] = {
        var failed = SyntheticFilms.film(2, at: "2026-11-20 12:00:00", status: .error)
        failed.reason = "the model server answered 500 three times"
        var unassessed = SyntheticFilms.read(3, ai: nil)
        unassessed.aiReport?.model = "builtin:baseline/1"
        return [SyntheticFilms.masses(), failed, unassessed, SyntheticFilms.read(4, ai: 5)]
    }()

    /// With everything that can be odd about an answer that was taken over from another film.
    static func odd(_ film: ExamRecord) -> ExamRecord {
        var film = film
        film.alarms = [
            AnswerAlarm(
                kind: .nearIdentical,
                words:
                    "The report has nearly the same words as those about 3 other films: look whether the model still "
                    + "sees its pictures.", partner: SyntheticFilms.uid(4), at: "2026-11-20T17:44:01.000Z"),
            AnswerAlarm(kind: .wrongLanguage, at: "2026-11-20T17:44:01.000Z"),
        ]
        let priors = ["AI", "radiologist"].compactMap { author in
            CalendarDay("2026-10-02").map { AnswerCircumstances.Prior(day: $0, author: author) }
        }
        film.circumstances = AnswerCircumstances(
            requestHash: "f00dfeed", takenFrom: "2026-11-19T08:01:02.000Z", priors: priors)
        return film
    }

    static let notices = [
        Notice(
            .modelChanged(
                server: "http://operator:secret@reader.local:8080/v1?key=abc", before: "reader-4b", now: "reader-8b"),
            at: "2026-11-20T02:10:00.000Z", first: "2026-11-18T02:10:00.000Z", times: 3),
        Notice(
            .knownAnswerChanged(film: SyntheticFilms.uid(4), verdict: "expected 0, answered 7"),
            at: "2026-11-19T02:12:00.000Z"),
    ]

    func film(_ audience: Audience, _ record: ExamRecord, previous: [ExamRecord] = []) -> FilmPage {
        FilmPage(
            record: record, previous: previous, newer: SyntheticFilms.uid(8), older: SyntheticFilms.uid(9),
            audience: audience, threshold: SyntheticFilms.threshold)
    }

    func index(_ audience: Audience, _ films: [ExamRecord], notices: [Notice] = []) -> IndexPage {
        let counters = Counters(
            waiting: 1, readingNow: 0, readOnLatestDay: 3, latestDay: "2026-11-20", failed: 1, toReview: 2,
            odd: notices.isEmpty ? 0 : 1)
        return IndexPage(
            counters: counters, rows: rows(audience, films), total: 1_240, notices: notices, audience: audience)
    }

    func day(_ audience: Audience, _ films: [ExamRecord]) -> DayPage {
        DayPage(day: "2026-11-20", rows: rows(audience, films), part: 2, parts: 2, older: "2026-11-19")
    }

    private func rows(_ audience: Audience, _ films: [ExamRecord]) -> [FilmRow] {
        films.map { FilmRow(record: $0, audience: audience, threshold: SyntheticFilms.threshold) }
    }

    static let daysPage = DaysPage(
        days: [
            DayCount(day: "2026-11-20", films: 801, read: 799, failed: 1, positive: 120),
            DayCount(day: "2025-03-02", films: 3, read: 3, failed: 0, positive: 0),
        ], threshold: SyntheticFilms.threshold)

    func statistics(_ audience: Audience) -> StatisticsPage {
        let subject = StatisticsSubject(rawValue: rawValue) ?? .overview
        let figures = SyntheticFigures.figures(audience, exams: self == .statisticsEmpty ? 0 : 300)
        return StatisticsPage(subject, figures)
    }

    static let aboutPage = AboutPage(
        settings: [
            AboutPage.Setting(
                key: "openai.OPENAI_URL_PRIMARY", value: "http://me:secret@reader:8080", origin: "local.cfg"),
            AboutPage.Setting(key: "openai.OPENAI_API_KEY", value: "sk-secret", origin: "environment"),
        ], attributions: ["Sample films: made up."])
}
