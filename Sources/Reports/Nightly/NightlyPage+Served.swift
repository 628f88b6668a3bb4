/// Nightly pages behind the daemon, where both audiences' pages stand below `/nightly/`.
extension NightlyPage {
    /// The files of a night's folder.
    public enum Part: String, Sendable, CaseIterable {
        case page = "index.html"
        case table = "figures.csv"
        case figures = "figures.json"

        public var contentType: String {
            switch self {
            case .page: "text/html; charset=utf-8"
            case .table: "text/csv; charset=utf-8"
            case .figures: "application/json"
            }
        }
    }

    /// On a file share the pages with initials lie beside the folder that their links lead to; the daemon has one tree
    /// for each reader. Quotation marks of texts are escaped, so that only links can look like links.
    public static func served(_ page: [UInt8], to audience: Audience) -> [UInt8] {
        guard audience == .user else { return page }
        return Array(
            String(decoding: page, as: UTF8.self).replacing("href=\"../../user/", with: "href=\"../../")
                .replacing("href=\"../user/", with: "href=\"../").utf8)
    }
}
