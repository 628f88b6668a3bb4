import Radiology
import Reports
import Testing

@Suite("Who may read what")
struct PrivacyStories {
    /// Everything that names Mrs Canaryescu, her doctor or their numbers, in any writing.
    static let canaries = [
        "canaryescu", "cănaryescu", "miruna", "elena", "2710302123456", "his-778899", "rep-4455", "1971-03-02",
        "02.03.1971",
        "19710302", "vulturescu", "radu", "1.2.3.777",
    ]

    @Test("With initials, no page holds a name, a number or a birth date", arguments: Gallery.allCases)
    func initialsOnly(page: Gallery) throws {
        let html = try page.html(.user).lowercased()
        #expect(Self.canaries.filter { html.contains($0) } == [])
    }

    @Test("With names, the film page says who it is")
    func withNames() throws {
        let html = try Gallery.filmRead.html(.admin)
        let wanted = [
            "CANARYESCU MIRUNA ELENA", "2710302123456", "1971-03-02", "Dr. Vulturescu Radu", "woman, 55 years",
        ]
        #expect(wanted.filter { !html.contains($0) } == [])
    }

    @Test("With initials, age and sex stay, and initials stand for names")
    func whatStays() throws {
        let html = try Gallery.filmRead.html(.user)
        #expect(["C.M.E.", "Dr. V.R.", "woman, 55 years", "initials"].filter { !html.contains($0) } == [])
    }

    @Test("A newborn's days would give the birth date away; with initials the page says less")
    func newborn() throws {
        let baby = SyntheticFilms.film(5, born: (2026, 11, 10))
        #expect(try Gallery.index.html(.admin, [baby]).contains("10 d"))
        let html = try Gallery.index.html(.user, [baby])
        #expect(html.contains("&lt;1 mo") && !html.contains("10 d"))
    }

    @Test("A film with text burned into it is not shown with initials")
    func burnedIn() throws {
        var film = SyntheticFilms.masses()
        film.exam.facts.burnedInAnnotation = true
        let films = [film] + Gallery.films.dropFirst()
        let picture = PagePaths.display(film.exam.uid)
        #expect(try Gallery.filmRead.html(.admin, films).contains(picture))
        #expect(try !Gallery.filmRead.html(.user, films).contains(picture))
        #expect(try !Gallery.index.html(.user, films).contains(PagePaths.thumbnail(film.exam.uid)))
    }

    @Test("Passwords in an endpoint or a setting are on no page", arguments: Audience.allCases)
    func secrets(audience: Audience) throws {
        for page in Gallery.allCases {
            let html = try page.html(audience)
            #expect(!html.contains("secret") && !html.contains("key=abc"), "\(page)")
        }
    }

    @Test(
        "Free text loses the people in it and keeps its medicine",
        arguments: [
            ("Pacienta CANARYESCU M., 55 ani", "Pacienta […] M., 55 ani"), ("Canaryescu Miruna: tuse", "[…]: tuse"),
            ("cănáryescu", "[…]"), ("Canaryescului nu", "Canaryescului nu"), ("CNP 1234567890123.", "CNP […]."),
            ("n. 2.3.1971, 02/03/1971", "n. 2.3.1971, […]"), ("ID HIS-778899x", "ID […]x"), ("", ""),
            ("pulmonary nodule, 12 mm", "pulmonary nodule, 12 mm"),
        ])
    func redaction(text: String, expected: String) {
        let redact = Redaction(for: SyntheticFilms.masses(), audience: .user)
        #expect(redact(text) == expected)
    }
}
