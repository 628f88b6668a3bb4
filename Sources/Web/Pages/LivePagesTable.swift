import Hummingbird
import Reports
import Store

/// Everything that a browser asks for: pages, their parts, files.
enum LivePagesTable {
    static func endpoints(_ house: LiveHouse, hub: LiveHub) -> [Endpoint] {
        let desk = PageDesk(house: house, hub: hub)
        return pages(desk) + parts(desk) + files(desk) + assets() + older()
    }

    // MARK: - For others

    /// The sign-in page; 401 when an attempt has failed.
    static func signIn(_ house: LiveHouse, next: String, login: String, problem: String) -> Response {
        let page = SignInPage(next: next, login: login, problem: problem)
        return bare(house, status: problem.isEmpty ? .ok : .unauthorized) { $0.signIn(page) }
    }

    /// An error for somebody who looks at pages.
    static func problem(_ house: LiveHouse, status: Int, sentence: String, viewer: Viewer?) -> Response {
        let page = RefusalPage(status: status, sentence: sentence)
        return bare(house, status: HTTPResponse.Status(code: status), viewer) { $0.refusal(page, at: "") }
    }

    private static func bare(
        _ house: LiveHouse, status: HTTPResponse.Status, _ viewer: Viewer? = nil, _ draw: (Pages) -> [UInt8]
    ) -> Response {
        let reader = viewer.map { PageDesk.Reader($0) }
        // Templates that do not compile are found by every test; a page without words is all that is left then.
        let bytes = (try? LivePagesTable.frame(house, reader)).map(draw) ?? []
        var response = PageDesk.answer(bytes, type: "text/html; charset=utf-8", tag: "", status: status)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// An error may stand under any address: its links begin at the root.
    private static func frame(_ house: LiveHouse, _ reader: PageDesk.Reader?) throws -> Pages {
        var frame = PageFrame(
            workspaceName: house.settings.workspaceName, audience: reader?.audience ?? .user,
            dataChanged: reader == nil ? "" : (try? house.archive.exams.lastChangeTime()) ?? "",
            version: house.settings.version, isLive: true, credits: house.settings.credits, viewer: reader?.live)
        frame.isRooted = true
        return try Pages(frame: frame)
    }

    // MARK: - The rows

    private typealias Answer = @Sendable (Request, inout LiveContext) async throws -> Response

    private static func get(
        _ path: String, _ access: Endpoint.Access = .atLeast(.user), budget: Endpoint.Budget = .none,
        _ answer: @escaping Answer
    ) -> Endpoint {
        Endpoint(
            method: .get, path: path, access: access, budget: budget, audited: nil, described: nil, answer: answer)
    }

    private static func pages(_ desk: PageDesk) -> [Endpoint] {
        [
            get("/", budget: .search) { request, context in try desk.films(request, &context) },
            get("/index.html", budget: .search) { request, context in try desk.films(request, &context) },
            get("/films/{shard}/{file}", budget: .search) { request, context in try desk.film(request, context) },
            get("/worklist.html") { request, context in try desk.worklist(request, context) },
            get("/patients.html", budget: .search) { request, context in try desk.patients(request, &context) },
            get("/patients/{file}") { request, context in try desk.patient(request, context) },
            get("/check.html") { request, context in
                try desk.page(request, context) { try desk.pages(for: $0).check(CheckPage()) }
            },
            get("/about.html") { request, context in try desk.about(request, context) },
            get("/api.html") { request, context in try desk.api(request, context) },
        ]
            + StatisticsSubject.allCases.map { subject in
                get("/" + subject.livePath, budget: .search) { request, context in
                    try await desk.statistics(subject, request, &context)
                }
            }
    }

    private static func parts(_ desk: PageDesk) -> [Endpoint] {
        [
            get("/fragments/films", budget: .search) { request, context in try desk.listFragment(request, &context) },
            get("/fragments/film/{uid}") { request, context in try desk.rowFragment(request, context) },
            get("/fragments/look/{uid}") { request, context in try desk.look(request, context) },
            get("/fragments/state") { request, context in try desk.stateFragment(request, context) },
        ]
    }

    private static func files(_ desk: PageDesk) -> [Endpoint] {
        [
            get("/days") { _, _ in PageDesk.moved(to: "/" + PagePaths.days) },
            get("/days/{file}") { request, context in
                let isIndex = context.parameters.get("file") == "index.html"
                return isIndex
                    ? try await desk.generated(PagePaths.days, request, context)
                    : try await desk.day(request, context)
            },
            get("/nightly") { _, _ in PageDesk.moved(to: "/" + PagePaths.liveNights) },
            get("/" + PagePaths.liveNights) { request, context in try await desk.nights(request, context) },
            get("/nightly/{night}/{file}") { request, context in try await desk.night(request, context) },
            get("/charts/{file}", budget: .search) { request, context in
                try await desk.chart(request, &context)
            },
            get("/images/{file}") { request, context in try await desk.picture(request, &context) },
        ]
    }

    /// Without these the sign-in page would be bare; they hold nothing of anybody.
    private static func assets() -> [Endpoint] {
        PageDesk.assets.keys.sorted().map { name in
            get("/" + name, .anyone) { request, _ in try PageDesk.asset(name, request) }
        } + [
            get("/static/{file}", .anyone) { request, context in
                try PageDesk.asset(context.parameters.get("file") ?? "", request)
            },
            get("/favicon.ico", .anyone) { request, _ in try PageDesk.asset("favicon.svg", request) },
        ]
    }

    /// Addresses that bookmarks of the predecessor know.
    private static func older() -> [Endpoint] {
        [
            ("/stats", PagePaths.statistics), ("/about", PagePaths.about), ("/check", CheckPage.path),
            ("/patients", PatientsPage.path), ("/worklist", WorklistPage.path), ("/api", APIPage.path),
        ].map { path, target in get(path) { _, _ in PageDesk.moved(to: "/" + target, .movedPermanently) } }
    }
}
