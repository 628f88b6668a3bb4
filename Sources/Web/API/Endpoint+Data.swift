import Hummingbird

extension Endpoint {
    /// A question about data, for everyone who has signed in unless said otherwise.
    static func data(
        _ path: String, _ description: Description, for access: Access = .atLeast(.user),
        answer: @escaping @Sendable (Request, inout LiveContext) async throws -> Response
    ) -> Endpoint {
        Endpoint(
            method: .get, path: path, access: access, budget: .data, audited: nil, described: description,
            answer: answer)
    }

    /// Something that is done: a JSON object comes, a JSON object goes.
    static func action(
        _ path: String, _ description: Description, for access: Access, audited: Audited, budget: Budget = .data,
        answer: @escaping @Sendable (AskedBody, inout LiveContext) async throws -> Response
    ) -> Endpoint {
        Endpoint(
            method: .post, path: path, access: access, budget: budget, audited: audited, described: description
        ) { request, context in
            try await answer(AskedBody(request), &context)
        }
    }
}

extension Endpoint.Answer {
    static func json(_ meaning: String, _ schema: Schema, status: Int = 200) -> Self {
        Self(status: status, meaning: meaning, contentType: "application/json", schema: schema)
    }

    static func error(_ status: Int, _ meaning: String) -> Self { json(meaning, .named("Error"), status: status) }

    static let unchanged = Self(
        status: 304, meaning: "The client has this answer already (If-None-Match).", contentType: "", schema: nil)
}

extension Endpoint.Parameter {
    static func query(_ name: String, _ meaning: String, _ schema: Schema) -> Self {
        Self(name: name, place: .query, meaning: meaning, schema: schema)
    }

    static func path(_ name: String, _ meaning: String, _ schema: Schema) -> Self {
        Self(name: name, place: .path, meaning: meaning, schema: schema)
    }
}
