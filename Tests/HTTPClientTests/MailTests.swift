import Foundation
import HTTPClient
import Testing

@Suite("Sending a mail")
struct MailTests {
    let client = HTTPClient()

    private func mail(
        to server: String, _ people: [String] = ["ward@hospital.example"], from: String = "xray@hospital.example",
        timeout: Duration = .seconds(30), security: MailRequest.Security = .automatic
    ) -> MailRequest {
        let message = MailMessage(
            from: "xray@hospital.example", to: people, subject: "Finding", body: "One\n.dot\nTwo",
            date: Date(timeIntervalSince1970: 1_772_438_400), messageID: "1@hospital.example")
        return MailRequest(
            server: server, from: from, to: people, message: message.bytes, security: security, timeout: timeout)
    }

    /// How it ended, without its time.
    private func end(of mail: MailRequest) async -> Result<MailReply, HTTPError> {
        do {
            return .success(MailReply(status: try await client.send(mail).status))
        } catch {
            return .failure(error)
        }
    }

    @Test("A mail reaches the server whole, for all its readers, with a line of one dot unharmed")
    func taken() async throws {
        let server = try MailServer()
        let reply = try await client.send(mail(to: server.address, ["a@h.example", "b@h.example"]))
        #expect(reply.isAccepted && reply.status == 250)
        let commands = server.commands
        #expect(commands.contains { $0.hasPrefix("MAIL FROM:<xray@hospital.example>") })
        #expect(commands.filter { $0.hasPrefix("RCPT TO:") } == ["RCPT TO:<a@h.example>", "RCPT TO:<b@h.example>"])
        let text = try #require(server.mails.first)
        #expect(text.hasPrefix("From: <xray@hospital.example>\r\nTo: <a@h.example>,\r\n <b@h.example>\r\n"))
        #expect(text.hasSuffix("\r\n\r\nOne\r\n..dot\r\nTwo\r\n"))
    }

    @Test(
        "What the server refuses is told by its own number",
        arguments: [
            ("MAIL", "550 no", 550), ("RCPT", "550 nobody", 550), ("RCPT", "451 greylisted", 451),
            ("DATA", "421 later", 421),
            (".", "554 spam", 554), (".", "452 full", 452), ("220", "421 too many", 421),
        ])
    func refused(verb: String, answer: String, status: Int) async throws {
        let server = try MailServer([verb: answer])
        let end = await end(of: mail(to: server.address))
        // libcurl turns away from a bad greeting without repeating it.
        #expect(end == .success(MailReply(status: status)) || verb == "220" && end == .failure(.malformed(.reply)))
    }

    @Test(
        "A password is asked for by its number, and never leaves in plain text unless somebody said so",
        arguments: [
            (MailRequest.Security.automatic, true), (.required, true), (.never, false),
        ])
    func password(security: MailRequest.Security, isKept: Bool) async throws {
        let greeting = "250-here\r\n250 AUTH PLAIN"
        let server = try MailServer(["EHLO": greeting, "AUTH": "535 wrong"])
        let address = "smtp://nurse:s3cret@127.0.0.1:\(server.port)"
        let end = await end(of: mail(to: address, security: security))
        if case .failure(.tls) = end { #expect(isKept) } else { #expect(end == .success(MailReply(status: 535))) }
        #expect(server.commands.contains { $0.hasPrefix("AUTH") } == !isKept)
        #expect(server.mails.isEmpty)
    }

    @Test("Whoever has a password and meets a server that wants it in an unknown way is told so")
    func noLogin() async throws {
        let server = try MailServer(["EHLO": "250-here\r\n250 AUTH X-HANDSHAKE"])
        let address = "smtp://nurse:s3cret@127.0.0.1:\(server.port)"
        #expect(try await client.send(mail(to: address, security: .never)).status == 530)
    }

    @Test(
        "A silent server, a closed port, a web server and a cancelled task all end in time",
        arguments: ["220", "RCPT", "DATA", "."])
    func silence(verb: String) async throws {
        let server = try MailServer([verb: ""])
        await #expect(throws: HTTPError.timedOut(.waiting)) {
            try await client.send(mail(to: server.address, timeout: .milliseconds(700)))
        }
        let asked = Task { () async throws -> MailReply in
            try await client.send(mail(to: server.address, timeout: .seconds(60)))
        }
        while verb == "220" ? false : server.commands.count < 4 { await Task.yield() }
        asked.cancel()
        await #expect(throws: HTTPError.cancelled) { try await asked.value }
    }

