import Radiology
import Reports
import Testing

@Suite("What a page says about an answer that is odd, and how answers came about")
struct OddAnswerStories {
    private func film(_ change: (inout ExamRecord) -> Void) throws -> String {
        var films = Gallery.films
        change(&films[0])
        return try Gallery.filmRead.html(.admin, films)
    }

    private func row(_ alarms: [AnswerAlarm]) throws -> String {
        var film = SyntheticFilms.masses()
        film.alarms = alarms
        return try Gallery.index.html(.user, [film])
    }

    private func alarm(_ kind: AnswerAlarm.Kind?, words: String? = nil, partner: Int? = nil) -> AnswerAlarm {
        AnswerAlarm(kind: kind, words: words, partner: partner.map(SyntheticFilms.uid), at: "2026-11-20T17:44:01.000Z")
    }

    @Test(
        "Every kind is a sign with its words, in the list and on the page",
        arguments: [
            (.nearIdentical, "same text", "Nearly the same text as about other films."),
            (.wrongRegion, "wrong body part", "About another body part."),
            (.wrongModality, "wrong modality", "About another kind of examination."),
            (.wrongLanguage, "not English", "Not in English."), (.repetition, "repeats itself", "It repeats itself."),
            (nil, "odd answer", "Odd answer."),
        ] as [(AnswerAlarm.Kind?, String, String)])
    func kinds(kind: AnswerAlarm.Kind?, label: String, heading: String) throws {
        let mark = "<use href=\"#odd\"/></svg><span class=\"ear\">odd answer: </span>\(label)</span>"
        #expect(try row([alarm(kind)]).contains(mark))
        let html = try film { $0.alarms = [alarm(kind)] }
        #expect(html.contains("<use href=\"#odd\"/></svg> <strong>\(heading)</strong> "))
        #expect(html.contains("noticed 2026-11-20 17:44 UTC"))
    }

    @Test("The page leads to the other film with nearly the same text, and only such a note does")
    func partner() throws {
        let html = try film { $0.alarms = [alarm(.nearIdentical, partner: 4), alarm(.repetition)] }
        let link = "<a href=\"../../\(PagePaths.film(SyntheticFilms.uid(4)))\">Compare with the other film</a>"
        #expect(html.split(separator: link).count == 2)
        #expect(html.split(separator: "Compare with the other film").count == 2)
    }

    @Test("An answer without alarms has no sign, and several alarms are one mark")
    func marks() throws {
        let sign = "class=\"odd-mark\""
        #expect(try !row([]).contains(sign) && !film { $0.alarms = [] }.contains("class=\"note odd\""))
        let html = try row([alarm(.repetition), alarm(.wrongLanguage), alarm(.repetition)])
        #expect(html.split(separator: sign).count == 2 && html.contains("</span>repeats itself, not English</span>"))
    }

    @Test("A sentence of an alarm is text, and names nobody to those who see initials")
    func hostile() throws {
        var odd = SyntheticFilms.masses()
        odd.alarms = [alarm(.repetition, words: "<b>\" Canaryescu & 2710302123456")]
        for page in [Gallery.filmRead, .index] {
            let films = [odd] + Gallery.films.dropFirst()
            #expect(try !page.html(.user, films).lowercased().contains("canaryescu &amp; 271"))
            #expect(try !page.html(.admin, films).contains("<b>\""))
        }
    }

    @Test("A changed model and a changed verdict stand above the list, with their day; addresses only with names")
    func notices() throws {
        func front(_ audience: Audience) throws -> String { try Gallery.indexNotices.html(audience) }
        let words = [
            "Another model answers.", "2026-11-20 02:10 UTC", "calls its model “reader-8b”; before it was “reader-4b”",
            "A film with a known answer was read otherwise.", "Expected 0, answered 7.",
            "href=\"\(PagePaths.film(SyntheticFilms.uid(4)))\"", "3 times since 2026-11-18 02:10 UTC",
        ]
        for audience in Audience.allCases {
            let html = try front(audience)
            for word in words { #expect(html.contains(word), "\(word)") }
            #expect(html.contains("reader.local") == (audience == .admin))
            #expect(try !Gallery.index.html(audience).contains("class=\"notices\""))
        }
    }

    @Test("The page says who answered, to what, and when nobody was asked")
    func circumstances() throws {
        let html = try Gallery.filmOdd.html(.admin)
        let words = [
            "http://reader.local:8080<", "check c3, report a1", "model-896/1",
            "2026-10-02 (AI), 2026-10-02 (radiologist)",
            "answered 2026-11-19 08:01 UTC: that answer was taken over", "f00dfeed",
        ]
        for word in words { #expect(html.contains(word), "\(word)") }
        #expect(!html.contains("Time taken") && !html.contains("secret") && !html.contains("8080/v1"))
        #expect(try Gallery.filmRead.html(.admin).contains("report 12.3 s, check 60 ms"))
        #expect(try !Gallery.filmOdd.html(.user).contains("reader.local"))
    }

    @Test("Original and translation stand side by side; what a machine wrote is called so", arguments: [true, false])
    func translation(hasOriginal: Bool) throws {
        let html = try film { if !hasOriginal { $0.radiologistReport?.text = nil } }
        #expect(html.split(separator: "machine translation").count == 2)
        #expect(html.contains("<p class=\"text\">Round opacities.</p>"))
        #expect(html.contains("class=\"two-texts\"") == hasOriginal && html.contains("Opacități") == hasOriginal)
        #expect(try !film { $0.radiologistReport?.english = nil }.contains("machine translation"))
    }
}
