import Foundation
import Hummingbird
import Logging
import Store

/// What is answered in place of what was asked: a status and one sentence.
struct Problem: Sendable {
    let refusal: Refusal
    var headers: HTTPFields = [:]

    init(_ refusal: Refusal) { self.refusal = refusal }

    /// Any error becomes a status and a sentence that tells nothing of patients; what was unexpected is logged.
    init(_ error: any Error, _ house: LiveHouse) {
        switch error {
        case let refusal as Refusal: self.refusal = refusal
        case let error as StoreError: refusal = Self.refusal(error, house)
        case let error as any HTTPResponseError: refusal = Self.refusal(error.status)
        case is CancellationError:
            refusal = Refusal(.serviceUnavailable, "The daemon is being stopped: try again.", retryAfter: 5)
        default:
            house.log.error("An answer failed.", metadata: ["kind": "\(type(of: error))"])
            refusal = Refusal(.internalServerError, "Something went wrong here; it is in the log.")
        }
    }

    private static func refusal(_ error: StoreError, _ house: LiveHouse) -> Refusal {
        switch error {
        case .unknownExam: return Refusal(.notFound, "Exam not found")
        case .busy: return Refusal(.serviceUnavailable, "The database is busy: try again.", retryAfter: 2)
        case .illegalMove: return Refusal(.conflict, "The exam has moved on in the meantime: load it again.")
        default:
            house.log.error("An answer failed in the store.", metadata: ["reason": "\(error.suggestion)"])
            return Refusal(.internalServerError, "The database could not be asked; the reason is in the log.")
        }
    }

    private static func refusal(_ status: HTTPResponse.Status) -> Refusal {
        let sentence =
            switch status.code {
            case 404: "There is nothing here."
            case 413: "The body is longer than 1 MiB."
            default: "\(status.reasonPhrase)."
            }
        return Refusal(status, sentence)
    }

    /// A page for whoever looks at pages, `{"error": …}` for everybody else.
    func response(to request: Request, _ context: LiveContext, _ house: LiveHouse) -> Response {
        var response: Response
        if Self.wantsPage(request) {
            response =
                refusal.status == .unauthorized && request.headers[.authorization] == nil
                ? SignIn.sent(from: request)
                : LivePagesTable.problem(
                    house, status: refusal.status.code, sentence: refusal.sentence, viewer: context.viewer)
        } else {
            response = JSONAnswer.response(
                JSONWriter.object { $0.field("error", refusal.sentence) }, status: refusal.status)
        }
        if let seconds = refusal.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
        if refusal.status == .unauthorized, response.status == .unauthorized {
            response.headers[.wwwAuthenticate] = Self.challenge(request)
        }
        for field in headers { response.headers[field.name] = field.value }
        return response
    }

    /// Programmes are asked for Basic. To a script of a page that word would open the browser's own password box, so it
    /// hears another one.
    private static func challenge(_ request: Request) -> String {
        let isBrowser = request.headers[.secFetchMode] != nil || request.headers[.page] != nil
        return isBrowser
            ? #"Cookie realm="XRayVision", form-action="/sign-in", cookie-name="\#(Session.cookie)""#
            : #"Basic realm="XRayVision", charset="UTF-8""#
    }

    static func wantsPage(_ request: Request) -> Bool {
        let path = request.uri.path
        let isForProgrammes = ["/api/", "/dicomweb", "/ws", "/fragments/", "/metrics"].contains { path.hasPrefix($0) }
        return !isForProgrammes && request.headers[values: .accept].contains { $0.contains("text/html") }
    }
}

extension HTTPFields.Element.Name {
    /// Checked at the first use: all are tokens.
    private static func named(_ text: String) -> HTTPFields.Element.Name { .init(text) ?? .server }

    static let secFetchMode = named("Sec-Fetch-Mode")
    static let secFetchSite = named("Sec-Fetch-Site")
    static let page = named("X-XRayVision-Page")
    static let forwardedFor = named("X-Forwarded-For")
    static let forwardedProto = named("X-Forwarded-Proto")
    static let policy = named("Content-Security-Policy")
}
