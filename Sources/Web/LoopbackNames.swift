import Hummingbird

/// Refuses requests that name another host than this machine.
///
/// A foreign web site can point its own name at 127.0.0.1; the browser then lets it read our pages, but sends the
/// foreign name along.
struct LoopbackNames<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, Loopback.isName(Loopback.host(of: authority)) else {
            return .words(.misdirectedRequest)
        }
        return try await next(request, context)
    }
}

/// The names of this machine for itself.
package enum Loopback {
    package static func isName(_ host: String) -> Bool {
        let host = host.lowercased()
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in part.allSatisfy(\.isASCII) && UInt8(part).map { "\($0)" == part } ?? false }
    }

    /// The host of `host:port` or `[address]:port`; empty when the text is neither.
    package static func host(of authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || isPort(rest) else { return "" }
            return String(authority[authority.index(after: authority.startIndex)..<end])
        }
        guard let colon = authority.firstIndex(of: ":") else { return authority }
        return isPort(authority[colon...]) ? String(authority[..<colon]) : ""
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.first == ":" && UInt16(text.dropFirst()) != nil
    }
}
