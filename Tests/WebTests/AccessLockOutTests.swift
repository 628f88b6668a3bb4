import Testing
import Web

@Suite("Guessing is slow, and shuts out nobody but the guesser")
struct AccessLockOutTests {
    private func isAdmitted(_ lock: LockOut, _ login: String, _ address: String, _ now: Double) -> Bool {
        if case .may = lock.begin(login: login, household: address, now: now) { return true }
        return false
    }

    private func wait(_ lock: LockOut, _ login: String, _ address: String, _ now: Double) -> Int {
        if case .locked(let seconds) = lock.begin(login: login, household: address, now: now) { return seconds }
        return 0
    }

    private func signIn(_ lock: LockOut, _ login: String, _ address: String, _ now: Double) {
        if case .may(let ticket) = lock.begin(login: login, household: address, now: now) {
            lock.succeeded(ticket, now: now)
        }
    }

    @Test("Five wrong passwords are free; then the waits double up to a quarter of an hour")
    func doubling() {
        let lock = LockOut()
        var (now, waits) = (1000.0, [Int]())
        for _ in 0..<5 { #expect(isAdmitted(lock, "ana", "a", now)) }
        for _ in 0..<13 {
            #expect(isAdmitted(lock, "ana", "a", now))
            waits.append(wait(lock, "ana", "a", now))
            now += Double(waits.last ?? 0)
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
    }

    @Test("A thousand attempts at once are six, and waiting does not grow by asking")
    func atOnce() {
        let lock = LockOut()
        let admitted = (0..<1000).count { _ in isAdmitted(lock, "ana", "a", 1000) }
        #expect(admitted == 6 && wait(lock, "ana", "a", 1000) == 1)
        #expect(isAdmitted(lock, "ana", "a", 1001))
    }

    @Test("One address cannot try many logins, many addresses cannot try one login")
    func bothWays() {
        let (lock, other) = (LockOut(), LockOut())
        let logins = (0..<100).count { isAdmitted(lock, "login\($0)", "a", 1000) }
        let addresses = (0..<100).count { isAdmitted(other, "ana", "address\($0)", 1000) }
        #expect(logins == 6 && addresses == 6)
    }

    @Test("Whoever has signed in from an address before is held up neither by strangers nor by neighbours")
    func known() {
        let lock = LockOut()
        signIn(lock, "ana", "ward", 1000)
        for round in 0..<100 {
            _ = lock.begin(login: "ana", household: "elsewhere\(round)", now: 1000)
            _ = lock.begin(login: "other\(round)", household: "ward", now: 1000)
        }
        #expect(wait(lock, "ana", "new", 1000) > 0 && wait(lock, "other", "ward", 1000) > 0)
        #expect(isAdmitted(lock, "ana", "ward", 1000))
        let mistakes = (0..<100).count { _ in isAdmitted(lock, "ana", "ward", 1000) }
        #expect(mistakes == 5, "his own mistakes count")
    }

    @Test("Right passwords cost nothing, also many at once; an hour of peace forgets the wrong ones")
    func forgetting() {
        let lock = LockOut()
        for _ in 0..<50 { signIn(lock, "ana", "a", 1000) }
        #expect(isAdmitted(lock, "ana", "a", 1000))
        let other = LockOut()
        for _ in 0..<6 { _ = other.begin(login: "ana", household: "a", now: 1000) }
        #expect(wait(other, "ana", "a", 1000) == 1)
        let later = (0..<10).count { _ in isAdmitted(other, "ana", "a", 5000) }
        #expect(later == 6)
    }

    @Test("A flood of invented names does not wash away what is locked")
    func flood() {
        let lock = LockOut(most: 100)
        for _ in 0..<6 { _ = lock.begin(login: "ana", household: "a", now: 1000) }
        for number in 0..<1000 { _ = lock.begin(login: "n\(number)", household: "h\(number)", now: 1000) }
        #expect(wait(lock, "ana", "a", 1000) == 1)
    }

    @Test("So many requests in any minute, and not one more; the wait is until the oldest is a minute old")
    func window() {
        let rates = RateLimit()
        let taken = (0..<10).map { rates.take("a", isModel: false, budget: 3, now: 1000 + Double($0) * 10) }
        #expect(taken == [nil, nil, nil, 30, 20, 10, nil, nil, nil, 30])
        #expect(rates.take("b", isModel: false, budget: 3, now: 1090) == nil, "another address")
        #expect(rates.take("a", isModel: true, budget: 3, now: 1090) == nil, "another budget")
        #expect(rates.take("a", isModel: false, budget: 0, now: 1090) == nil, "no limit")
        #expect(rates.take("a", isModel: false, budget: 5, now: 1090) == nil, "our own pages' larger budget")
        #expect(rates.take("a", isModel: false, budget: 3, now: 500) == nil, "a clock that was set back")
    }

    @Test("A flood of addresses is bounded in memory and locks nobody out")
    func manyAddresses() {
        let rates = RateLimit(most: 50)
        let refused = (0..<1000).count { rates.take("a\($0)", isModel: false, budget: 1, now: 1000) != nil }
        #expect(refused == 0 && rates.take("a999", isModel: false, budget: 1, now: 1000) != nil)
    }
}
