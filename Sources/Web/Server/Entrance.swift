import Foundation
import Hummingbird
import Store

/// What stands between a request and the answer of its row: size, budget, role, origin; and the audit log behind it.
struct Entrance: Sendable {
    let endpoint: Endpoint
    let door: Door

    /// Longer bodies are nobody's.
    static let longestBody = 1 << 20

    /// Standard: RFC 9110 §9.2.1 (safe methods).
    private var changes: Bool { ![.get, .head, .options].contains(endpoint.method) }
    /// Forms of pages that work without a script.
    private var isForm: Bool { endpoint.budget == .signIn }

    func answer(_ request: Request, _ context: LiveContext) async throws -> Response {
        var (request, context) = (request, context)
        let asked = endpoint.search(request.uri.query)
        let search = asked == nil ? nil : newSearch(request, context)
        do {
            try await admit(&request, &context, isSearch: search != nil)
        } catch {
            await note(error, request, context)
            throw error
        }
        if let asked { context.noted["letters"] = "\(asked.letters)" }
        let audited = [endpoint.audited, search == nil ? nil : .search].compactMap { $0 }
        if audited.isEmpty { return try await answered(request, &context) }
        guard await door.audit.isWritable() else { throw Refusal.auditUnwritable }
        do {
            let response = try await answered(request, &context)
            let isOK = response.status.code < 400
            for action in audited { try await write(action, request, context, isOK ? "ok" : "\(response.status.code)") }
            if let search, isOK { door.searches.note(search, now: door.house.now().timeIntervalSince1970) }
            return response
        } catch let refusal as Refusal where refusal == .auditUnwritable {
            throw refusal
        } catch {
            let status = Problem(error, door.house).refusal.status.code
            for action in audited { try await write(action, request, context, "\(status)") }
            throw error
        }
    }

    /// On threads that may wait for the database, when it asks it; a body that is read while it is sent, too.
    private func answered(_ request: Request, _ context: inout LiveContext) async throws -> Response {
        guard let threads = endpoint.threads else { return try await endpoint.answer(request, &context) }
        var response = try await threads.answer { try await endpoint.answer(request, &context) }
        guard response.body.contentLength == nil else { return response }
        response.body = ResponseBody { [body = response.body] writer in
            try await withTaskExecutorPreference(threads) { try await body.write(writer) }
        }
        return response
    }

    /// `nil` when it is asked again: see `KnownSearches`.
    private func newSearch(_ request: Request, _ context: LiveContext) -> KnownSearches.Search? {
        guard let viewer = context.viewer else { return nil }
        let list = endpoint.searchedList ?? request.uri.path
        let search = KnownSearches.Search(viewer, in: list, request.uri.query ?? "")
        return door.searches.contains(search, now: door.house.now().timeIntervalSince1970) ? nil : search
    }

    private func admit(
        _ request: inout Request, _ context: inout LiveContext, isSearch: Bool
    ) async throws(Refusal) {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.longestBody {
            throw Refusal(.contentTooLarge, "The body is longer than 1 MiB.")
        }
        try count(request, context, isSearch: isSearch)
        try checkRole(context)
        guard changes else { return }
        try checkType(request)
        try checkOrigin(request, context)
        do {
            request.body = RequestBody(buffer: try await request.body.collect(upTo: Self.longestBody))
        } catch {
            throw Refusal(.contentTooLarge, "The body is longer than 1 MiB, or it broke off.")
        }
    }

