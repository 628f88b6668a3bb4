import Foundation
import HTTPClient
import Radiology
import Testing
import Web

@Suite("The API's description of itself")
struct APISpecTests {
    private static func operations(_ site: APISite) async throws -> [String: [String: Any]] {
        let paths = try await site.object("/api/spec")["paths"] as? [String: [String: [String: Any]]] ?? [:]
        var operations: [String: [String: Any]] = [:]
        for (path, methods) in paths {
            for (method, row) in methods { operations["\(method.uppercased()) \(path)"] = row }
        }
        return operations
    }

    @Test("Every route for programs is described, and every description is a route")
    func bothWays() async throws {
        try await APISite.serving { site in
            let described = Set(try await Self.operations(site).keys)
            let rows = RouteTable.lines(site.house, hub: site.hub)
            let routes = Set(rows.filter(\.isDescribed).map { "\($0.method) \($0.path)" })
            // The WebSocket is described beside the table: its answer is no answer.
            #expect(described == routes.union(["GET /ws"]))
            let programs = ["/api/", "/dicomweb", "/metrics", "/health", "/ready", "/livez", "/readyz"]
            let silent = rows.filter { row in !row.isDescribed && programs.contains { row.path.hasPrefix($0) } }
            #expect(silent.map(\.path) == [])
            #expect(rows.count == Set(rows.map { "\($0.method) \($0.path)" }).count)
        }
    }

    @Test("Every route that needs a login answers 401 without one, with the words for Basic")
    func anonymous() async throws {
        try await APISite.serving { site in
            for row in RouteTable.lines(site.house, hub: site.hub)
            where !row.role.isEmpty && row.path.hasPrefix("/api/") {
                let path = row.path.replacing("{uid}", with: "1.2.3").replacing("{cnp}", with: "1")
                let body = row.method == "POST" ? "{}" : nil
                let answer = try await site.send(row.method, path, as: nil, body: body)
                #expect(answer.status == 401, "\(row.method) \(path)")
                #expect(answer.headers["WWW-Authenticate"]?.contains("XRayVision") == true)
            }
        }
    }

    @Test("References, statuses and names of the description hold together")
    func whole() async throws {
        try await APISite.serving { site in
            let text = try await site.get("/api/spec")
            let document = try await site.object("/api/spec")
            #expect(document["openapi"] as? String == "3.1.1")
            let schemas = (document["components"] as? [String: Any])?["schemas"] as? [String: Any] ?? [:]
            for match in text.matches(of: /#\/components\/schemas\/([A-Za-z]+)/) {
                #expect(schemas[String(match.output.1)] != nil, "\(match.output.1)")
            }
            let operations = try await Self.operations(site)
            #expect(Set(operations.values.compactMap { $0["operationId"] as? String }).count == operations.count)
            for (name, row) in operations {
                let statuses = (row["responses"] as? [String: Any] ?? [:]).keys
                #expect(statuses.contains { $0.hasPrefix("2") || $0 == "101" || $0 == "426" }, "\(name)")
                let placed = (row["parameters"] as? [[String: Any]] ?? []).filter { $0["in"] as? String == "path" }
                #expect(placed.count == name.split(separator: "{").count - 1, "\(name)")
            }
            let servers = document["servers"] as? [[String: String]]
            #expect(servers?.first?["url"] == site.address)
        }
    }
}
