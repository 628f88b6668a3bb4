import Foundation
import Synchronization

/// Who is signed in, without a table: the cookie says it, and our key proves it.
///
/// A session ends after 12 hours, after 2 hours without a request, when its password is changed or its login removed (the
/// proof covers the password as it is kept), and when it is signed out: those are remembered until they would have ended
/// anyway, also over a restart.
///
/// `SameSite=Lax`: with `Strict` a link in a mail read in the browser would open the sign-in page although one is signed
/// in. What changes something is proven by its origin instead (`SameOrigin`). Without `Max-Age` the cookie goes when the
/// browser is closed: many share a workstation.
final class Sessions: Sendable {
    private let key: [UInt8]
    private let ended: Mutex<[[UInt8]: Int64]>
    private let file: EndedSessions?

    /// - Parameters:
    ///   - key: 32 bytes, the same after a restart.
    ///   - file: where those signed out are written down; `nil` = in memory only.
    init(key: [UInt8], file: EndedSessions?, now: Date) {
        self.key = key
        self.file = file
        ended = Mutex(file?.read(now: Self.seconds(now)) ?? [:])
    }

    func start(_ account: Account, now: Date) -> (session: Session, text: String) {
        let seconds = Self.seconds(now)
        let nonce = Sodium.random(Session.nonceSize)
        let session = Session(login: account.login, issued: seconds, seen: seconds, nonce: nonce)
        return (session, session.text(key: key, secret: account.secret))
    }

    /// The session of a `Cookie` field; the first that is one.
    func read(_ field: String, accounts: [Account], now: Date) -> (session: Session, account: Account)? {
        for text in CookieField.values(of: Session.cookie, in: field) {
            guard let session = Session(text, key: key, secret: { Self.account($0, accounts)?.secret }),
                session.isOpen(at: Self.seconds(now)), !isEnded(session),
                let account = Self.account(session.login, accounts)
            else { continue }
            return (session, account)
        }
        return nil
    }

    /// The cookie's new value, when the last one is some minutes old.
    func renewed(_ session: Session, _ account: Account, now: Date) -> String? {
        let seconds = Self.seconds(now)
        guard seconds - session.seen > Session.renewed else { return nil }
        return Session(login: session.login, issued: session.issued, seen: seconds, nonce: session.nonce)
            .text(key: key, secret: account.secret)
    }

    /// Whether somebody who listens since a while may go on.
    func isOpen(_ session: Session, now: Date) -> Bool {
        session.isWithinItsTime(at: Self.seconds(now)) && !isEnded(session)
    }

    /// Blocks for one write.
    func end(_ session: Session, now: Date) throws {
        ended.withLock { ended in
            ended = ended.filter { $0.value > Self.seconds(now) }
            ended[session.nonce] = session.issued + Session.longest
        }
        try file?.add(session.nonce, until: session.issued + Session.longest)
    }

    private func isEnded(_ session: Session) -> Bool { ended.withLock { $0[session.nonce] != nil } }

    static func account(_ login: String, _ accounts: [Account]) -> Account? { accounts.first { $0.login == login } }

    private static func seconds(_ date: Date) -> Int64 {
        Int64(exactly: date.timeIntervalSince1970.rounded(.down)) ?? 0
    }

    /// The `Set-Cookie` field; with `nil` the cookie goes.
    static func field(_ text: String?, isSecure: Bool) -> String {
        let end = text == nil ? "; Max-Age=0" : ""
        let secure = isSecure ? "; Secure" : ""
        return "\(Session.cookie)=\(text ?? ""); Path=/; HttpOnly; SameSite=Lax\(secure)\(end)"
    }
}
