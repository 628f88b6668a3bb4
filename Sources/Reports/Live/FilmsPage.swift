import Radiology

/// The live list of films: filters, what happens now, a page of films.
public struct FilmsPage: Sendable {
    public static let path = PagePaths.index
    let rows: [LiveFilmRow]
    let total: Int
    let pages: Int
    let query: FilmQuery
    let form: FilmFilterForm
    let state: LiveStateWords
    let notices: [Fields]

    public init(
        rows: [LiveFilmRow], total: Int, pages: Int, query: FilmQuery, form: FilmFilterForm, state: LiveStateWords,
        notices: [Notice] = [], audience: Audience
    ) {
        self.rows = rows
        self.total = total
        self.pages = max(1, pages)
        self.query = query
        self.form = form
        self.state = state
        self.notices = notices.map { $0.fields(for: audience) }
    }

    package var fields: Fields {
        var fields = Self.listFields(rows, total: total, pages: pages, query: query)
        fields["filters"] = .group(form.fields)
        fields["state"] = .group(state.fields(from: Self.path))
        fields["notices"] = .list(notices)
        fields["hasNotices"] = .flag(!notices.isEmpty)
        return fields
    }

    /// What `live-list.mustache` asks for: the part that a script replaces.
    package static func listFields(_ rows: [LiveFilmRow], total: Int, pages: Int, query: FilmQuery) -> Fields {
        let here = min(max(query.page, 1), max(pages, 1))
        var fields: Fields = [
            "total": .text(CountWords.films(total)), "pager": .flag(pages > 1), "page": .text(String(here)),
            "pages": .text(CountWords.grouped(pages)), "isEmpty": .flag(rows.isEmpty),
            "isNarrowed": .flag(query.isNarrowed), "order": .text(query.order), "isFirst": .flag(here == 1),
        ]
        fields["sections"] =
            query.order == "created"
            ? .list(LiveFilmRow.sections(rows, from: Self.path))
            : .list(rows.isEmpty ? [] : [whole(rows, order: query.order)])
        fields["firstPage"] = here > 1 ? .text(query.at(page: 1).link(Self.path)) : .flag(false)
        fields["previousPage"] = here > 1 ? .text(query.at(page: here - 1).link(Self.path)) : .flag(false)
        fields["nextPage"] = here < pages ? .text(query.at(page: here + 1).link(Self.path)) : .flag(false)
        fields["lastPage"] = here < pages ? .text(query.at(page: pages).link(Self.path)) : .flag(false)
        fields["pageKept"] = .list(kept(query))
        return fields
    }

    /// What a jump to a page takes along.
    private static func kept(_ query: FilmQuery) -> [Fields] {
        var pairs = FilmQuery.filterNames.compactMap { name in query.filters[name].map { (name, $0) } }
        if query.order != "created" { pairs.append(("order", query.order)) }
        if let size = query.size { pairs.append(("size", String(size))) }
        return pairs.map { ["name": .text($0.0), "value": .text($0.1)] }
    }

    /// In another order than that of time, days would repeat: one section, each row with its day.
    private static func whole(_ rows: [LiveFilmRow], order: String) -> Fields {
        [
            "heading": .text(order == "severity" ? "Most severe first" : "Largest difference first"),
            "count": .text(CountWords.films(rows.count)), "withDay": true,
            "rows": .rows(rows.map { $0.fields(from: Self.path) }),
        ]
    }
}
