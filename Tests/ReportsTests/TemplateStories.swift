import Mustache
import Radiology
import Reports
import Testing

@Suite("Templates")
struct TemplateStories {
    /// A page as the layers of words it is drawn from, and the name of its template.
    private static func parts(_ page: Gallery, _ audience: Audience) -> (
        template: String, path: String, fields: Fields
    )? {
        let films = Gallery.films
        switch page {
        case .filmRead:
            let film = page.film(audience, films[0], previous: [films[3]])
            return ("film", film.path, film.fields)
        case .filmFailed: return ("film", page.film(audience, films[1]).path, page.film(audience, films[1]).fields)
        case .filmNotAssessed: return ("film", page.film(audience, films[2]).path, page.film(audience, films[2]).fields)
        case .filmOdd:
            let film = page.film(audience, Gallery.odd(films[0]))
            return ("film", film.path, film.fields)
        case .indexNotices:
            let odd = [Gallery.odd(films[0])] + films.dropFirst()
            return ("index", IndexPage.path, page.index(audience, odd, notices: Gallery.notices).fields)
        case .index: return ("index", IndexPage.path, page.index(audience, films).fields)
        case .day: return ("day", page.day(audience, films).path, page.day(audience, films).fields)
        case .days: return ("days", DaysPage.path, Gallery.daysPage.fields)
        case .statistics, .radiologists, .diagnostics, .insights, .statisticsEmpty:
            let drawn = page.statistics(audience)
            return ("statistics", drawn.path, drawn.fields)
        case .about: return ("about", AboutPage.path, Gallery.aboutPage.fields)
        case .indexEmpty: return nil
        }
    }

    private static func plain(_ fields: Fields) -> [String: Any] {
        fields.mapValues { field -> Any in
            switch field {
            case .text(let text): text
            case .flag(let flag): flag
            case .group(let group): plain(group)
            case .rows(let rows): rows.map(plain)
            }
        }
    }

    @Test(
        "Templates are ordinary Mustache: another library draws the same page", arguments: Gallery.allCases,
        Audience.allCases)
    func oracle(page: Gallery, audience: Audience) throws {
        guard let (name, path, fields) = Self.parts(page, audience) else { return }
        let around = Gallery.frame(audience).fields(page: path, title: "T", place: .films, changed: nil)
        let library = MustacheLibrary(
            templates: try PageTemplates.sources.mapValues {
                try MustacheTemplate(string: String(decoding: $0, as: UTF8.self))
            })
        let theirs = library.render(Self.plain(around.merging(fields) { $1 }), withTemplate: name)
        let ours = try Template(named: name, from: PageTemplates.sources).draw([around, fields])
        #expect(String(decoding: ours, as: UTF8.self) == theirs)
    }

    private static func draw(_ text: String, _ fields: Fields, partial: String = "") throws -> String {
        let template = try Template(named: "page", from: ["page": Array(text.utf8), "part": Array(partial.utf8)])
        return String(decoding: template.draw([fields]), as: UTF8.self)
    }

    @Test(
        "The language of the templates",
        arguments: [
            ("a {{x}} b", "a &lt;&amp;&quot;&#39;&gt; b"), ("{{#yes}}on{{/yes}}{{^yes}}off{{/yes}}", "on"),
            ("{{#no}}on{{/no}}{{^no}}off{{/no}}", "off"),
            ("{{#nothing}}on{{/nothing}}{{^nothing}}off{{/nothing}}", "off"),
            ("{{#rows}}{{n}},{{/rows}}", "1,2,"), ("{{#group}}{{n}}{{x}}{{/group}}", "3&lt;&amp;&quot;&#39;&gt;"),
            ("a\n  {{#yes}}\nb\n{{/yes}}\nc\n", "a\nb\nc\n"), ("a\n{{! nothing }}\nb", "a\nb"), ("{{>part}}!", "[on]!"),
            ("a {{#yes}} \nb{{/yes}}", "a  \nb"), ("{{missing}}", ""),
        ])
    func language(text: String, expected: String) throws {
        let fields: Fields = [
            "x": "<&\"'>", "yes": true, "no": false, "rows": .rows([["n": "1"], ["n": "2"]]),
            "group": .group(["n": "3"]),
        ]
        #expect(try Self.draw(text, fields, partial: "[{{#yes}}on{{/yes}}]") == expected)
    }

    @Test(
        "A broken template is found before the first page, with its line",
        arguments: [
            ("{{#a}}x", 1), ("x\n{{/a}}", 2), ("a\n\n{{#a}}{{/b}}", 3), ("{{x", 1), ("{{{raw}}}", 1), ("{{&raw}}", 1),
            ("{{>nowhere}}", 0),
        ])
    func broken(text: String, line: Int) {
        let error = #expect(throws: ReportsError.self) { try Self.draw(text, [:]) }
        guard case .templateBroken(_, line, _)? = error else {
            Issue.record("expected line \(line), got \(String(describing: error))")
            return
        }
    }

    @Test("A partial that calls itself ends with an error, not with the stack")
    func endless() {
        #expect(throws: ReportsError.self) { try Self.draw("{{>part}}", [:], partial: "{{>part}}") }
    }
}
