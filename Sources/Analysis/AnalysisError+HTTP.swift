import Foundation
import HTTPClient

extension AnalysisError {
    package init(_ error: HTTPError) {
        self =
            switch error {
            case .unreachable(let host): .endpointUnreachable(host: host)
            case .timedOut(.connecting): .timedOut(.connecting)
            case .timedOut(.waiting): .timedOut(.waiting)
            case .timedOut(.receiving): .timedOut(.receiving)
            case .connectionLost: .connectionLost
            case .bodyTooLarge(let limit): .replyTooLarge(limit: limit)
            case .cancelled: .cancelled
            case .tls(let reason): .endpointInsecure(reason: reason)
            case .malformed(.reply): .replyUnreadable(.notACompletion)
            case .malformed: .endpointMisspelt
            }
    }

    /// What the status of a reply says; `nil` when there is a body to read.
    ///
    /// The bodies are those of llama.cpp's server: a text-only model answers 500 for ever, a broken picture 400.
    /// - Parameter hasPicture: the call was about a film; what is wrong with another one is never its picture.
    package init?(refusal response: HTTPResponse, hasPicture: Bool = true) {
        let words = String(decoding: response.body.prefix(16 << 10), as: UTF8.self).lowercased()
        let retryAfter = RetryAfter.seconds(in: response.headers)
        switch response.status {
        case 200..<300: return nil
        case 400... where Self.textOnlySigns.contains { words.contains($0) }: self = .imageNotSupported
        case 408, 425: self = .timedOut(.waiting)
        case 429: self = .endpointBusy(retryAfter: retryAfter)
        case 413, 415, 422:
            self = hasPicture ? .imageRefused(status: response.status) : .requestRefused(status: response.status)
        case 400 where Self.wrongModelSigns.contains { words.contains($0) }: self = .endpointRefused(status: 400)
        case 400:
            self = hasPicture && words.contains("image") ? .imageRefused(status: 400) : .requestRefused(status: 400)
        case 400... where Self.schemaSigns.contains { words.contains($0) }:
            self = .requestRefused(status: response.status)
        case 501, 505: self = .endpointRefused(status: response.status)
        case 500...: self = .endpointFailed(status: response.status, retryAfter: retryAfter)
        default: self = .endpointRefused(status: response.status)
        }
    }

    /// Said by servers that answer 400, not 404 or 401; it would be the same for every film.
    private static let wrongModelSigns = ["model not found", "model_not_found", "does not exist", "api key", "api_key"]

    /// A server that cannot hold its model to a form may call that its own failure (500).
    private static let schemaSigns = ["response_format", "json_schema", "grammar"]

    private static let textOnlySigns = [
        "image input is not supported", "does not support image", "images are not supported",
        "image_url is not supported", "not a multimodal model", "mmproj",
    ]
}
