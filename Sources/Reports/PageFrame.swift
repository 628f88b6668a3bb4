/// What stands around every page: header, navigation, footer.
public struct PageFrame: Sendable, Equatable {
    public var workspaceName: String
    public var audience: Audience
    /// When the data was last changed, RFC 3339 or `YYYY-MM-DD HH:MM:SS`, both UTC: from the data, never from a clock.
    /// Film and day pages name the last change of what *they* show, so that a new film rewrites its own pages only.
    public var dataChanged: String
    public var version: String
    /// Whether the live daemon serves the page: it then has a connection mark and the Check page.
    public var isLive: Bool
    /// Lines that must stand wherever the workspace's films are shown, such as a licence's attribution.
    public var credits: [String]

    public init(
        workspaceName: String, audience: Audience, dataChanged: String, version: String, isLive: Bool = false,
        credits: [String] = []
    ) {
        self.workspaceName = workspaceName
        self.audience = audience
        self.dataChanged = dataChanged
        self.version = version
        self.isLive = isLive
        self.credits = credits
    }

    /// Which entry of the navigation a page belongs to.
    package enum Place: String { case films, days, statistics, about }

    /// - Parameters:
    ///   - page: path of the page, relative to the audience's folder.
    ///   - changed: last change of the page's own data; `nil` for that of the whole workspace.
    package func fields(page: String, title: String, place: Place, changed: String?) -> Fields {
        let up = PagePaths.toAudience(from: page)
        let links: [(Place, String, String)] = [
            (.films, "Films", PagePaths.index), (.days, "Days", PagePaths.days),
            (.statistics, "Statistics", PagePaths.statistics), (.about, "About", PagePaths.about),
        ]
        var fields: Fields = [
            "title": .text(title), "workspace": .text(workspaceName), "audience": .text(audience.words),
            "audienceName": .text(audience.rawValue), "version": .text(version), "live": .flag(isLive),
            "up": .text(up), "shared": .text("../" + up), "index": .text(up + PagePaths.index),
            "navigation": .rows(
                links.map { entry in
                    ["label": .text(entry.1), "link": .text(up + entry.2), "here": .flag(entry.0 == place)]
                }),
        ]
        fields["credits"] = .rows(credits.map { ["line": .text($0)] })
        let moment = changed ?? dataChanged
        fields["changed"] = .words(moment.isEmpty ? nil : TimeWords.moment(moment))
        return fields
    }
}
