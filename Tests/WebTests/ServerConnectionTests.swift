import Foundation
import HTTPClient
import NIOCore
import Testing
import Web

@Suite("Connections that do not behave")
struct ServerConnectionTests {
    static func status(_ text: String) -> String { String(text.prefix { $0 != "\r" && $0 != "\r\n" }) }

    struct Broken: Sendable, CustomTestStringConvertible {
        let request: String
        let status: String
        var testDescription: String { "\(request.prefix(60)) → \(status)" }

        init(_ request: String, _ status: String) { (self.request, self.status) = (request, status) }
    }

    @Test(
        "What is no request, or is too long, gets a status and a closed connection",
        arguments: [
            Broken("nonsense\r\n\r\n", "HTTP/1.1 400 Bad Request"),
            Broken("GET /livez HTTP/1.1\r\n\r\n", "HTTP/1.1 400 Bad Request"),
            Broken("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", "HTTP/1.1 400 Bad Request"),
            Broken("\u{16}\u{3}\u{1}\u{2}\0\u{1}", "HTTP/1.1 400 Bad Request"),
            Broken(
                "GET /livez HTTP/1.1\r\nHost: localhost\r\nX: \(String(repeating: "a", count: 20_000))\r\n\r\n",
                "HTTP/1.1 431 Request Header Fields Too Large"),
            Broken(
                "GET /\(String(repeating: "a", count: 20_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "HTTP/1.1 431 Request Header Fields Too Large"),
            Broken(
                "GET /livez HTTP/1.1\r\nHost: localhost\r\n"
                    + (0..<200).map { "X\($0): a\r\n" }.joined() + "\r\n",
                "HTTP/1.1 431 Request Header Fields Too Large"),
            Broken(
                "POST /api/check HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 400 Bad Request"),
            Broken(
                "GET /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 400 Bad Request"),
        ])
    func broken(broken: Broken) async throws {
        try await DaemonSite.serving { site in
            let connection = try await RawConnection.open(port: site.port)
            try await connection.send(broken.request)
            let text = await connection.heard { $0.contains("\r\n\r\n") }
            #expect(Self.status(text) == broken.status)
            await connection.close()
            #expect(try await site.get("/livez").status == 200)
        }
    }

    @Test("Bodies of more than a megabyte are refused, announced or not; one just below is read")
    func bodies() async throws {
        try await DaemonSite.serving { site in
            let long = #"{"report":"\#(String(repeating: "a", count: 1 << 20))"}"#
            let announced = try await site.post("/api/check", [DaemonSite.basic("uma")], json: long)
            #expect(announced.status == 413)
            let connection = try await RawConnection.open(port: site.port)
            let login = DaemonSite.basic("uma").1
            try await connection.send(
                "POST /api/check HTTP/1.1\r\nHost: localhost\r\nAuthorization: \(login)\r\n"
                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
            let part = "10000\r\n" + String(repeating: "a", count: 0x10000) + "\r\n"
            for _ in 0..<17 { try? await connection.send(part) }
            let text = await connection.heard { $0.contains("\r\n\r\n") }
            #expect(Self.status(text) == "HTTP/1.1 413 Payload Too Large")
            await connection.close()
            let fits = try await site.post("/api/check", [DaemonSite.basic("uma")], json: String(long.dropFirst(100)))
            #expect(fits.status == 400, "read, and found to be no JSON")
        }
    }

    @Test("Who goes on sending a body that was refused long ago is cut off, without a second answer")
    func endless() async throws {
        try await DaemonSite.serving { site in
            let connection = try await RawConnection.open(port: site.port)
            try await connection.send(
                "POST /api/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n")
            let part = "10000\r\n" + String(repeating: "a", count: 0x10000) + "\r\n"
            for _ in 0..<400 where !connection.isClosed { try? await connection.send(part) }
            let text = await connection.untilClosed()
            #expect(connection.isClosed && Self.status(text) == "HTTP/1.1 401 Unauthorized")
            #expect(text.components(separatedBy: "HTTP/1.1 ").count == 2)
        }
    }

    @Test("Two hundred connections that trickle do not keep a healthy one waiting, and are sent away")
    func slowLoris() async throws {
        var options = DaemonOptions()
        options.connections.request = .seconds(15)
        try await DaemonSite.serving(options) { site in
            var slow: [RawConnection] = []
            for _ in 0..<200 {
                let connection = try await RawConnection.open(port: site.port)
                try await connection.send("GET /api/exams HTTP/1.1\r\nHost: localhost\r\nX: ")
                slow.append(connection)
            }
            for _ in 0..<20 {
                for connection in slow.prefix(200) where !connection.isClosed { try? await connection.send("a") }
                #expect(try await site.get("/livez").status == 200)
            }
            // They were not sent away for it: some are still there.
            #expect(slow.contains { !$0.isClosed })
            var endings: [String: Int] = [:]
            for connection in slow { endings[Self.status(await connection.untilClosed()), default: 0] += 1 }
            // One that was sent away before a byte of it was read hears nothing.
            let told = endings["HTTP/1.1 408 Request Timeout", default: 0]
            #expect(told > 100 && told + endings["", default: 0] == 200)
            #expect(try site.auditLines().contains { $0.contains(#""action":"connection""#) && $0.contains("408") })
        }
    }

    @Test("A body that trickles ends in 408; a connection that says nothing is closed without a word")
    func slowBody() async throws {
        var options = DaemonOptions()
        // A loaded machine, too, sends what comes below within that time.
        options.connections.request = .seconds(5)
        try await DaemonSite.serving(options) { site in
            let silent = try await RawConnection.open(port: site.port)
            let slow = try await RawConnection.open(port: site.port)
            try await slow.send(
                "POST /api/check HTTP/1.1\r\nHost: localhost\r\nAuthorization: \(DaemonSite.basic("uma").1)\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
            #expect(Self.status(await slow.untilClosed()) == "HTTP/1.1 408 Request Timeout")
            #expect(await silent.untilClosed().isEmpty && silent.isClosed)
        }
    }

    @Test("Who asks for much and takes nothing of it is let go")
    func deaf() async throws {
        var options = DaemonOptions()
        options.connections.writing = .milliseconds(500)
        try await DaemonSite.serving(options) { site in
            let size = try await site.get("/style.css").body.count
            // More than the buffers of the system hold.
            let wanted = (64 << 20) / size
            let asked = String(repeating: "GET /style.css HTTP/1.1\r\nHost: localhost\r\n\r\n", count: wanted)
            // A loaded machine may need longer to fill the buffers and to wait in vain; unasked it waits for 30 s.
            for seconds in [3, 10, 20] {
                let deaf = try await RawConnection.open(port: site.port, isDeaf: true)
                async let sent: Void = deaf.send(asked)
                try await Task.sleep(for: .seconds(seconds))
                try? await deaf.listen()
                _ = await deaf.heard { $0.utf8.count >= wanted * size }
                let isLetGo = deaf.isClosed && deaf.bytes.count < wanted * size
                await deaf.close()
                _ = try? await sent
                if isLetGo { return }
            }
            Issue.record("whoever took nothing got everything in the end")
        }
    }

    @Test("A kept connection may rest between two requests for longer than a request may take")
    func keepAlive() async throws {
        var options = DaemonOptions()
        options.connections.request = .seconds(4)
        try await DaemonSite.serving(options) { site in
            let connection = try await RawConnection.open(port: site.port)
            for round in 1...2 {
                try await connection.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
                let text = await connection.heard { $0.components(separatedBy: "HTTP/1.1 200 OK").count == round + 1 }
                #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count == round + 1)
                try await Task.sleep(for: .seconds(5))
                #expect(!connection.isClosed)
            }
            await connection.close()
        }
    }

    @Test("A kept connection that rests too long is closed without a word")
    func restsTooLong() async throws {
        var options = DaemonOptions()
        options.connections.idle = .seconds(3)
        try await DaemonSite.serving(options) { site in
            let connection = try await RawConnection.open(port: site.port)
            try await connection.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let text = await connection.untilClosed(within: 30)
            #expect(connection.isClosed && text.hasPrefix("HTTP/1.1 200 OK"))
            #expect(text.components(separatedBy: "HTTP/1.1 ").count == 2)
        }
    }

    @Test("When all places are taken, who rests makes room for who comes")
    func crowd() async throws {
        var options = DaemonOptions()
        options.connections.all = 10
        try await DaemonSite.serving(options) { site in
            var resting: [RawConnection] = []
            for _ in 0..<30 {
                let connection = try await RawConnection.open(port: site.port)
                try await connection.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(Self.status(await connection.heard { $0.contains("ok") }) == "HTTP/1.1 200 OK")
                resting.append(connection)
            }
            let deadline = ContinuousClock.now + .seconds(20)
            while resting.count(where: { !$0.isClosed }) > 10, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(resting.count { !$0.isClosed } <= 10)
            for connection in resting { await connection.close() }
        }
    }

    @Test("One address keeps its share of connections, and no more, when they are no newcomers any longer")
    func share() async throws {
        var options = DaemonOptions()
        options.connections.byAddress = 10
        options.connections.settling = .seconds(1)
        try await DaemonSite.serving(options) { site in
            var all: [RawConnection] = []
            for _ in 0..<40 {
                let connection = try await RawConnection.open(port: site.port)
                try await connection.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
                all.append(connection)
            }
            let neighbour = try await RawConnection.open(port: site.port, from: "127.0.0.9")
            try await neighbour.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
            let deadline = ContinuousClock.now + .seconds(20)
            while all.count(where: { !$0.isClosed }) > 10, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(all.count { !$0.isClosed } <= 10 && !neighbour.isClosed)
            for connection in all + [neighbour] { await connection.close() }
        }
    }

    @Test("Five hundred requests sent ahead are answered, in order")
    func farAhead() async throws {
        try await DaemonSite.serving { site in
            let connection = try await RawConnection.open(port: site.port)
            var asked = ""
            for number in 0..<499 {
                asked += "GET /\(number.isMultiple(of: 2) ? "livez" : "nothing") HTTP/1.1\r\nHost: localhost\r\n\r\n"
            }
            try await connection.send(asked + "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            let text = await connection.untilClosed(within: 60)
            let statuses = text.components(separatedBy: "HTTP/1.1 ").dropFirst().map { String($0.prefix(3)) }
            #expect(statuses.count == 500)
            #expect(statuses.prefix(4) == ["200", "404", "200", "404"])
        }
    }

    @Test("Requests sent ahead are answered in order; HTTP/1.0 and `close` end the connection")
    func pipelining() async throws {
        try await DaemonSite.serving { site in
            let connection = try await RawConnection.open(port: site.port)
            try await connection.send(
                "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\nGET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    + "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            let text = await connection.untilClosed()
            let statuses = text.components(separatedBy: "HTTP/1.1 ").dropFirst().map { String($0.prefix(3)) }
            #expect(statuses == ["200", "404", "200"] && connection.isClosed)
            let old = try await RawConnection.open(port: site.port)
            try await old.send("GET /livez HTTP/1.0\r\nHost: localhost\r\n\r\n")
            #expect(await old.untilClosed().contains("200 OK") && old.isClosed)
        }
    }

    @Test("Behind a long body, too, everything that was sent ahead is answered, in order")
    func behindBody() async throws {
        try await DaemonSite.serving { site in
            let connection = try await RawConnection.open(port: site.port)
            let (name, value) = DaemonSite.basic("ana")
            let body = #"{"hours":3"# + String(repeating: " ", count: 900_000) + "}"
            var asked = "POST /api/dicomquery HTTP/1.1\r\nHost: localhost\r\n\(name): \(value)\r\n"
            asked += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            for number in 0..<499 {
                asked += "GET /\(number.isMultiple(of: 2) ? "livez" : "nothing") HTTP/1.1\r\nHost: localhost\r\n\r\n"
            }
            try await connection.send(asked + "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            let text = await connection.untilClosed(within: 60)
            let statuses = text.components(separatedBy: "HTTP/1.1 ").dropFirst().map { String($0.prefix(3)) }
            #expect(statuses.count == 501)
            #expect(statuses.prefix(4) == ["200", "200", "404", "200"])
        }
    }

    @Test("What comes behind the last request of a connection is not done", arguments: ["1.0", "1.1"])
    func behindTheLast(version: String) async throws {
        try await DaemonSite.serving { site in
            let connection = try await RawConnection.open(port: site.port)
            let (name, value) = DaemonSite.basic("ana")
            let asked =
                "POST /api/dicomquery HTTP/\(version)\r\nHost: localhost\r\n\(name): \(value)\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"hours\":3}"
            try await connection.send(asked + asked + asked)
            let text = await connection.untilClosed()
            #expect(text.components(separatedBy: " 200 OK").count == 2, "\(text)")
            // The connection ends when the answer has been given; a moment later nothing has been done behind it.
            try await Task.sleep(for: .milliseconds(200))
            #expect(try site.auditLines().count { $0.contains(#""action":"query""#) } == 1)
        }
    }

    @Test("A daemon that is stopped lets go of connections that wait, at once")
    func stopping() async throws {
        var options = DaemonOptions()
        options.connections.request = .hours(1)
        options.connections.idle = .seconds(3600)
        let begin = ContinuousClock.now
        try await DaemonSite.serving(options) { site in
            for text in ["", "GET / HT", "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"] {
                let connection = try await RawConnection.open(port: site.port)
                if !text.isEmpty { try await connection.send(text) }
            }
            #expect(try await site.get("/livez").status == 200)
        }
        #expect(ContinuousClock.now - begin < .seconds(600))
    }
}
