import Hummingbird

/// Lets a page load only what this server serves, be framed by nobody and tell nobody where the reader came from.
struct SecurityHeaders<Context: RequestContext>: RouterMiddleware {
    private static var fields: [(name: String, value: String)] {
        [
            (
                "Content-Security-Policy",
                "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
            ),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
    }

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as any HTTPResponseError {
            response = try error.response(from: request, context: context)
        }
        for field in Self.fields {
            guard let name = HTTPFields.Element.Name(field.name) else { continue }
            response.headers[name] = field.value
        }
        return response
    }
}
