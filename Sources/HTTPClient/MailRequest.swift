import Foundation

/// One mail for one or more people, as bytes. Its description never shows addresses, password or text.
public struct MailRequest: Sendable {
    /// How the way to the mail server is secured.
    public enum Security: String, Sendable, CaseIterable {
        /// STARTTLS where the server offers it; a password is never sent without it.
        case automatic = "auto"
        /// Nothing is sent without TLS.
        case required
        /// Plain text, the password too: for a relay on the same machine or in a network of its own.
        case never
    }

    /// `smtp://` or `smtps://`, with user and password in front of the host where the server wants them.
    public var server: String
    /// Addresses without a display name, in ASCII (a domain in another script as `xn--…`): `ward@hospital.example`.
    public var from: String
    public var to: [String]
    /// A whole message, RFC 5322: header, blank line, body; every line ends with CR LF.
    public var message: [UInt8]
    public var security: Security
    /// PEM certificates that are trusted besides the system's; empty for none.
    public var authorities: [UInt8]
    public var connectTimeout: Duration
    /// The whole conversation.
    public var timeout: Duration
    /// How long the conversation may go on when its task is cancelled.
    public var grace: Duration = .zero

    public init(
        server: String, from: String, to: [String], message: [UInt8], security: Security = .automatic,
        authorities: [UInt8] = [], connectTimeout: Duration = .seconds(10), timeout: Duration = .seconds(60)
    ) {
        self.server = server
        self.from = from
        self.to = to
        self.message = message
        self.security = security
        self.authorities = authorities
        self.connectTimeout = connectTimeout
        self.timeout = timeout
    }

    /// Host and port as written, without user and password; for messages.
    public var host: String { HTTPRequest.host(of: server) }

    /// What is wrong with the request itself, before anything is sent.
    var fault: HTTPError? {
        let scheme = server.prefix { $0 != ":" }.lowercased()
        guard scheme == "smtp" || scheme == "smtps", host != "?", server.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { return .malformed(.address) }
        let isSafe = !to.isEmpty && ([from] + to).allSatisfy(Self.isSafe) && Self.hasWholeLines(message)
        return isSafe ? nil : .malformed(.request)
    }

    var hasPassword: Bool {
        guard let scheme = server.range(of: "://") else { return false }
        return server[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }.contains("@")
    }

    /// Nothing that could end the address and begin another command.
    private static func isSafe(_ address: String) -> Bool {
        let bytes = address.utf8
        return (3...254).contains(bytes.count) && bytes.first != UInt8(ascii: "-")
            && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
            && address.dropFirst().dropLast().contains("@")
    }

    /// A CR or LF alone means the end of a line to one server and not to the next, so that a second mail could hide in
    /// the first ("SMTP smuggling").
    private static func hasWholeLines(_ message: [UInt8]) -> Bool {
        guard message.count >= 2, message.suffix(2).elementsEqual([0x0D, 0x0A]) else { return false }
        var previous: UInt8 = 0
        for byte in message {
            if (byte == 0x0A) != (previous == 0x0D) || byte == 0 { return false }
            previous = byte
        }
        return true
    }
}

extension MailRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "MAIL \(host), \(to.count) recipients, \(message.count) bytes" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["mail": description]) }
}

/// What the mail server answered last, whatever it was: a refusal is an answer, not an error of this room.
public struct MailReply: Sendable, Equatable {
    /// Reply code of RFC 5321 §4.2: 2xx taken, 4xx not now, 5xx never; 0 when none can be told.
    public let status: Int
    /// The whole conversation.
    public let milliseconds: Int

    public init(status: Int, milliseconds: Int = 0) {
        self.status = status
        self.milliseconds = milliseconds
    }

    /// The server has taken the mail for every recipient.
    public var isAccepted: Bool { (200..<300).contains(status) }
}
