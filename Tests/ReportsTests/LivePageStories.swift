import Radiology
import Reports
import Testing

@Suite("Live pages")
struct LivePageStories {
    @Test("No name, protocol, note or report becomes markup", arguments: HostileText.attacks, Audience.allCases)
    func escaped(attack: String, audience: Audience) throws {
        for page in LiveGallery.allCases {
            let plain = try page.html(audience)
            let html = try page.html(audience, HostileText.poisoned(attack), note: attack)
            #expect(html.components(of: "<script") == plain.components(of: "<script"), "\(page)")
            #expect(html.components(of: "<img src=x") == 0 && html.components(of: " y='") == 0, "\(page)")
            #expect(!html.utf8.contains(0) && !html.utf8.contains(0x1b), "\(page)")
            #expect(!Array(html.utf8).contains(sequence: Array("\"\u{301}".utf8)), "\(page)")
        }
    }

    @Test("Nothing runs or is styled inline, and nothing is asked of another computer", arguments: LiveGallery.allCases)
    func strict(page: LiveGallery) throws {
        let html = try page.html(.admin)
        let forbidden = [
            "src=\"http", "href=\"//", "src=\"//", "url(", "<style", "style=\"", " onclick", " onload", "javascript:",
            "{{",
        ]
        #expect(forbidden.filter { html.contains($0) } == [])
        let outside = html.components(of: "href=\"http")
        #expect(outside == (page == .film ? 1 : 0), "only the link to an outside viewer leads away")
    }

    @Test("Everything that a page loads is served", arguments: LiveGallery.allCases)
    func references(page: LiveGallery) throws {
        let known = Set((Pages.sharedFiles + LiveFiles.all).map(\.path))
        let html = try page.html(.admin)
        for mark in ["<script src=\"", "<link rel=\"stylesheet\" href=\"", "<link rel=\"icon\" href=\""] {
            for part in html.split(separator: mark, omittingEmptySubsequences: false).dropFirst() {
                let name = part.prefix { $0 != "\"" }.split(separator: "/").last.map(String.init) ?? ""
                #expect(known.contains(name), "\(page) loads \(name)")
            }
        }
    }

