import Foundation
import HTTPClient
import Testing
import Web

@Suite("Who may ask for what")
struct ServerRoleTests {
    static let people: [(login: String?, role: Role?)] = [
        (nil, nil), ("uma", .user), ("radu", .reviewer), ("ana", .admin),
    ]

    /// Every parameter of a path gets a value that names nothing.
    static func filled(_ path: String) -> String {
        var parts: [String] = []
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            guard let open = part.firstIndex(of: "{"), let close = part.lastIndex(of: "}") else {
                parts.append(String(part))
                continue
            }
            parts.append(part[..<open] + "1.2.3" + part[part.index(after: close)...])
        }
        return parts.joined(separator: "/").replacingOccurrences(of: "**", with: "x")
    }

    @Test("Every row of the table, asked by everybody: who has the role is let in, the others hear 401 or 403")
    func everyRow() async throws {
        try await DaemonSite.serving { site in
            let rows = site.daemon.table
            #expect(rows.count > 50 && Set(rows.map { "\($0.method) \($0.path)" }).count == rows.count)
            var wrong: [String] = []
            for row in rows {
                for person in Self.people {
                    let answer = try await Self.ask(site, row.method, Self.filled(row.path), person.login)
                    let isRefused = answer.status == 401 || answer.status == 403
                    let expected = row.least.map { least in person.role.map { $0 < least ? 403 : 0 } ?? 401 } ?? 0
                    let isRight = expected == 0 ? !isRefused || row.path == "/sign-in" : answer.status == expected
                    if !isRight || answer.status == 405 || answer.status >= 500 && answer.status != 503 {
                        wrong.append("\(row.method) \(row.path) \(person.login ?? "-") \(answer.status)")
                    }
                }
            }
            #expect(wrong.isEmpty)
        }
    }

    private static func ask(
        _ site: DaemonSite, _ method: String, _ path: String, _ login: String?
    ) async throws -> HTTPResponse {
        var fields = login.map { [DaemonSite.basic($0)] } ?? []
        if method == "POST" || method == "PUT" || method == "DELETE" {
            fields.append(("Content-Type", "application/json"))
            return try await site.send(method, path, fields, body: "{}")
        }
        return try await site.send(method, path, fields)
    }

    @Test(
        "What matters most, by hand",
        arguments: [
            ("GET", "/api/exams", [401, 200, 200, 200]), ("GET", "/", [401, 200, 200, 200]),
            ("GET", "/api/stats", [401, 200, 200, 200]), ("GET", "/ws", [401, 426, 426, 426]),
            ("POST", "/api/radreview", [401, 403, 400, 400]), ("POST", "/api/requeue", [401, 403, 400, 400]),
            ("POST", "/api/flag", [401, 403, 400, 400]), ("POST", "/api/getrad", [401, 403, 400, 400]),
            ("POST", "/api/dicomquery", [401, 403, 403, 200]), ("GET", "/metrics", [401, 403, 403, 200]),
            ("GET", "/dicomweb/studies", [401, 403, 403, 204]), ("GET", "/images/1.2.3.dcm", [401, 403, 403, 404]),
            ("GET", "/images/1.2.3.png", [401, 404, 404, 404]), ("POST", "/api/check", [401, 400, 400, 400]),
            ("GET", "/health", [200, 200, 200, 200]), ("GET", "/style.css", [200, 200, 200, 200]),
            ("GET", "/sign-in", [200, 200, 200, 200]), ("GET", "/nothing", [404, 404, 404, 404]),
        ])
    func byHand(method: String, path: String, statuses: [Int]) async throws {
        try await DaemonSite.serving { site in
            var heard: [Int] = []
            for person in Self.people { heard.append(try await Self.ask(site, method, path, person.login).status) }
            #expect(heard == statuses)
        }
    }

    @Test("HEAD is answered as GET without a body, what has no row with 405, and nothing of it needs or shows a login")
    func methods() async throws {
        try await DaemonSite.serving { site in
            var wrong: [String] = []
            for path in Set(site.daemon.table.map(\.path)) {
                let methods = site.daemon.table.filter { $0.path == path }.map(\.method)
                for method in ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "HEAD", "POST", "GET"] {
                    if methods.contains(method) || (method == "HEAD" && methods.contains("GET")) { continue }
                    let answer = try await site.send(method, Self.filled(path))
                    if answer.status != 405 || answer.headers["Allow"]?.contains(methods.first ?? "") != true {
                        wrong.append("\(method) \(path) \(answer.status)")
                    }
                }
            }
            #expect(wrong.isEmpty)
            let full = try await site.get("/livez")
            let head = try await site.send("HEAD", "/livez")
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(head.headers["Content-Length"] == full.headers["Content-Length"])
            let hidden = try await site.send("HEAD", "/api/exams")
            #expect(hidden.status == 401 && hidden.body.isEmpty)
        }
    }

    @Test("Every answer, good or not, tells the browser what it may do with it")
    func headers() async throws {
        try await DaemonSite.serving { site in
            for path in ["/livez", "/nothing", "/api/exams", "/sign-in", "/style.css"] {
                let answer = try await site.get(path)
                let policy = answer.headers["Content-Security-Policy"] ?? ""
                #expect(policy.hasPrefix("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"))
                #expect(
                    policy.contains("connect-src 'self' ws://127.0.0.1:\(site.port);") && !policy.contains("unsafe"))
                #expect(
                    answer.headers["X-Content-Type-Options"] == "nosniff" && answer.headers["X-Frame-Options"] == "DENY"
                )
                #expect(answer.headers["Referrer-Policy"] == "same-origin" && answer.headers["Cache-Control"] != nil)
                #expect(answer.headers["Strict-Transport-Security"] == nil && answer.headers["Server"] == nil)
            }
        }
    }

    @Test(
        "A foreign name that points at this machine gets nothing",
        arguments: [
            ("127.0.0.1", 200), ("localhost:80", 200), ("[::1]:8000", 200), ("xray.ward", 200), ("XRAY.ward:443", 200),
            ("evil.example", 421), ("127.0.0.1.evil.example", 421), ("xray.ward.evil.example", 421), ("a b", 421),
            ("x;script-src *", 421), (String(repeating: "a", count: 300), 421),
        ])
    func hosts(host: String, status: Int) async throws {
        var options = DaemonOptions()
        options.hosts = ["xray.ward"]
        try await DaemonSite.serving(options) { site in
            let answer = try await site.get("/livez", [("Host", host)])
            #expect(answer.status == status)
        }
    }
}
