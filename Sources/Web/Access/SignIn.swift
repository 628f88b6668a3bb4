import Foundation
import Hummingbird
import Logging
import NIOCore
import Store

/// Coming and going: the sign-in page, its form, the way out, and what the WebSocket's address says to whoever asks for it
/// in vain.
enum SignIn {
    static let path = "/sign-in"

    static func endpoints(_ door: Door) -> [Endpoint] {
        [
            row(.get, path, .anyone, nil) { request, _ in
                page(door, next: next(request.uri.queryParameters["next"].map { String($0) } ?? "/"))
            },
            row(.post, path, .anyone, nil) { request, context in try await signIn(door, request, &context) },
            row(.post, "/sign-out", .anyone, nil) { request, context in try await signOut(door, request, context) },
            row(.get, WebSocketRequest.path, .atLeast(.user), describedSocket, .none) { request, context in
                try refuse(request, context, door)
            },
        ]
    }

    private static func row(
        _ method: HTTPRequest.Method, _ path: String, _ access: Endpoint.Access, _ described: Endpoint.Description?,
        _ budget: Endpoint.Budget = .signIn,
        _ answer: @escaping @Sendable (Request, inout LiveContext) async throws -> Response
    ) -> Endpoint {
        // What is audited is written by the answers themselves: only they know who it is.
        Endpoint(
            method: method, path: path, access: access, budget: budget, audited: nil, described: described,
            answer: answer)
    }

    // MARK: Coming

    private static func page(_ door: Door, next: String, login: String = "", problem: String = "") -> Response {
        var response = LivePagesTable.signIn(door.house, next: next, login: login, problem: problem)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// Somebody without a login is sent here, and back to where they wanted to go.
    static func sent(from request: Request) -> Response {
        let target = next(request.uri.string)
        let allowed = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~/"))
        let query = target == "/" ? "" : "?next=" + (target.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")
        return moved(to: path + query)
    }

    /// A path of ours: what names another host would send people there.
    static func next(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.count <= 1024, bytes.first == UInt8(ascii: "/"),
            bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }),
            bytes.count < 2 || bytes[1] != UInt8(ascii: "/"), !text.hasPrefix(path)
        else { return "/" }
        return text
    }

    private static func signIn(
        _ door: Door, _ request: Request, _ context: inout LiveContext
    ) async throws -> Response {
        let fields = try await Fields(request)
        guard let basic = BasicCredentials(login: fields.login, password: fields.password) else {
            return try answer(door, fields, Refusal(.unauthorized, "The login or the password is wrong."))
        }
        let (outcome, account) = await door.check(basic, address: context.address)
        guard outcome == .right, let account else {
            let refusal = Door.refusal(outcome)
            let entry = AuditEntry(
                action: Endpoint.Audited.signIn.rawValue, user: basic.login, address: context.address, method: "POST",
                path: path, outcome: "refused")
            await door.note(entry, address: context.address)
            return try answer(door, fields, refusal)
        }
        let (_, text) = door.sessions.start(account, now: door.house.now())
        context.cookie = nil
        var response =
            fields.isForm
            ? moved(to: next(fields.next))
            : JSONAnswer.response(
                JSONWriter.object {
                    $0.field("status", "success")
                    $0.field("role", account.role.rawValue)
                })
        response.headers[.setCookie] = Sessions.field(text, isSecure: context.isSecure)
        return response
    }

    /// A form is shown again, a programme hears the status.
    private static func answer(_ door: Door, _ fields: Fields, _ refusal: Refusal) throws(Refusal) -> Response {
        guard fields.isForm else { throw refusal }
        var response = page(door, next: next(fields.next), login: fields.login, problem: refusal.sentence)
        response.status = refusal.status
        if let seconds = refusal.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
        return response
    }

    private struct Fields: Sendable {
        let isForm: Bool
        let login: String
        let password: String
        let next: String

        init(_ request: Request) async throws {
            let body = try await request.body.collect(upTo: Entrance.longestBody)
            let bytes = Array(body.readableBytesView)
            isForm = request.headers[.contentType]?.lowercased().hasPrefix("application/json") == false
            let form = FormFields(isForm ? bytes : [])
            let json = isForm ? [:] : (try? JSONDecoder().decode([String: String].self, from: Data(bytes))) ?? [:]
            login = isForm ? form["login"] : json["login"] ?? ""
            password = isForm ? form["password"] : json["password"] ?? ""
            next = isForm ? form["next"] : "/"
        }
    }

    // MARK: Going

    private static func signOut(_ door: Door, _ request: Request, _ context: LiveContext) async throws -> Response {
        if let session = context.session, let viewer = context.viewer {
            let now = door.house.now()
            do {
                try await Blocking.run { try door.sessions.end(session, now: now) }
            } catch {
                // It has ended here; after a restart it would be open again until its time is over.
                door.house.log.error("A sign-out could not be written down.", metadata: ["kind": "\(type(of: error))"])
            }
            let entry = AuditEntry(
                action: Endpoint.Audited.signOut.rawValue, user: viewer.login, role: viewer.role.rawValue,
                address: context.address, method: "POST", path: "/sign-out", outcome: "ok")
            guard await door.audit.write(entry) else { throw Refusal.auditUnwritable }
        }
        let isForm = request.headers[.contentType]?.lowercased().hasPrefix("application/json") == false
        var response = isForm ? moved(to: path) : JSONAnswer.success("Signed out.")
        response.headers[.setCookie] = Sessions.field(nil, isSecure: context.isSecure)
        return response
    }

    private static func moved(to target: String) -> Response {
        Response(status: .seeOther, headers: [.location: target, .cacheControl: "no-store"])
    }

    // MARK: The WebSocket

    /// Who arrives here asked for no WebSocket, or may not have one.
    private static func refuse(_ request: Request, _ context: LiveContext, _ door: Door) throws -> Response {
        let own = SameOrigin.own(isSecure: context.isSecure, authority: request.head.authority ?? "")
        if let origin = request.headers[.origin],
            !SameOrigin.allows(origin: origin, site: nil, own: own, isProofNeeded: false)
        {
            throw Refusal(.forbidden, "This came from another site's page.")
        }
        if let viewer = context.viewer, !door.hub.hasRoom(for: viewer.login) {
            throw Refusal(.serviceUnavailable, "Too many are listening already.", retryAfter: 30)
        }
        var response = JSONAnswer.response(
            JSONWriter.object { $0.field("error", "Ask for a WebSocket (RFC 6455, version 13) here.") },
            status: .upgradeRequired)
        response.headers[.upgrade] = "websocket"
        response.headers[.connection] = "Upgrade"
        return response
    }

    private static var describedSocket: Endpoint.Description {
        Endpoint.Description(
            summary: "WebSocket with the events of the dashboard. A login (Basic or session cookie) is needed.",
            tag: "Live",
            parameters: [
                .init(
                    name: "since", place: .query,
                    meaning: "The last `seq` that was heard: what followed is sent again.",
                    schema: .integer())
            ],
            answers: [.error(426, "No WebSocket was asked for; with one the answer is 101.")])
    }
}
