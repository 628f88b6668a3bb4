import Radiology

/// The live pages and the parts of them that a script asks for.
extension Pages {
    private var live: LiveTemplates? { try? LiveTemplates.compiled.get() }

    public func films(_ page: FilmsPage) -> [UInt8] {
        draw(live?.films, FilmsPage.path, "Films", .films, page.fields)
    }

    public func film(_ page: LiveFilmPage) -> [UInt8] {
        let around = frame.fields(
            page: page.page.path, title: page.page.title, place: .films, changed: page.page.changed)
        return film.draw([around, page.page.fields, page.fields])
    }

    public func worklist(_ page: WorklistPage) -> [UInt8] {
        draw(live?.worklist, WorklistPage.path, "Worklist", .worklist, page.fields)
    }

    public func patients(_ page: PatientsPage) -> [UInt8] {
        draw(live?.patients, PatientsPage.path, "Patients", .patients, page.fields)
    }

    public func patient(_ page: PatientPage) -> [UInt8] {
        draw(live?.patient, page.path, page.title, .patients, page.fields)
    }

    public func check(_ page: CheckPage) -> [UInt8] {
        draw(live?.check, CheckPage.path, "Check", .check, page.fields)
    }

    public func signIn(_ page: SignInPage) -> [UInt8] {
        draw(live?.signIn, SignInPage.path, "Sign in", .none, page.fields)
    }

    public func refusal(_ page: RefusalPage, at path: String) -> [UInt8] {
        draw(live?.refusal, path, page.title, .none, page.fields)
    }

    public func api(_ page: APIPage) -> [UInt8] { draw(live?.api, APIPage.path, "API", .about, page.fields) }

    // MARK: - Parts

    /// The list under the filters: a small document of its own, as a script parses it.
    public func listFragment(_ rows: [LiveFilmRow], total: Int, pages: Int, query: FilmQuery) -> [UInt8] {
        let fields = FilmsPage.listFields(rows, total: total, pages: pages, query: query)
        return live?.listFragment.draw([viewerFields, fields]) ?? []
    }

    /// One row, in a table of its own.
    /// - Parameter isWithDay: as in lists that are not in the order of time.
    public func rowFragment(_ row: LiveFilmRow, isWithDay: Bool) -> [UInt8] {
        let fields = row.fields(from: FilmsPage.path)
        return live?.rowFragment.draw([viewerFields, ["withDay": .flag(isWithDay)], fields]) ?? []
    }

    public func stateFragment(_ state: LiveStateWords) -> [UInt8] {
        var fields: Fields = ["state": .group(state.fields(from: FilmsPage.path))]
        fields["changed"] = .words(frame.dataChanged.isEmpty ? nil : TimeWords.moment(frame.dataChanged))
        return live?.stateFragment.draw([viewerFields, fields]) ?? []
    }

    /// A film with its texts, for the quick look over a list.
    public func lookFragment(_ film: LiveFilmPage) -> [UInt8] {
        let around = frame.fields(page: FilmsPage.path, title: film.page.title, place: .films, changed: nil)
        return live?.lookFragment.draw([around, film.page.fields, film.fields]) ?? []
    }

    private var viewerFields: Fields { frame.viewer?.fields ?? [:] }

    private func draw(
        _ template: Template?, _ path: String, _ title: String, _ place: PageFrame.Place, _ fields: Fields
    ) -> [UInt8] {
        let around = frame.fields(page: path, title: title, place: place, changed: nil)
        return template?.draw([around, fields]) ?? []
    }

    /// A page of the file share with the live pages' header: its own head and header give way.
    /// - Parameters:
    ///   - file: as `Pages` of the file share wrote it; anything else is answered as it is.
    ///   - path: relative to the audience's folder.
    public func lifted(_ file: [UInt8], path: String) -> [UInt8] {
        let mark = Array("</header>\n".utf8)
        guard let live, let end = Self.place(of: mark, in: file) else { return file }
        let (title, place): (String, PageFrame.Place) =
            switch path {
            case PagePaths.about: ("About", .about)
            default: ("Days", .days)
            }
        let around = frame.fields(page: path, title: title, place: place, changed: nil)
        return live.head.draw([around]) + file[(end + mark.count)...]
    }

    private static func place(of mark: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= mark.count, let first = mark.first else { return nil }
        var from = 0
        while let start = bytes[from...].firstIndex(of: first), start + mark.count <= bytes.count {
            if bytes[start..<(start + mark.count)].elementsEqual(mark) { return start }
            from = start + 1
        }
        return nil
    }
}