    @Test(
        "A server that hangs when it is told good-bye has the mail, or has refused it, and holds up neither the next one nor the end",
        arguments: [[:], ["RCPT": "550 nobody"], [".": "554 spam"]])
    func hangingFarewell(script: [String: String]) async throws {
        let server = try MailServer(["QUIT": ""].merging(script) { $1 })
        let client = HTTPClient()
        let began = ContinuousClock.now
        for _ in 0..<2 {
            let status = try await client.send(mail(to: server.address)).status
            #expect(status == script.values.first.flatMap { Int($0.prefix(3)) } ?? 250)
        }
        client.shutdown()
        #expect(ContinuousClock.now - began < .seconds(20))
        #expect(server.mails.count == (script["RCPT"] == nil ? 2 : 0))
    }

    @Test("A client that ends waits for no mail server", arguments: ["220", "EHLO", "MAIL", "RCPT", "DATA", "."])
    func end(verb: String) async throws {
        let server = try MailServer([verb: ""])
        let client = HTTPClient()
        let asked = Task { () async throws -> MailReply in
            try await client.send(mail(to: server.address, timeout: .seconds(60)))
        }
        let last = ["220": 0, "EHLO": 1, "MAIL": 2, "RCPT": 3, "DATA": 4, ".": 4][verb] ?? 0
        while server.commands.count < last || verb == "." && server.mails.isEmpty { await Task.yield() }
        let began = ContinuousClock.now
        client.shutdown()
        await #expect(throws: HTTPError.cancelled) { try await asked.value }
        #expect(ContinuousClock.now - began < .seconds(10))
        // Broken off is not sent: no half mail that ends with a dot.
        #expect(server.mails.count == (verb == "." ? 1 : 0))
    }

    @Test(
        "A mail that is given up ends well within its grace, and is broken off after it",
        arguments: [(Duration.seconds(30), true), (.zero, false), (.milliseconds(300), false)])
    func grace(grace: Duration, isTaken: Bool) async throws {
        let server = try MailServer(isTaken ? [".": "2.5 s"] : [".": ""])
        var request = mail(to: server.address, timeout: .seconds(60))
        request.grace = grace
        let asked = Task { [request] () async throws -> MailReply in try await client.send(request) }
        while server.mails.isEmpty { await Task.yield() }
        asked.cancel()
        if isTaken {
            #expect(try await asked.value.isAccepted)
        } else {
            await #expect(throws: HTTPError.cancelled) { try await asked.value }
        }
    }

    @Test("Nothing there is unreachable; what speaks no mail is called so")
    func strangers() async throws {
        let closed = try ClosedPort()
        await #expect(throws: HTTPError.unreachable(host: "127.0.0.1:\(closed.port)")) {
            try await client.send(mail(to: "smtp://127.0.0.1:\(closed.port)"))
        }
        let web = try SilentServer(says: "HTTP/1.1 400 Bad Request\r\n\r\n", hangsUp: true)
        await #expect(throws: HTTPError.self) {
            try await client.send(mail(to: "smtp://127.0.0.1:\(web.port)", timeout: .seconds(2)))
        }
    }

    @Test(
        "No address can carry a second command",
        arguments: [
            "a@b\r\nRCPT TO:<c@d>", "a@b>\r\nDATA", "a@b c@d", "a@b> c", "", "nobody", "-oX@b", "ă@b.ro",
            "a@b\u{0}", String(repeating: "a", count: 250) + "@b.ro",
        ])
    func injection(address: String) async throws {
        let server = try MailServer()
        await #expect(throws: HTTPError.malformed(.request)) {
            try await client.send(mail(to: server.address, [address]))
        }
        let forged = mail(to: server.address, from: address)
        await #expect(throws: HTTPError.malformed(.request)) { try await client.send(forged) }
        #expect(server.commands.isEmpty)
    }

    @Test(
        "A message whose lines end in two ways could hide a second mail, and is refused",
        arguments: ["", "a", "a\n", "a\r\n.\n\r\n", "a\rb\r\n", "a\n.\r\n", "a\u{0}\r\n"])
    func smuggling(message: String) async throws {
        let request = MailRequest(
            server: "smtp://127.0.0.1:9", from: "a@b.ro", to: ["c@d.ro"], message: Array(message.utf8))
        await #expect(throws: HTTPError.malformed(.request)) { try await client.send(request) }
    }

    @Test(
        "Only mail servers get mail",
        arguments: ["http://127.0.0.1/", "mail.example", "smtp://", "file:///etc/passwd", ""])
    func addresses(server: String) async throws {
        await #expect(throws: HTTPError.malformed(.address)) { try await client.send(mail(to: server)) }
    }

    @Test("A password, an address and a text never show when a mail is printed")
    func secrets() {
        let request = mail(to: "smtp://nurse:s3cret@mail.example", ["reader@h.example"])
        var dumped = ""
        dump(request, to: &dumped)
        for text in ["\(request)", String(reflecting: request), dumped] {
            #expect(!text.contains("s3cret") && !text.contains("reader") && !text.contains("dot"))
        }
    }
}
