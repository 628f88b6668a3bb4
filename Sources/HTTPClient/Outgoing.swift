/// What the client's thread sends: both kinds have an address, bytes and deadlines.
enum Outgoing: Sendable {
    case http(HTTPRequest)
    case mail(MailRequest)

    var url: String {
        switch self {
        case .http(let request): request.url
        case .mail(let mail): mail.server
        }
    }

    var body: [UInt8] {
        switch self {
        case .http(let request): request.body
        case .mail(let mail): mail.message
        }
    }

    var host: String { HTTPRequest.host(of: url) }

    var connectTimeout: Duration {
        switch self {
        case .http(let request): request.connectTimeout
        case .mail(let mail): mail.connectTimeout
        }
    }

    var timeout: Duration {
        switch self {
        case .http(let request): request.timeout
        case .mail(let mail): mail.timeout
        }
    }

    var silenceTimeout: Duration {
        switch self {
        case .http(let request): request.silenceTimeout
        // A mail server's answers have no body.
        case .mail(let mail): mail.timeout
        }
    }

    var maxBody: Int {
        switch self {
        case .http(let request): request.maxBody
        case .mail: 1
        }
    }

    var authorities: [UInt8] {
        switch self {
        case .http(let request): request.authorities
        case .mail(let mail): mail.authorities
        }
    }
}
