import Foundation
import Hummingbird
import Store

/// Who may come in. One for the life of the daemon, used by the router and by the gate before the WebSocket.
final class Door: Sendable {
    let house: LiveHouse
    let hub: LiveHub
    let sessions: Sessions
    let credentials = VerifiedCredentials()
    let lockOut = LockOut()
    let queue = HashQueue()
    let rates = RateLimit()
    let searches = KnownSearches()
    let audit: AuditDesk
    let refusals: RefusalLog
    let proxies: ProxyTrust
    let hosts: HostNames

    init(_ house: LiveHouse, hub: LiveHub) {
        self.house = house
        self.hub = hub
        let file = house.archive.paths.map { EndedSessions(path: $0.root + "/live.ended") }
        sessions = Sessions(key: house.keys.key("sessions"), file: file, now: house.now())
        audit = AuditDesk(house)
        refusals = RefusalLog(audit)
        proxies = ProxyTrust(house.settings.proxies)
        hosts = HostNames(house.settings)
    }

    /// What is known of whoever asks.
    struct Identity: Sendable {
        var viewer: Viewer?
        var session: Session?
        /// The cookie to be set: after Basic, and when the last one grows old.
        var cookie: String?
        /// Why the login that came along was not accepted.
        var refusal: Refusal?
        /// As claimed.
        var login = ""
    }

    /// A login that is sent along goes before the cookie, also when it is wrong: whoever sends one means it.
    func identify(authorization: String?, cookie: String?, address: String) async -> Identity {
        let accounts = house.accounts()
        let open = cookie.flatMap { sessions.read($0, accounts: accounts, now: house.now()) }
        if let authorization, authorization.prefix(6).lowercased() == "basic " {
            return await identify(authorization, open?.session, address)
        }
        guard let open else { return Identity() }
        let viewer = Viewer(login: open.account.login, role: open.account.role, proof: .session)
        let renewed = sessions.renewed(open.session, open.account, now: house.now())
        return Identity(viewer: viewer, session: open.session, cookie: renewed, login: viewer.login)
    }

    private func identify(_ authorization: String, _ open: Session?, _ address: String) async -> Identity {
        guard let basic = BasicCredentials(authorization) else {
            return Identity(refusal: Refusal(.unauthorized, "The Authorization header cannot be read."))
        }
        let (outcome, account) = await check(basic, address: address)
        guard outcome == .right, let account else {
            return Identity(refusal: Self.refusal(outcome), login: basic.login)
        }
        var identity = Identity(viewer: Viewer(login: account.login, role: account.role, proof: .basic))
        identity.login = account.login
        if open?.login == account.login {
            identity.session = open
        } else {
            (identity.session, identity.cookie) = sessions.start(account, now: house.now())
        }
        return identity
    }

    static func refusal(_ outcome: VerifiedCredentials.Outcome) -> Refusal {
        switch outcome {
        case .right, .wrong: Refusal(.unauthorized, "The login or the password is wrong.")
        case .locked(let seconds):
            Refusal(.tooManyRequests, "Too many failed sign-ins: try again in \(seconds) s.", retryAfter: seconds)
        case .busy: Refusal(.serviceUnavailable, "Too many people sign in at once: try again.", retryAfter: 2)
        case .unwritten: .auditUnwritable
        }
    }

    /// Whether whoever listens on a WebSocket may go on.
    func isStillIn(_ viewer: Viewer, _ session: Session?, secret: String?) -> Bool {
        guard let account = Sessions.account(viewer.login, house.accounts()), account.role == viewer.role,
            account.secret == secret
        else { return false }
        return session.map { sessions.isOpen($0, now: house.now()) } ?? true
    }
}

extension Refusal {
    /// Nothing that has to be written down is done without.
    static let auditUnwritable = Refusal(
        .serviceUnavailable, "The audit log cannot be written: nothing that belongs into it can be done now.",
        retryAfter: 30)
}
