import Hummingbird

/// The description of the API for machines, made from the rows that answer. Standard: OpenAPI 3.1.1.
struct OpenAPI: Sendable {
    let rows: [Endpoint]
    let version: String

    /// - Parameter server: `https://host:port`, or a path.
    func document(server: String) -> [UInt8] {
        JSONWriter.object { document in
            document.field("openapi", "3.1.1")
            document.object("info") { info in
                info.field("title", "XRayVision API")
                info.field("version", version)
                info.field("description", Self.preface)
            }
            document.array("servers") { servers in servers.object { $0.field("url", server) } }
            document.array("security") { ways in
                for way in ["basicAuth", "cookieAuth"] { ways.object { $0.array(way) { _ in } } }
            }
            document.array("tags") { tags in
                for tag in tagNames { tags.object { $0.field("name", tag) } }
            }
            document.object("paths") { paths in
                for (path, rows) in byPath { paths.object(path) { write(rows, to: &$0) } }
            }
            document.object("components") { write(components: &$0) }
        }
    }

    private var described: [Endpoint] { rows.filter { $0.described != nil } }

    private var tagNames: [String] {
        var names: [String] = []
        for row in described { if let tag = row.described?.tag, !names.contains(tag) { names.append(tag) } }
        return names
    }

    /// In the order of the table.
    private var byPath: [(path: String, rows: [Endpoint])] {
        var paths: [String] = []
        for row in described where !paths.contains(row.path) { paths.append(row.path) }
        return paths.map { path in (path, described.filter { $0.path == path }) }
    }

    private func write(_ rows: [Endpoint], to path: inout JSONWriter) {
        for row in rows {
            guard let described = row.described else { continue }
            path.object(row.method.rawValue.lowercased()) { write(row, described, to: &$0) }
        }
    }

    private func write(_ row: Endpoint, _ described: Endpoint.Description, to operation: inout JSONWriter) {
        operation.field("operationId", Self.identifier(row))
        operation.field("summary", described.summary)
        operation.field("tags", [described.tag])
        if described.isDeprecated { operation.field("deprecated", true) }
        if row.access == .anyone { operation.array("security") { _ in } }
        if let role = row.role { operation.field("x-role", role) }
        if !described.parameters.isEmpty {
            operation.array("parameters") { list in
                for parameter in described.parameters { list.object { write(parameter, to: &$0) } }
            }
        }
        if let body = described.body {
            operation.object("requestBody") { request in
                request.field("required", true)
                request.object("content") { types in
                    types.object("application/json") { $0.object("schema") { body.write(to: &$0) } }
                }
            }
        }
        operation.object("responses") { responses in
            for (status, answers) in row.answersByStatus {
                responses.object(String(status)) { write(answers, to: &$0) }
            }
        }
    }

    private func write(_ parameter: Endpoint.Parameter, to entry: inout JSONWriter) {
        entry.field("name", parameter.name)
        entry.field("in", parameter.place.rawValue)
        entry.field("description", parameter.meaning)
        if parameter.place == .path { entry.field("required", true) }
        entry.object("schema") { parameter.schema.write(to: &$0) }
    }

    private func write(_ answers: [Endpoint.Answer], to response: inout JSONWriter) {
        response.field("description", answers.first?.meaning ?? "")
        if answers.first?.status == 401 {
            response.object("headers") { headers in
                headers.object("WWW-Authenticate") { $0.object("schema") { Schema.string().write(to: &$0) } }
            }
        }
        let typed = answers.filter { !$0.contentType.isEmpty }
        if typed.isEmpty { return }
        response.object("content") { types in
            for answer in typed {
                types.object(answer.contentType) { type in
                    if let schema = answer.schema { type.object("schema") { schema.write(to: &$0) } }
                }
            }
        }
    }

    private func write(components: inout JSONWriter) {
        components.object("securitySchemes") { schemes in
            schemes.object("basicAuth") { basic in
                basic.field("type", "http")
                basic.field("scheme", "basic")
            }
            schemes.object("cookieAuth") { cookie in
                cookie.field("type", "apiKey")
                cookie.field("in", "cookie")
                cookie.field("name", Session.cookie)
            }
        }
        components.object("schemas") { schemas in
            for (name, schema) in SchemaBook.all { schemas.object(name) { schema.write(to: &$0) } }
        }
    }

    /// `GET /api/exams/{uid}` is `get_api_exams_uid`.
    private static func identifier(_ row: Endpoint) -> String {
        let words = row.path.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        return ([row.method.rawValue.lowercased()] + words.map(String.init)).joined(separator: "_")
    }

    private static let preface = """
        Exams, figures and reviews of a workstation that has radiographs read by a model. Answers to readers who are no \
        admins carry initials in place of names. Every GET answers HEAD as well. Research and quality assurance, not a \
        medical device.
        """
}
