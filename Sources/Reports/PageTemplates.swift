/// The templates of `Templates/`, compiled.
///
/// Uses of `{{{raw}}}`: none, and `Template` refuses to compile one.
package struct PageTemplates: Sendable {
    let index: Template
    let day: Template
    let days: Template
    let film: Template
    let statistics: Template
    let about: Template

    static let compiled = Result { () throws(ReportsError) in try PageTemplates() }

    private init() throws(ReportsError) {
        let sources = Self.sources
        index = try Template(named: "index", from: sources)
        day = try Template(named: "day", from: sources)
        days = try Template(named: "days", from: sources)
        film = try Template(named: "film", from: sources)
        statistics = try Template(named: "statistics", from: sources)
        about = try Template(named: "about", from: sources)
    }

    /// Every template and partial by the name that `{{>name}}` uses.
    package static var sources: [String: [UInt8]] {
        [
            "about": PackageResources.about_mustache, "agreement": PackageResources.agreement_mustache,
            "bottom": PackageResources.bottom_mustache, "day": PackageResources.day_mustache,
            "days": PackageResources.days_mustache, "film": PackageResources.film_mustache,
            "verdicts": PackageResources.verdicts_mustache, "previous": PackageResources.previous_mustache,
            "films": PackageResources.films_mustache, "index": PackageResources.index_mustache,
            "severity": PackageResources.severity_mustache, "statistics": PackageResources.statistics_mustache,
            "statistics-form": PackageResources.statistics_form_mustache,
            "top": PackageResources.top_mustache, "live-act": PackageResources.live_act_mustache,
            "live-dialogs": PackageResources.live_dialogs_mustache,
        ]
    }
}
