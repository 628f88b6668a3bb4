import Foundation
import HTTPClient

/// Hands messages to one channel.
struct AlertDelivery: Sendable {
    /// When the programme stops, what is under way may still arrive, and be known to have arrived. All channels have it side
    /// by side, within the ten seconds that stopping may take.
    private static let grace = Duration.seconds(4)

    let client: HTTPClient
    let channel: AlertChannel
    let mailSecurity: MailRequest.Security
    /// PEM
    let authorities: [UInt8]
    let now: @Sendable () -> Date

    /// - Throws: `CancellationError`.
    func callAsFunction(_ message: AlertMessage) async throws -> AlertAnswer {
        do {
            switch channel {
            case .ntfy(let url):
                return try await post(to: url, message.ntfy.headers, message.ntfy.body)
            case .webhook(let url):
                return try await post(to: url.revealed, message.webhook.headers, message.webhook.body)
            case .mail(let server, let sender, let reader):
                return try await mail(message.mail(from: sender, to: reader, now: now()), server.revealed)
            }
        } catch let error as HTTPError {
            guard let answer = AlertAnswer(error) else { throw CancellationError() }
            return answer
        }
    }

    /// A slow server has a minute: whether a message that ran out of time arrived, nobody can tell.
    private func post(to url: String, _ headers: HTTPHeaders, _ body: [UInt8]) async throws -> AlertAnswer {
        var request = HTTPRequest(
            "POST", url: url, headers: headers, body: body, connectTimeout: .seconds(10), timeout: .seconds(60),
            silenceTimeout: .seconds(60))
        (request.authorities, request.grace) = (authorities, Self.grace)
        return AlertAnswer(try await client.send(request), from: request.host)
    }

    private func mail(_ message: MailMessage, _ server: String) async throws -> AlertAnswer {
        var mail = MailRequest(
            server: server, from: message.from, to: message.to, message: message.bytes, security: mailSecurity,
            authorities: authorities)
        mail.grace = Self.grace
        return AlertAnswer(try await client.send(mail), from: mail.host)
    }
}
