import NIOHTTP1

/// A request for a WebSocket.
///
/// Standard: RFC 6455 §4.2.1.
struct WebSocketRequest: Sendable {
    static let path = "/ws"

    /// The last event that the client has heard.
    let since: Substring?

    /// `nil` for whatever is not wholly right: it goes to the router, which says what is wrong.
    init?(_ head: HTTPRequestHead) {
        let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard head.method == .GET, head.version == .http1_1, parts.first == Self.path[...],
            Self.has("websocket", in: head.headers["upgrade"]), Self.has("upgrade", in: head.headers["connection"]),
            head.headers["sec-websocket-version"] == ["13"], head.headers["sec-websocket-key"].count == 1,
            head.headers["sec-websocket-key"].first?.utf8.count == 24,
            !head.headers.contains(name: "content-length"), !head.headers.contains(name: "transfer-encoding")
        else { return nil }
        let query = parts.count == 2 ? parts[1] : ""
        since = query.split(separator: "&").first { $0.hasPrefix("since=") }?.dropFirst("since=".count)
    }

    private static func has(_ word: String, in fields: [String]) -> Bool {
        fields.contains { field in
            field.split(separator: ",").contains { $0.filter { $0 != " " && $0 != "\t" }.lowercased() == word }
        }
    }
}
