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
