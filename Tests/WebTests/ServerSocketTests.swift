import Foundation
import HTTPClient
import Testing
import Web

@Suite("The way to the WebSocket")
struct ServerSocketTests {
    static func handshake(_ fields: [(String, String)], path: String = "/ws") -> String {
        let all =
            [
                ("Upgrade", "websocket"), ("Connection", "keep-alive, Upgrade"), ("Sec-WebSocket-Version", "13"),
                ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ] + fields
        return "GET \(path) HTTP/1.1\r\n" + all.map { "\($0.0): \($0.1)\r\n" }.joined() + "\r\n"
    }

    struct Asked: Sendable, CustomTestStringConvertible {
        let proof: String
        let fields: [(String, String)]
        let status: String
        var testDescription: String { "\(proof) \(fields) \(status)" }

        init(_ proof: String, _ fields: [(String, String)], _ status: String) {
            (self.proof, self.fields, self.status) = (proof, fields, status)
        }
    }

    @Test(
        "It opens with a login, by cookie or Basic, from our own pages only",
        arguments: [
            Asked("basic", [], "101"), Asked("cookie", [("Origin", "OWN")], "101"), Asked("cookie", [], "101"),
            Asked("basic", [("Origin", "OWN")], "101"), Asked("none", [], "401"),
            Asked("none", [("Origin", "OWN")], "401"), Asked("wrong", [], "401"),
            Asked("basic", [("Origin", "http://evil.example")], "403"),
            Asked("cookie", [("Origin", "http://evil.example")], "403"), Asked("cookie", [("Origin", "null")], "403"),
            Asked("cookie", [("Origin", "OWN.evil.example")], "403"), Asked("host", [], "421"),
        ])
    func opening(asked: Asked) async throws {
        try await DaemonSite.serving { site in
            var fields = asked.fields.map { ($0.0, $0.1.replacingOccurrences(of: "OWN", with: site.origin)) }
            fields.append(("Host", asked.proof == "host" ? "evil.example" : "127.0.0.1:\(site.port)"))
            switch asked.proof {
            case "basic", "host": fields.append(DaemonSite.basic("uma"))
            case "cookie": fields.append(("Cookie", try #require(try await site.cookie(of: "uma"))))
            case "wrong": fields.append(DaemonSite.basic("uma", "x"))
            default: break
            }
            let connection = try await RawConnection.open(port: site.port)
            try await connection.send(Self.handshake(fields))
            let text = await connection.heard { $0.contains("\r\n\r\n") }
            #expect(text.dropFirst("HTTP/1.1 ".count).prefix(3) == asked.status)
            #expect(text.contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") == (asked.status == "101"))
            if asked.status == "101" {
                let heard = await connection.heard { $0.contains(#""name":"connected""#) }
                #expect(heard.contains(#""name":"connected""#))
            }
            await connection.close()
        }
    }

    @Test(
        "What offers another protocol, or no whole handshake, is answered as if it had not",
        arguments: [
            (
                [("Upgrade", "h2c"), ("Connection", "Upgrade, HTTP2-Settings"), ("HTTP2-Settings", "AAMAAABk")],
                "/livez", "200"
            ),
            ([("Upgrade", "websocket"), ("Connection", "Upgrade")], "/livez", "200"),
            ([("Upgrade", "websocket"), ("Connection", "Upgrade")], "/ws", "426"),
            ([("Upgrade", "h2c"), ("Connection", "Upgrade")], "/ws", "426"),
            (
                [
                    ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Version", "8"),
                    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                ], "/ws", "426"
            ),
            (
                [
                    ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Version", "13"),
                    ("Sec-WebSocket-Key", "short"),
                ], "/ws", "426"
            ),
        ] as [([(String, String)], String, String)])
    func others(fields: [(String, String)], path: String, status: String) async throws {
        try await DaemonSite.serving { site in
            let connection = try await RawConnection.open(port: site.port)
            let all = [("Host", "localhost"), DaemonSite.basic("uma")] + fields
            try await connection.send(
                "GET \(path) HTTP/1.1\r\n" + all.map { "\($0.0): \($0.1)\r\n" }.joined() + "\r\n")
            let text = await connection.heard { $0.contains("\r\n\r\n") }
            #expect(text.dropFirst("HTTP/1.1 ".count).prefix(3) == status)
            await connection.close()
        }
    }

    @Test("A refused upgrade ends its connection after the answer, and spoils nothing for the next one")
    func refusedUpgrade() async throws {
        try await DaemonSite.serving { site in
            let get = "GET /livez HTTP/1.1\r\nHost: localhost\r\n"
            let first = try await RawConnection.open(port: site.port)
            try await first.send(get + "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n")
            let text = await first.untilClosed()
            #expect(first.isClosed && text.hasPrefix("HTTP/1.1 200") && text.lowercased().contains("connection: close"))
            let second = try await RawConnection.open(port: site.port)
            for round in 1...2 {
                try await second.send(get + "\r\n")
                let text = await second.heard { $0.components(separatedBy: "HTTP/1.1 200").count == round + 1 }
                #expect(text.components(separatedBy: "HTTP/1.1 200").count == round + 1)
            }
            await second.close()
        }
    }

    @Test("A frame that comes together with the handshake is heard")
    func frameAhead() async throws {
        try await DaemonSite.serving { site in
            let connection = try await RawConnection.open(port: site.port)
            // A ping, masked with zeros. Standard: RFC 6455 §5.5.2.
            let ping: [UInt8] = [0x89, 0x84, 0, 0, 0, 0] + Array("ping".utf8)
            try await connection.send(
                Array(Self.handshake([("Host", "localhost"), DaemonSite.basic("uma")]).utf8) + ping)
            let text = await connection.heard { $0.contains("connected") && $0.contains("ping") }
            #expect(text.hasPrefix("HTTP/1.1 101") && text.contains("ping"))
            await connection.close()
            #expect(try await site.get("/livez").status == 200)
        }
    }

    @Test("A thousand browsers of one address come at once, and each gets in")
    func houseful() async throws {
        try await DaemonSite.serving { site in
            let text = Self.handshake([("Host", "localhost"), DaemonSite.basic("uma")])
            let box = ListenerBox()
            try await withThrowingTaskGroup { group in
                for _ in 0..<1000 {
                    group.addTask {
                        let connection = try await RawConnection.open(port: site.port)
                        await box.add(connection)
                        try await connection.send(text)
                    }
                }
                try await group.waitForAll()
            }
            var admitted = 0
            for connection in await box.all {
                let text = await connection.heard(within: 60) { $0.contains("connected") }
                if text.hasPrefix("HTTP/1.1 101") { admitted += 1 }
            }
            #expect(admitted == 1000)
            for connection in await box.all { await connection.close() }
        }
    }

    @Test(
        "Listeners do not take the places of requests, and are told to go when the daemon ends, or is cancelled",
        arguments: [false, true])
    func many(endsByCancelling: Bool) async throws {
        var options = DaemonOptions()
        options.endsByCancelling = endsByCancelling
        options.connections.all = 20
        var listeners: [RawConnection] = []
        let kept = ListenerBox()
        try await DaemonSite.serving(options) { site in
            for _ in 0..<100 {
                let connection = try await RawConnection.open(port: site.port)
                try await connection.send(Self.handshake([("Host", "localhost"), DaemonSite.basic("uma")]))
                let text = await connection.heard { $0.contains("connected") }
                #expect(text.hasPrefix("HTTP/1.1 101"))
                await kept.add(connection)
            }
            #expect(try await site.get("/livez").status == 200)
        }
        listeners = await kept.all
        #expect(listeners.count == 100)
        for listener in listeners {
            _ = await listener.untilClosed()
            // Close, unmasked, 1001. Standard: RFC 6455 §5.5.1, §7.4.1.
            #expect(listener.bytes.suffix(4) == [0x88, 0x02, 0x03, 0xE9])
        }
    }
}

/// Connections that outlive the daemon.
actor ListenerBox {
    private(set) var all: [RawConnection] = []
    func add(_ connection: RawConnection) { all.append(connection) }
}
