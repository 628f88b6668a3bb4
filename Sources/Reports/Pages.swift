/// Draws pages: values in, bytes out. Templates are compiled once for the whole process.
public struct Pages: Sendable {
    public let frame: PageFrame
    private let templates: PageTemplates
    var film: Template { templates.film }

    public init(frame: PageFrame) throws(ReportsError) {
        self.frame = frame
        templates = try PageTemplates.compiled.get()
    }

    public func film(_ page: FilmPage) -> [UInt8] {
        draw(templates.film, page.path, page.title, .films, page.changed, page.fields)
    }

    public func index(_ page: IndexPage) -> [UInt8] {
        draw(templates.index, IndexPage.path, "Films", .films, "", page.fields)
    }

    public func day(_ page: DayPage) -> [UInt8] {
        draw(templates.day, page.path, page.title, .days, page.changed, page.fields)
    }

    public func days(_ page: DaysPage) -> [UInt8] {
        draw(templates.days, DaysPage.path, "Days", .days, "", page.fields)
    }

    public func statistics(_ page: StatisticsPage) -> [UInt8] {
        draw(templates.statistics, page.path, page.subject.title, .statistics, "", page.fields)
    }

    public func about(_ page: AboutPage) -> [UInt8] {
        draw(templates.about, AboutPage.path, "About", .about, "", page.fields)
    }

    /// - Parameter changed: last change of the page's own data; empty for that of the whole workspace.
    private func draw(
        _ template: Template, _ path: String, _ title: String, _ place: PageFrame.Place, _ changed: String,
        _ fields: Fields
    ) -> [UInt8] {
        let around = frame.fields(page: path, title: title, place: place, changed: changed.isEmpty ? nil : changed)
        return template.draw([around, fields])
    }

    /// `reports/style.css`.
    public static var styleSheet: [UInt8] { PackageResources.style_css }
    /// `reports/pages.js`. Pages work without it.
    public static var script: [UInt8] { PackageResources.pages_js }

    /// All that lies beside the pages and is the same for every film and both audiences: path below `reports/`, bytes.
    public static var sharedFiles: [(path: String, bytes: [UInt8])] {
        let viewer = [
            PackageResources.viewer_film_js, PackageResources.viewer_view_js, PackageResources.viewer_tools_js,
            PackageResources.viewer_canvas_js, PackageResources.viewer_input_js, PackageResources.viewer_js,
        ]
        return [
            (PagePaths.styleSheet, styleSheet), (PagePaths.script, script),
            (PagePaths.viewerStyleSheet, PackageResources.viewer_css),
        ] + zip(PagePaths.viewerScripts, viewer).map { ($0, $1) }
    }
}
