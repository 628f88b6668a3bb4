/// What stands around every page: header, navigation, footer.
public struct PageFrame: Sendable, Equatable {
    public var workspaceName: String
    public var audience: Audience
    /// When the data was last changed, RFC 3339 or `YYYY-MM-DD HH:MM:SS`, both UTC: from the data, never from a clock.
    /// Film and day pages name the last change of what *they* show, so that a new film rewrites its own pages only.
    public var dataChanged: String
    public var version: String
    /// Whether the live daemon serves the page: it then has a connection mark and pages that need a server.
    public var isLive: Bool
    /// Who looks at a live page; `nil` before they have signed in, and on a file share.
    public var viewer: LiveViewer?
    /// Whether the folder has pages of films: those of the statistics can stand alone.
    public var hasFilms = true
    /// Whether links begin at the root of the server: for errors, which stand under any address.
    public var isRooted = false
    /// The number of the last live event before the page's data was read: whoever opens it hears what came after.
    public var sequence: Int64?
    /// Lines that must stand wherever the workspace's films are shown, such as a licence's attribution.
    public var credits: [String]

    public init(
        workspaceName: String, audience: Audience, dataChanged: String, version: String, isLive: Bool = false,
        credits: [String] = [], viewer: LiveViewer? = nil
    ) {
        self.workspaceName = workspaceName
        self.audience = audience
        self.dataChanged = dataChanged
        self.version = version
        self.isLive = isLive
        self.credits = credits
        self.viewer = viewer
    }

    /// Which entry of the navigation a page belongs to.
    package enum Place: String { case films, worklist, patients, days, statistics, check, about, none }

    /// - Parameters:
    ///   - page: path of the page, relative to the audience's folder.
    ///   - changed: last change of the page's own data; `nil` for that of the whole workspace.
    package func fields(page: String, title: String, place: Place, changed: String?) -> Fields {
        let up = isRooted ? "/" : PagePaths.toAudience(from: page)
        let links = isLive ? liveLinks : hasFilms ? Self.staticLinks : Self.linksOfStatisticsAlone
        var fields: Fields = [
            "title": .text(title), "workspace": .text(workspaceName), "audience": .text(audience.words),
            "audienceName": .text(audience.rawValue), "version": .text(version), "live": .flag(isLive),
            "up": .text(up), "shared": .text(isLive ? up : "../" + up),
            "index": .text(up + (hasFilms ? PagePaths.index : PagePaths.statistics)),
            "nights": .text(up + (isLive ? PagePaths.liveNights : PagePaths.nights(audience))),
            "navigation": .rows(
                links.map { entry in
                    ["label": .text(entry.1), "link": .text(up + entry.2), "here": .flag(entry.0 == place)]
                }),
        ]
        if isLive { fields.merge(liveFields(up, place)) { _, live in live } }
        fields["credits"] = .rows(credits.map { ["line": .text($0)] })
        let moment = changed ?? dataChanged
        fields["changed"] = .words(moment.isEmpty ? nil : TimeWords.moment(moment))
        return fields
    }

    private static let staticLinks: [(Place, String, String)] = [
        (.films, "Films", PagePaths.index), (.days, "Days", PagePaths.days),
        (.statistics, "Statistics", PagePaths.statistics), (.about, "About", PagePaths.about),
    ]
    private static let linksOfStatisticsAlone = staticLinks.filter { $0.0 == .statistics }
}
