import Foundation
import Hummingbird
import Store

/// What monitoring asks: whether we live, whether we can work, and how much.
enum MetricsEndpoints {
    static func endpoints(_ house: LiveHouse, _ hub: LiveHub) -> [Endpoint] {
        let living = ["/health", "/livez"].map {
            endpoint($0, .anyone, describedAlive) { request, _ in alive(request) }
        }
        let writing = WriteCheck { [archive = house.archive] in try archive.checkWritable(within: WriteCheck.patience) }
        let able = ["/ready", "/readyz"].map {
            endpoint($0, .anyone, describedReady) { request, context in
                let problem = await writing.problem(now: house.now().timeIntervalSince1970)
                return ready(Readiness(house, writing: problem), request, isKnown: context.viewer != nil)
            }
        }
        let access = house.settings.openMetrics ? Endpoint.Access.anyone : .atLeast(.admin)
        let metrics = endpoint("/metrics", access, describedMetrics) { _, _ in
            text(LiveMetrics(house: house, hub: hub).text(), PrometheusText.contentType)
        }
        return living + able + [metrics]
    }

    private static func endpoint(
        _ path: String, _ access: Endpoint.Access, _ described: Endpoint.Description,
        _ answer: @escaping @Sendable (Request, LiveContext) async throws -> Response
    ) -> Endpoint {
        Endpoint(
            method: .get, path: path, access: access, budget: .none, audited: nil, described: described,
            answer: { request, context in try await answer(request, context) })
    }

    private static func alive(_ request: Request) -> Response {
        guard MediaRanges(request.headers[values: .accept]).prefersJSON else { return text("ok\n") }
        return json(JSONWriter.object { $0.field("status", "ok") })
    }

    private static func ready(_ readiness: Readiness, _ request: Request, isKnown: Bool) -> Response {
        let status = readiness.isReady ? HTTPResponse.Status.ok : .serviceUnavailable
        guard MediaRanges(request.headers[values: .accept]).prefersJSON else {
            return text(readiness.text(isKnown: isKnown), status: status)
        }
        return json(readiness.json(isKnown: isKnown), status: status)
    }

    private static func text(
        _ text: String, _ type: String = "text/plain; charset=utf-8", status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private static func json(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    // MARK: What the description says

    private static let outcome = Schema.object([
        .init(name: "status", schema: .string()), .init(name: "checks", schema: .map(.string()), isRequired: false),
    ])

    private static var describedAlive: Endpoint.Description {
        Endpoint.Description(
            summary: "The daemon answers.", tag: "Monitoring",
            answers: [
                .init(status: 200, meaning: "`ok`", contentType: "text/plain", schema: .string()),
                .init(status: 200, meaning: "`ok`", contentType: "application/json", schema: outcome),
            ])
    }

    private static var describedReady: Endpoint.Description {
        let types: [(String, Schema)] = [("text/plain", .string()), ("application/json", outcome)]
        let answers = types.flatMap { type, schema in
            [(200, "It can work."), (503, "It cannot take films in or has no database; who is signed in is told why.")]
                .map { Endpoint.Answer(status: $0.0, meaning: $0.1, contentType: type, schema: schema) }
        }
        return Endpoint.Description(
            summary: "The daemon can do its work: the database answers and the disk has room.", tag: "Monitoring",
            answers: answers)
    }

    private static var describedMetrics: Endpoint.Description {
        Endpoint.Description(
            summary: "Figures for Prometheus, text format 0.0.4.", tag: "Monitoring",
            answers: [.init(status: 200, meaning: "The figures.", contentType: "text/plain", schema: .string())])
    }
}
