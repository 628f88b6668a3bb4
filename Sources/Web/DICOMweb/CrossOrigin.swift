import Hummingbird

/// Lets the pages of viewers on other hosts read DICOMweb, if the settings name them; nobody else's.
/// Standard: Fetch, "CORS protocol".
struct CrossOrigin: Sendable {
    let origins: [String]

    var isOpen: Bool { !origins.isEmpty }

    /// The same endpoint, whose answers may be read by those pages.
    func opened(_ endpoint: Endpoint) -> Endpoint {
        guard isOpen else { return endpoint }
        return Endpoint(
            method: endpoint.method, path: endpoint.path, access: endpoint.access, budget: endpoint.budget,
            audited: endpoint.audited, described: endpoint.described,
            answer: { request, context in
                var response = try await endpoint.answer(request, &context)
                mark(&response, for: request)
                return response
            })
    }

    /// What a browser asks before it asks: without a login, and without learning anything.
    func preflight(_ endpoint: Endpoint) -> Endpoint {
        Endpoint(
            method: .options, path: endpoint.path, access: .anyone, budget: .none, audited: nil, described: nil,
            answer: { request, _ in
                var response = Response(status: .noContent)
                if mark(&response, for: request) {
                    response.headers[.accessControlAllowMethods] = "GET"
                    response.headers[.accessControlAllowHeaders] = "Accept, Authorization"
                    response.headers[.accessControlMaxAge] = "600"
                }
                return response
            })
    }

    /// - Returns: whether the page that asks is one of them.
    @discardableResult
    private func mark(_ response: inout Response, for request: Request) -> Bool {
        response.headers[values: .vary].append("Origin")
        guard let origin = request.headers[.origin], origins.contains(origin) else { return false }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlAllowCredentials] = "true"
        return true
    }
}
