import Hummingbird
import Logging
import NIOCore

/// What is known about a request while it is answered.
struct LiveContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Who asks; `nil` until they have signed in.
    var viewer: Viewer?
    /// Where they ask from: the peer's address, or what a trusted proxy says it is.
    var address: String
    /// Whether the browser's connection is encrypted, here or in the proxy.
    var isSecure = false
    /// What the audit log is told besides who, where and what: set by the answer, never a patient's data but a UID.
    var noted: [String: String] = [:]
    /// Why a login that was sent along was not accepted; an answer for anyone is given all the same.
    var refusal: Refusal?
    /// The session of the cookie that came along.
    var session: Session?
    /// `Set-Cookie` of the answer.
    var cookie: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? ""
    }
}
