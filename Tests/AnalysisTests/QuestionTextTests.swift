import Analysis
import Radiology
import Testing

@Suite("The question about a film with a history")
struct QuestionTextTests {
    let prompts: Prompts
    var film = Question(
        png: [1], region: BodyRegion(rawValue: "chest"), projection: .frontal, subject: "7-year-old girl",
        question: "Is it clear?", indication: "tuse")

    init() throws {
        prompts = try PromptsTests.loaded(["usr": "This {anatomy} of a {subject}. {question}"])
        for (day, author) in [(20_005, PriorReport.Author.radiologist), (20_003, .ai), (20_001, .ai), (19_999, .ai)] {
            let day = try #require(CalendarDay(dayNumber: day))
            film.priors.append(PriorReport(day: day, author: author, text: "Report of \(day).\nSecond line."))
        }
    }

    @Test("Information comes first, then at most three earlier reports, the task, and what to do with them")
    func order() {
        #expect(
            prompts.userText(film) == """
                Clinical information: <<< tuse>>>

                Earlier reports of the same region of this patient:
                2024-10-09, radiologist: <<<Report of 2024-10-09. Second line.>>>
                2024-10-07, AI: <<<Report of 2024-10-07. Second line.>>>
                2024-10-05, AI: <<<Report of 2024-10-05. Second line.>>>

                This frontal chest of a 7-year-old girl. Is it clear?

                Earlier reports are given above: say what is new, what has changed and what is unchanged since then. \
                Describe only what this image shows.
                """)
    }

    @Test("A second reading is told its earlier answer and no other report")
    func secondReading() {
        var film = film
        film.earlier = "FINDINGS:\nClear."
        #expect(
            prompts.userText(film)
                == "Clinical information: <<< tuse>>>\n\nThis frontal chest of a 7-year-old girl. Is it clear?")
    }

    @Test("Without information and without earlier reports only the task is left", arguments: [nil, "", " \n>>>\u{7}"])
    func bare(nothing: String?) {
        var film = film
        film.indication = nothing
        film.priors = film.priors.map { PriorReport(day: $0.day, author: $0.author, text: nothing ?? "") }
        #expect(prompts.userText(film) == "This frontal chest of a 7-year-old girl. Is it clear?")
    }

    @Test("Endless texts are cut")
    func endless() {
        var film = film
        film.indication = String(repeating: "ă", count: 50_000)
        film.priors = film.priors.map {
            PriorReport(day: $0.day, author: $0.author, text: String(repeating: "z\u{301}", count: 50_000))
        }
        #expect(prompts.userText(film).unicodeScalars.count < 2000 + 3 * 3000 + 1000)
    }

    @Test(
        "Regions of the settings are told, free texts are not",
        arguments: [
            ("upper_limb", "frontal upper limb"), ("eye", "frontal eye"), ("Torace AP", "frontal"), ("", "frontal"),
        ])
    func region(key: String, wanted: String) {
        var film = film
        film.region = BodyRegion(rawValue: key)
        #expect(film.anatomy.split(separator: " ").joined(separator: " ") == wanted)
    }
}
