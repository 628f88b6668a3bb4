import Foundation
import HTTPClient
import Radiology
import Testing
import Web

@Suite("What monitoring asks", .timeLimit(.minutes(2)))
struct MetricsTests {
    static var state: LiveWatch.State.Values {
        var values = LiveFrameTests.busy
        var drawing = Histogram()
        for seconds in [0.002, 0.2, 0.2, 1000] { drawing.add(seconds) }
        values.gauges = Gauges(
            freeBytes: 70_000_000_000, totalBytes: 100_000_000_000, openAssociations: 2, associationsTotal: 31,
            filmsReceivedTotal: 1200, spoolFiles: 4, rejectedTotal: 3, stages: ["draw": drawing, "read": Histogram()],
            reserveBytes: 5_000_000_000)
        return values
    }

    @Test("The figures are what Prometheus can read, and they are right")
    func figures() async throws {
        try await LiveWatch.serving(state: Self.state) { watch in
            _ = try await watch.get("/api/exams/\(APIWard.uid(1))")
            _ = try await watch.get("/api/exams/1.2.3.4.5")
            _ = try await watch.get("/api/exams?search=POPESCU", as: "una")
            let answer = try await watch.listening { listener in
                _ = try await listener.event("connected")
                return try await watch.get("/metrics")
            }
            #expect(answer.status == 200)
            #expect(answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
            let text = String(decoding: answer.body, as: UTF8.self)
            let metrics = try MetricsText(text)
            #expect(metrics["xrayvision_build_info", ["version": "1.0.0"]] == 1)
            #expect(metrics["xrayvision_database_up"] == 1)
            #expect(metrics["xrayvision_exams", ["status": "waiting"]] == 1)
            #expect(metrics["xrayvision_exams", ["status": "done"]] == 5)
            #expect(metrics["xrayvision_endpoint_up", ["endpoint": "primary"]] == 1)
            #expect(metrics["xrayvision_endpoint_up", ["endpoint": "secondary"]] == 0)
            #expect(metrics["xrayvision_next_query_timestamp_seconds"] == 1_772_442_000)
            #expect(metrics["xrayvision_associations_open"] == 2)
            #expect(metrics["xrayvision_associations_total"] == 31)
            #expect(metrics["xrayvision_disk_free_bytes"] == 70_000_000_000)
            #expect(metrics["xrayvision_stage_seconds_bucket", ["stage": "draw", "le": "0.25"]] == 3)
            #expect(metrics["xrayvision_stage_seconds_count", ["stage": "draw"]] == 4)
            #expect(metrics["xrayvision_websocket_clients"] == 1)
            let exam = "/api/exams/{uid}"
            #expect(metrics["xrayvision_http_requests_total", ["route": exam, "status": "200"]] == 1)
            #expect(metrics["xrayvision_http_requests_total", ["route": exam, "status": "404"]] == 1)
            #expect(metrics["xrayvision_http_request_seconds_count", ["route": exam]] == 2)
        }
    }

    @Test("No patient, no login, no path that somebody made up is among them")
    func privacy() async throws {
        try await LiveWatch.serving(state: Self.state) { watch in
            for path in [
                "/api/exams?search=POPESCU", "/canary-4711", "/api/patients/5150312170012", "/dicomweb/canary",
            ] {
                _ = try await watch.get(path)
            }
            let text = try await watch.text("/metrics")
            _ = try MetricsText(text)
            for secret in ["POPESCU", "5150312170012", "canary", "adam", "1.2.826", "reader.invalid"] {
                #expect(!text.contains(secret), "\(secret)")
            }
        }
    }

    @Test(
        "Only admins see the figures, unless the settings open them",
        arguments: [
            ("adam", false, 200), ("mara", false, 403), ("una", false, 403), (nil, false, 401), (nil, true, 200),
        ])
    func access(login: String?, isOpen: Bool, status: Int) async throws {
        try await LiveWatch.serving(change: { $0.openMetrics = isOpen }) { watch in
            let answer = try await watch.get("/metrics", as: login)
            #expect(answer.status == status)
        }
    }

    @Test("Whether the daemon lives is answered to anyone", arguments: ["/health", "/livez"])
    func alive(path: String) async throws {
        try await LiveWatch.serving { watch in
            let text = try await watch.text(path, as: nil)
            let json = try await watch.text(path, as: nil, [("Accept", "application/json")])
            #expect(text == "ok\n" && json == #"{"status":"ok"}"#)
        }
    }

    struct Trouble: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var free: Int64 = 70_000_000_000
        var isReading = true
        let status: Int
        /// As an admin reads it.
        let checks: String
    }

    @Test(
        "The daemon is ready while the database answers and there is room; only who has signed in is told why not",
        arguments: [
            Trouble(testDescription: "well", status: 200, checks: #""database":"ok","disk":"ok","readers":"ok""#),
            Trouble(
                testDescription: "full", free: 4_000_000_000, status: 503,
                checks:
                    #""database":"ok","disk":"Less is free than the reserve: no films are taken in.","readers":"ok""#),
            Trouble(
                testDescription: "no reader", isReading: false, status: 200,
                checks: #""database":"ok","disk":"ok","readers":"No model server answers: films wait.""#),
        ], ["/ready", "/readyz"])
    func ready(trouble: Trouble, path: String) async throws {
        var values = Self.state
        values.gauges.freeBytes = trouble.free
        if !trouble.isReading { values.endpoints.removeFirst() }
        try await LiveWatch.serving(state: values) { watch in
            let json = [("Accept", "application/json")]
            let outcome = trouble.status == 200 ? "ready" : "not ready"
            let (known, unknown) = (
                try await watch.get(path, as: "adam", json), try await watch.get(path, as: nil, json)
            )
            #expect(known.status == trouble.status && unknown.status == trouble.status)
            #expect(String(decoding: unknown.body, as: UTF8.self) == "{\"status\":\"\(outcome)\"}")
            let checks = "{\"status\":\"\(outcome)\",\"checks\":{\(trouble.checks)}}"
            #expect(String(decoding: known.body, as: UTF8.self) == checks)
            #expect(try await watch.text(path, as: nil) == outcome + "\n")
        }
    }
}
