import Foundation
import Store

extension Door {
    /// Whether a password is right. Costs microseconds when the same was asked in the last minutes, one hash otherwise, and
    /// nothing but memory while the address or the login is locked. An unknown login costs as much as a known one.
    func check(
        _ basic: BasicCredentials, address: String
    ) async -> (VerifiedCredentials.Outcome, Account?) {
        let account = Sessions.account(basic.login, house.accounts())
        let now = house.now().timeIntervalSince1970
        let digest = credentials.digest(basic)
        if let known = credentials.known(digest, secret: account?.secret, now: now) { return (known, account) }
        let outcome = await credentials.once(digest, secret: account?.secret, now: now) {
            await compute(basic, account, address, now)
        }
        return (outcome, account)
    }

    private func compute(
        _ basic: BasicCredentials, _ account: Account?, _ address: String, _ now: Double
    ) async -> VerifiedCredentials.Outcome {
        let household = Self.household(address)
        let ticket: LockOut.Ticket
        switch lockOut.begin(login: basic.login, household: household, now: now) {
        case .may(let given): ticket = given
        case .locked(let seconds):
            house.metrics.count(.lockedOut)
            return .locked(seconds: seconds)
        }
        guard let isRight = await queue.run({ Self.isRight(basic.password, account?.secret) }) else {
            lockOut.givenBack(ticket, now: now)
            return .busy
        }
        guard isRight, let account else {
            house.metrics.count(.signInFailed)
            return .wrong
        }
        lockOut.succeeded(ticket, now: now)
        let entry = AuditEntry(
            action: Endpoint.Audited.signIn.rawValue, user: account.login, role: account.role.rawValue,
            address: address, outcome: "ok")
        return await audit.write(entry) ? .right : .unwritten
    }

    /// As long for a plain secret, and for nobody's, as for a hash.
    private static func isRight(_ password: String, _ secret: String?) -> Bool {
        guard let secret, PasswordHash.isHash(secret) else {
            _ = PasswordHash.verify(password, against: PasswordHash.nobodys)
            return secret.map { PasswordHash.verify(password, against: $0) } ?? false
        }
        return PasswordHash.verify(password, against: secret)
    }

    static func household(_ address: String) -> String { IPAddress(address)?.household ?? address }
}
