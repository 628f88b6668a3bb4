import Radiology
import Reports
import Testing

@Suite("What a radiologist reads on a film page")
struct FilmPageStories {
    private func page(_ record: ExamRecord, previous: [ExamRecord] = []) throws -> String {
        var films = Gallery.films
        films[0] = record
        if let earlier = previous.first { films[3] = earlier }
        return try Gallery.filmRead.html(.admin, films)
    }

    @Test(
        "A severity is a shape, a number and a sentence, never colour alone",
        arguments: [
            (nil, "unassessed", "–", "not assessed"), (0, "low", "0", "severity 0 of 10, low"),
            (2, "low", "2", "severity 2 of 10, low"), (3, "medium", "3", "severity 3 of 10, medium"),
            (6, "medium", "6", "severity 6 of 10, medium"), (7, "high", "7", "severity 7 of 10, high"),
            (10, "high", "10", "severity 10 of 10, high"),
        ] as [(Int?, String, String, String)])
    func severityMark(score: Int?, shape: String, number: String, words: String) throws {
        let html = try page(SyntheticFilms.read(1, ai: score))
        let mark = "<use href=\"#\(shape)\"/></svg><b>\(number)</b><span class=\"ear\"> \(words)</span>"
        #expect(html.contains(mark))
    }

    @Test("The AI's text never stands without the model's name", arguments: ["reader-4b", nil] as [String?])
    func modelName(model: String?) throws {
        var film = SyntheticFilms.read(1, ai: 3)
        film.aiReport?.model = model
        #expect(try page(film).contains("class=\"model\">\(model ?? "model not recorded")<"))
    }

    @Test("The built-in reader does not pass for a trained model, and not assessed does not pass for normal")
    func honesty() throws {
        let html = try Gallery.filmNotAssessed.html(.user)
        #expect(html.contains("not a trained model") && html.contains("This does not mean normal"))
    }

    @Test(
        "A film that is not read says why and what happens next",
        arguments: [
            (.queued, "waits in the queue"), (.processing, "is reading the film now"), (.error, "failures --retry"),
            (.ignore, "[supported_regions]"), (.requeue, "second reading"), (.none, "not in the queue"),
        ] as [(ExamStatus, String)])
    func states(status: ExamStatus, words: String) throws {
        var film = SyntheticFilms.film(1, status: status)
        film.reason = "because of a test"
        let html = try page(film)
        #expect(html.contains(words) && html.contains("Reason: because of a test"))
    }

    @Test("An earlier film without a report does not borrow the report of this one")
    func earlierFilm() throws {
        let html = try page(SyntheticFilms.masses(), previous: [SyntheticFilms.read(4, ai: 5)])
        let strip = html.split(separator: "class=\"strip\"").last?.split(separator: "</ol>").first ?? ""
        #expect(strip.contains("severity 5 of 10") && !strip.contains("Radiologist"))
    }

    @Test("A hospital that was asked and has no report is not “not asked yet”")
    func noReport() throws {
        var film = SyntheticFilms.read(1, ai: 3)
        film.radiologistReport = RadiologistReport()
        film.radiologistReport?.id = "-1"
        #expect(try page(film).contains("hold no report of this film"))
    }

    @Test(
        "A report text is split at its headings",
        arguments: [
            ("FINDINGS:\nA\nB\n\nIMPRESSION:\nC", "A\nB", "C"), ("**Findings:** A\r\n**Impression:** C\r\n", "A", "C"),
            ("## FINDINGS\nA\n## IMPRESSION\n\nC\n\n", "A", "C"), ("Only words", "Only words", ""), ("", "", ""),
            ("Findings are stable.", "Findings are stable.", ""), ("IMPRESSION: C", "", "C"),
        ])
    func sections(text: String, findings: String, impression: String) {
        let sections = ReportSections(text)
        #expect([sections.findings, sections.impression] == [findings, impression])
    }

    @Test(
        "The time between two films is said in words",
        arguments: [
            ("2026-11-20", "same day"), ("2026-11-19", "1 day before"), ("2026-10-01", "7 weeks before"),
            ("2026-05-20", "6 months before"), ("2020-11-20", "6 years before"), ("2026-11-21", nil), ("unknown", nil),
        ] as [(String, String?)])
    func intervals(day: String, words: String?) {
        #expect(TimeWords.interval(from: day, to: "2026-11-20") == words)
    }

    @Test(
        "Days have their weekday",
        arguments: [("2026-11-20", "Friday, 20 November 2026"), ("1969-12-31", "Wednesday, 31 December 1969")])
    func weekdays(day: String, words: String) {
        #expect(TimeWords.heading(day) == words)
    }
}