    private func count(_ request: Request, _ context: LiveContext, isSearch: Bool) throws(Refusal) {
        // Guessing is slowed by the lock-out; it must not use up the budget of its neighbours.
        if context.refusal != nil { return }
        let settings = door.house.settings
        var budget: Int
        switch endpoint.budget {
        case .none, .signIn: return
        case .data: budget = settings.dataBudget
        case .search:
            guard context.viewer?.role != .admin, isSearch else { return }
            budget = settings.dataBudget
        case .model: budget = settings.modelBudget
        }
        if budget > 0, endpoint.budget == .data, isOwnPage(request, context) { budget += RateLimit.startUp }
        let wait = door.rates.take(
            Door.household(context.address), isModel: endpoint.budget == .model, budget: budget,
            now: door.house.now().timeIntervalSince1970)
        guard let wait else { return }
        door.house.metrics.count(.rateLimited)
        throw Refusal(.tooManyRequests, "Too many requests in a minute: try again in \(wait) s.", retryAfter: wait)
    }

    /// See `RateLimit`.
    private func isOwnPage(_ request: Request, _ context: LiveContext) -> Bool {
        guard !changes, context.viewer?.proof == .session, request.headers[.page] != nil else { return false }
        return request.headers[.secFetchSite].map { $0 == "same-origin" } ?? true
    }

    private func checkRole(_ context: LiveContext) throws(Refusal) {
        guard case .atLeast(let role) = endpoint.access else { return }
        guard let viewer = context.viewer else {
            throw context.refusal ?? Refusal(.unauthorized, "Sign in first.")
        }
        guard viewer.role >= role else {
            throw Refusal(.forbidden, "This needs the role \(role.rawValue).")
        }
    }

    /// A foreign page can send forms and plain text without asking us, but no JSON.
    private func checkType(_ request: Request) throws(Refusal) {
        let type = request.headers[.contentType]?.split(separator: ";").first?.filter { $0 != " " }.lowercased()
        if type == "application/json" || (isForm && type == "application/x-www-form-urlencoded") { return }
        throw Refusal(.unsupportedMediaType, "The body must be JSON (Content-Type: application/json).")
    }

    private func checkOrigin(_ request: Request, _ context: LiveContext) throws(Refusal) {
        let isOurs = SameOrigin.allows(
            origin: request.headers[.origin], site: request.headers[.secFetchSite],
            own: SameOrigin.own(isSecure: context.isSecure, authority: request.head.authority ?? ""),
            isProofNeeded: context.viewer?.proof == .session)
        guard isOurs else { throw Refusal(.forbidden, "This came from another site's page.") }
    }

    // MARK: The audit log

    private func write(
        _ audited: Endpoint.Audited, _ request: Request, _ context: LiveContext, _ outcome: String
    ) async throws(Refusal) {
        guard await door.audit.write(entry(audited.rawValue, request, context, outcome)) else {
            throw .auditUnwritable
        }
    }

    /// A login that was not accepted was noted before; whoever has none, and no old cookie, is just not signed in.
    private func note(_ refusal: Refusal, _ request: Request, _ context: LiveContext) async {
        let cookies = request.headers[values: .cookie]
        let hasProof = request.headers[.authorization] != nil || cookies.contains { $0.contains(Session.cookie) }
        if context.refusal == refusal || (refusal.status == .unauthorized && !hasProof) { return }
        let action = endpoint.audited?.rawValue ?? "request"
        await door.note(entry(action, request, context, "\(refusal.status.code)"), address: context.address)
    }

    /// The template stands for the path, so that no number of a patient is written down; the UID is.
    private func entry(
        _ action: String, _ request: Request, _ context: LiveContext, _ outcome: String
    ) -> AuditEntry {
        var detail = context.noted
        if detail["uid"] == nil, let uid = context.parameters.get("uid") { detail["uid"] = uid }
        return AuditEntry(
            action: action, user: context.viewer?.login ?? "", role: context.viewer?.role.rawValue ?? "",
            address: context.address, method: request.method.rawValue, path: endpoint.path, outcome: outcome,
            detail: detail)
    }
}

extension Door {
    /// A refusal, for the audit log.
    func note(_ entry: AuditEntry, address: String) async {
        await refusals.note(entry, household: Self.household(address), now: house.now().timeIntervalSince1970)
    }
}
