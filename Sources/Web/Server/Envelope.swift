import Hummingbird
import Store

/// What stands around every answer: who asks, from where and under which name; errors in words; the headers that tell a
/// browser what it may do with it.
struct Envelope: RouterMiddleware {
    typealias Context = LiveContext

    let door: Door
    let isEncrypted: Bool

    func handle(
        _ request: Request, context: LiveContext, next: (Request, LiveContext) async throws -> Response
    ) async throws -> Response {
        let begin = ContinuousClock.now
        var context = context
        var response: Response
        do {
            try receive(request, &context)
            try await identify(request, &context)
            response = try await next(request, context)
        } catch let error as WrongMethod {
            var problem = Problem(Refusal(.methodNotAllowed, "This can only be asked by \(error.allowed)."))
            problem.headers[.allow] = error.allowed
            response = await drawn(problem, request, context)
        } catch {
            response = await drawn(Problem(error, door.house), request, context)
        }
        if response.status == .notFound { await noteProbe(request, context) }
        // What a shared cache may keep carries nobody's cookie.
        if let cookie = context.cookie, response.headers[.setCookie] == nil,
            ["private", "no-store"].contains(where: (response.headers[.cacheControl] ?? "private").contains)
        {
            response.headers[.setCookie] = Sessions.field(cookie, isSecure: context.isSecure)
        }
        finish(&response, request, context)
        let (seconds, attoseconds) = (ContinuousClock.now - begin).components
        let route = context.endpointPath.flatMap { $0 == "NotFound" ? nil : $0 }
        door.house.metrics.observe(
            route: route ?? "", status: response.status.code,
            seconds: Double(seconds) + Double(attoseconds) / 1e18)
        return response
    }

    /// The page of somebody who has signed in says when the data changed.
    private func drawn(_ problem: Problem, _ request: Request, _ context: LiveContext) async -> Response {
        guard context.viewer != nil, Problem.wantsPage(request) else {
            return problem.response(to: request, context, door.house)
        }
        return await withTaskExecutorPreference(DatabaseThreads.looks) {
            problem.response(to: request, context, door.house)
        }
    }

    /// Where it comes from, and under which name we were asked.
    private func receive(_ request: Request, _ context: inout LiveContext) throws(Refusal) {
        let origin = door.proxies.origin(
            peer: context.address, isSecure: isEncrypted, forwarded: request.headers[values: .forwardedFor],
            proto: request.headers[.forwardedProto])
        (context.address, context.isSecure) = (origin.address, origin.isSecure)
        guard let authority = request.head.authority, !authority.isEmpty else {
            throw Refusal(.badRequest, "The request names no host.")
        }
        guard door.hosts.isOurs(authority, isProxied: origin.isProxied) else {
            throw Refusal(.misdirectedRequest, "This host is not served here: it is not in HOSTS of [dashboard].")
        }
    }

    /// A login that came along and is wrong refuses what needs one; the rest is answered all the same.
    private func identify(_ request: Request, _ context: inout LiveContext) async throws {
        // Gateways from HTTP/2 may send several fields. Standard: RFC 9113 §8.2.3.
        let cookies = request.headers[values: .cookie].joined(separator: "; ")
        let identity = await door.identify(
            authorization: request.headers[.authorization], cookie: cookies.isEmpty ? nil : cookies,
            address: context.address)
        context.viewer = identity.viewer
        context.session = identity.session
        context.cookie = identity.cookie
        context.refusal = identity.refusal
        if identity.refusal != nil {
            await door.note(
                AuditEntry(
                    action: Endpoint.Audited.signIn.rawValue, user: identity.login, address: context.address,
                    method: request.method.rawValue, outcome: "refused"), address: context.address)
        }
    }

    /// Whoever asks for what could lead out of a folder, or for what ends a line, is trying something.
    private func noteProbe(_ request: Request, _ context: LiveContext) async {
        let path = request.uri.string.lowercased()
        guard ["..", "%2e", "%00", "%0a", "%0d", "%5c", "\\"].contains(where: { path.contains($0) }) else { return }
        await door.note(
            AuditEntry(
                action: "request", user: context.viewer?.login ?? "", role: context.viewer?.role.rawValue ?? "",
                address: context.address, method: request.method.rawValue, outcome: "404",
                detail: ["reason": "a path that leads astray"]), address: context.address)
    }

    private func finish(_ response: inout Response, _ request: Request, _ context: LiveContext) {
        for field in PolicyHeaders.always { response.headers[field.name] = field.value }
        if response.headers[.policy] == nil {
            response.headers[.policy] = PolicyHeaders.policy(
                host: request.head.authority ?? "", isSecure: context.isSecure)
        }
        if context.isSecure {
            for field in PolicyHeaders.whenEncrypted { response.headers[field.name] = field.value }
        }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "private, no-cache" }
        if request.headers[.connection] == "close" { response.headers[.connection] = "close" }
        // Standard: RFC 9110 §8.6: the length would be that of the page, which is not sent.
        if response.status == .notModified { response.headers[.contentLength] = nil }
    }
}
