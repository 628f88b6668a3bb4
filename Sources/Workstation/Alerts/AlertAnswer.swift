import Analysis
import Foundation
import HTTPClient

/// How the sending of one message ended.
package enum AlertAnswer: Sendable, Equatable {
    case accepted(status: Int?)
    /// It says that it will not take this message, now or later: a person must look.
    case refused(status: Int?, problem: String)
    /// Not now: what is down, broken or overloaded will come back.
    /// - after: seconds that the other side asked for.
    case away(status: Int?, problem: String, after: Double?)
}

extension AlertAnswer {
    /// What a web server's answer means. RFC 9110 §15.
    package init(_ response: HTTPResponse, from host: String) {
        let status = response.status
        switch status {
        case 200..<300: self = .accepted(status: status)
        // About this very message; any other 4xx is about the address or who asks, or passes (timeout, too many): a proxy
        // before a server that starts says 403 or 404, too.
        case 400, 409, 411..<416, 422:
            self = .refused(status: status, problem: "\(host) answered \(status): it does not take this message.")
        default:
            self = .away(
                status: status, problem: "\(host) answered \(status)\(Self.advice(status)).",
                after: RetryAfter.seconds(in: response.headers))
        }
    }

    private static func advice(_ status: Int) -> String {
        switch status {
        case 401, 403, 407: ": look at the user, password or token in the settings"
        case 404, 405, 410: ": look at the address in the settings"
        default: ""
        }
    }

    /// What a mail server's answer means: 5yz lasts, 4yz passes. RFC 5321 §4.2.1, RFC 4954 §6.
    package init(_ reply: MailReply, from host: String) {
        let (status, words) = (reply.status, "\(host) answered \(reply.status)")
        switch status {
        case 200..<300: self = .accepted(status: status)
        case 530, 534, 535, 538:
            self = .refused(status: status, problem: "\(words): correct user, password or SMTP_TLS in the settings.")
        case 500..<600: self = .refused(status: status, problem: "\(words): it does not take this mail.")
        default: self = .away(status: status, problem: "\(words).", after: nil)
        }
    }

    /// What no answer means; `nil` when the programme stops.
    package init?(_ error: HTTPError) {
        switch error {
        case .cancelled: return nil
        case .malformed(.request), .bodyTooLarge: self = .refused(status: nil, problem: error.suggestion)
        default: self = .away(status: nil, problem: error.suggestion, after: nil)
        }
    }
}
