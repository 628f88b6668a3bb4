import Hummingbird

/// The API describes itself.
enum SpecEndpoint {
    /// - Parameter rows: everything else that can be asked.
    static func endpoint(describing rows: [Endpoint]) -> Endpoint {
        let description = OpenAPI(rows: rows + [row { _, _ in Response(status: .ok) }], version: "1.0.0")
        return row { request, context in
            JSONAnswer.response(
                JSONAnswer.answer(description.document(server: server(request, context))), to: request)
        }
    }

    private static func row(
        answer: @escaping @Sendable (Request, inout LiveContext) async throws -> Response
    ) -> Endpoint {
        .data(
            "/api/spec",
            .init(
                summary: "This description (OpenAPI 3.1).", tag: "About",
                answers: [.json("The description.", .anything), .unchanged]), answer: answer)
    }

    /// The name under which we were asked; what is no name of a host stays out of the answer.
    private static func server(_ request: Request, _ context: LiveContext) -> String {
        guard let host = request.head.authority, (1...255).contains(host.utf8.count),
            host.utf8.allSatisfy({ byte in Self.isOfHost(byte) })
        else { return "/" }
        return "\(context.isSecure ? "https" : "http")://\(host)"
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: ".-:[]".utf8.contains(byte)
        }
    }
}
