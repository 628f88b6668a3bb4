import HTTPClient

extension RecordError {
    init(_ error: HTTPError) {
        self =
            switch error {
            case .unreachable(let host): .serverUnreachable(host: host)
            case .timedOut(.connecting): .timedOut(.connecting)
            case .timedOut(.waiting): .timedOut(.waiting)
            case .timedOut(.receiving): .timedOut(.receiving)
            case .connectionLost: .connectionLost
            case .bodyTooLarge(let limit): .answerTooLarge(limit: limit)
            case .cancelled: .cancelled
            case .tls(let reason): .serverInsecure(reason: reason)
            case .malformed(.reply): .answerUnreadable(.notJSON)
            case .malformed: .serverMisspelt
            }
    }

    /// What a status other than 2xx, 304 and a 404 for "there is none" says.
    init(status: Int, headers: HTTPHeaders) {
        let after = headers["Retry-After"].flatMap { Int($0) }.flatMap { $0 >= 0 ? Double(min($0, 86_400)) : nil }
        self =
            switch status {
            case 408, 425: .timedOut(.waiting)
            case 429: .busy(retryAfter: after)
            case 400, 405, 406, 409, 412, 413, 414, 415, 422: .requestRefused(status: status)
            case 501, 505: .refused(status: status)
            case 500...: .failed(status: status, retryAfter: after)
            default: .refused(status: status)
            }
    }
}