    @Test("Modules load only modules that are served")
    func modules() {
        let files = Dictionary(
            uniqueKeysWithValues: LiveFiles.all.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
        for (path, text) in files where path.hasSuffix(".js") {
            for part in text.split(separator: "from \"./", omittingEmptySubsequences: false).dropFirst() {
                #expect(files[String(part.prefix { $0 != "\"" })] != nil, "\(path)")
            }
        }
    }

    @Test("Scripts make no markup and no code of text")
    func scripts() {
        let text = LiveFiles.all.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
        let forbidden = [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "@import",
            "https:", "url(",
        ]
        #expect(forbidden.filter { text.contains($0) && !($0 == "https:" && text.contains("=== \"https:\"")) } == [])
    }

    @Test("With initials, no page holds a name, a number or a birth date", arguments: LiveGallery.allCases)
    func initialsOnly(page: LiveGallery) throws {
        let html = try page.html(.user, note: "Miruna Canaryescu, 2710302123456").lowercased()
        #expect(PrivacyStories.canaries.filter { html.contains($0) } == [])
    }

    @Test("A server's password and key are on no page", arguments: LiveGallery.allCases, Audience.allCases)
    func secrets(page: LiveGallery, audience: Audience) throws {
        let html = try page.html(audience)
        #expect(!html.contains("secret") && !html.contains("key=abc"))
    }

    @Test("Who may only look finds no buttons", arguments: LiveGallery.allCases)
    func looker(page: LiveGallery) throws {
        let looker = LiveViewer(login: "gh", role: "user", mayReview: false, isAdmin: false)
        let html = try page.html(.user, viewer: looker)
        #expect(!html.contains("data-act") && !html.contains("class=\"query\""))
    }

    @Test("A reviewer has the review's buttons, an admin the archive's as well")
    func buttons() throws {
        let reviewer = try LiveGallery.films.html(.user)
        let admin = try LiveGallery.films.html(.admin)
        for name in ["normal", "abnormal", "flag", "requeue", "fetch"] {
            #expect(reviewer.contains("data-act=\"\(name)\""), "\(name)")
        }
        #expect(!reviewer.contains("class=\"query\"") && admin.contains("class=\"query\""))
        // Somebody else's review is an admin's to take back.
        #expect(!reviewer.contains("data-act=\"undo\"") && admin.contains("data-act=\"undo\" data-review=\"7\""))
    }

    @Test(
        "AI and person together make the badge, and what is not assessed makes none",
        arguments: [
            (0, 0, "NORMAL"), (8, 9, "POSITIVE FINDING"), (8, 0, "FALSE POSITIVE"), (0, 8, "FALSE NEGATIVE"),
            (8, nil, nil), (nil, 0, nil), (nil, nil, nil),
        ] as [(Int?, Int?, String?)])
    func badges(ai: Int?, compared: Int?, badge: String?) {
        let made = FilmBadge(
            ai: ai.flatMap { Severity($0) }, compared: compared.flatMap { Severity($0) },
            threshold: SyntheticFilms.threshold)
        #expect(made?.rawValue == badge)
    }

    @Test("A severity whose text is gone still makes a mark and a badge")
    func withoutText() throws {
        var record = SyntheticFilms.masses()
        record.aiReport = nil
        record.status = .done
        let film = LiveFilm(record: record, ai: Severity(8), compared: Severity(9))
        let row = LiveFilmRow(
            film, viewer: LiveGallery.viewer(.admin), audience: .admin, threshold: SyntheticFilms.threshold)
        let html = String(decoding: try LiveGallery.pages(.admin).rowFragment(row, isWithDay: false), as: UTF8.self)
        #expect(html.contains("POSITIVE FINDING") && html.contains("severity 8 of 10"))
        #expect(!html.contains("no answer yet"))
    }

    @Test("A page says after which event it was drawn")
    func numbered() throws {
        var frame = Gallery.frame(.admin)
        (frame.isLive, frame.viewer, frame.sequence) = (true, LiveGallery.viewer(.admin), 1_763_776_800_000_123)
        let html = String(decoding: try Pages(frame: frame).check(CheckPage()), as: UTF8.self)
        #expect(html.contains("<html lang=\"en\" data-audience=\"admin\" data-seq=\"1763776800000123\""))
        #expect(try !LiveGallery.signIn.html(.admin).contains("data-seq"))
    }

    @Test("The window's title names the film, the queue and the checks")
    func title() throws {
        let html = try LiveGallery.statePart.html(.user)
        #expect(html.contains("data-title=\"XRayVision - C.M.E. (Q:12/C:1)\""))
    }

    @Test("A page of the file share keeps its body and takes the live header")
    func lifted() throws {
        let html = try LiveGallery.lifted.html(.admin)
        #expect(html.contains("Sign out") && html.contains("<h1>Days <small>"))
        #expect(html.components(of: "<header") == 1 && html.components(of: "<!DOCTYPE") == 1)
        #expect(html.components(of: "form-action 'self'") == 1 && !html.contains("form-action 'none'"))
    }

    @Test("The outside viewer's address is filled in, encoded, and only ever http")
    func outside() {
        var exam = SyntheticFilms.masses().exam
        exam.series = StudyInstanceUID(rawValue: "1.2.3.4").map { SeriesInstanceUID(validated: $0.rawValue) }
        #expect(
            LiveFilmPage.address("https://v/?s={study}&e={series}&i={uid}", of: exam)
                == "https://v/?s=1.2.3.777&e=1.2.3.4&i=\(exam.uid.rawValue)")
        exam.series = nil
        #expect(LiveFilmPage.address("https://v/{series}", of: exam) == nil)
        #expect(LiveFilmPage.address("javascript:alert({uid})", of: exam) == nil)
        #expect(LiveFilmPage.address(nil, of: exam) == nil)
    }

    @Test(
        "After signing in the reader is led nowhere else",
        arguments: [
            ("/worklist.html?all=1", true), ("//evil.example/", false), ("/\\evil.example", false), ("", false),
            ("https://evil.example/", false), ("/a\r\nSet-Cookie: x", false), ("/ x", false),
        ])
    func next(path: String, isOurs: Bool) throws {
        #expect(SignInPage.isOurs(path) == isOurs)
        let html = String(
            decoding: try LiveGallery.pages(.user).signIn(SignInPage(next: path)), as: UTF8.self)
        #expect(html.contains("name=\"next\"") == isOurs)
    }

    @Test("The film page leads on within the list that the reader came from")
    func neighbours() throws {
        let html = try LiveGallery.film.html(.admin)
        let query = "?search=a%20b%26c&amp;page=2"
        #expect(html.contains(PagePaths.film(SyntheticFilms.uid(8)) + query))
        #expect(html.contains("href=\"../../index.html\(query)\" rel=\"up\""))
    }
}
