import Hummingbird

/// One thing that can be asked of the daemon. The routes, the roles, the rate limits, the audit log and the description
/// (OpenAPI) are all made from the same rows, so that none can be forgotten.
struct Endpoint: Sendable {
    /// Who may ask.
    enum Access: Sendable, Equatable {
        case anyone
        case atLeast(Role)
    }

    /// Which budget a request counts against, per address.
    enum Budget: Sendable, Equatable {
        /// Not counted: pages, pictures, health.
        case none
        /// 60 a minute.
        case data
        /// 10 a minute, one budget for all three: each costs a model call.
        case model
        /// The data's budget, for a request with a `search` of somebody who sees no names; not counted otherwise, nor
        /// when it is asked again (see `KnownSearches`).
        case search
        /// Counted by the lock-out.
        case signIn
    }

    /// What the audit log calls it; `nil` = not written down when it succeeds (refusals always are).
    enum Audited: String, Sendable {
        case signIn = "sign-in", signOut = "sign-out", review, flag, requeue, query, fetch, text, export, image
        case search
    }

    let method: HTTPRequest.Method
    /// `/api/exams/{uid}`
    let path: String
    let access: Access
    let budget: Budget
    let audited: Audited?
    /// `nil` = a page or a file that the description leaves out.
    let described: Description?
    let answer: @Sendable (Request, inout LiveContext) async throws -> Response

    /// What OpenAPI says about it.
    struct Description: Sendable {
        let summary: String
        let tag: String
        var parameters: [Parameter] = []
        /// JSON schema of the body.
        var body: Schema? = nil
        /// By status, without the 400, 401, 403, 415, 429 that follow from the row.
        var answers: [Answer]
        var isDeprecated = false
    }

    struct Parameter: Sendable {
        enum Place: String, Sendable { case path, query, header }
        let name: String
        let place: Place
        let meaning: String
        let schema: Schema
    }

    struct Answer: Sendable {
        let status: Int
        let meaning: String
        let contentType: String
        let schema: Schema?
    }
}
