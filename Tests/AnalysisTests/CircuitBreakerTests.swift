import Analysis
import Foundation
import Testing

@Suite("Leaving a failing server alone")
struct CircuitBreakerTests {
    private static let start = Date(timeIntervalSince1970: 1_790_000_000)

    private func at(_ seconds: Double) -> Date { Self.start.addingTimeInterval(seconds) }

    /// A breaker to which things happen inside an expectation.
    private final class Guarded {
        private var breaker = CircuitBreaker()
        var state: CircuitBreaker.State { breaker.state }
        var failures: Int { breaker.failures }

        func admits(at now: Date) -> Bool { breaker.admits(at: now) }
        func succeeded() { breaker.succeeded() }
        func abandoned(at now: Date) { breaker.abandoned(at: now) }
        func invited(at now: Date) -> Bool { breaker.invited(at: now) }
        func failed(at now: Date, isAway: Bool, retryAfter: Double? = nil) {
            breaker.failed(at: now, isAway: isAway, retryAfter: retryAfter)
        }
    }

    private func failed(_ times: Int) -> Guarded {
        let breaker = Guarded()
        for _ in 0..<times { breaker.failed(at: Self.start, isAway: false) }
        return breaker
    }

    @Test("Two failures change nothing, the third one opens it for five seconds")
    func third() {
        var breaker = failed(2)
        #expect(breaker.admits(at: at(0)) && breaker.state == .closed)
        breaker = failed(3)
        #expect(breaker.state == .open(until: at(5)))
        #expect(!breaker.admits(at: at(4.9)))
    }

    @Test("A success between them forgets the failures")
    func success() {
        let breaker = failed(2)
        breaker.succeeded()
        breaker.failed(at: at(1), isAway: false)
        #expect(breaker.state == .closed && breaker.failures == 1)
    }

    @Test("Nobody at home opens it at once")
    func away() {
        let breaker = Guarded()
        breaker.failed(at: at(0), isAway: true)
        #expect(breaker.state == .open(until: at(5)))
    }

    @Test("After the rest one call tries, all others wait for how it ends")
    func trial() {
        let breaker = failed(3)
        #expect(breaker.admits(at: at(5)) && breaker.state == .halfOpen)
        #expect(!breaker.admits(at: at(6)) && !breaker.admits(at: at(500)))
        breaker.succeeded()
        #expect(breaker.admits(at: at(6)) && breaker.admits(at: at(6)))
    }

    @Test("Each failed trial doubles the rest, up to a minute, and a success makes it short again")
    func doubling() {
        let breaker = failed(3)
        var now = 5.0
        for rest in [10.0, 20, 40, 60, 60] {
            #expect(breaker.admits(at: at(now)))
            breaker.failed(at: at(now), isAway: false)
            #expect(breaker.state == .open(until: at(now + rest)))
            now += rest
        }
        #expect(breaker.admits(at: at(now)))
        breaker.succeeded()
        breaker.failed(at: at(now), isAway: true)
        #expect(breaker.state == .open(until: at(now + 5)))
    }

    @Test("Calls that come home late from a server that is left alone prolong nothing")
    func late() {
        let breaker = failed(3)
        breaker.failed(at: at(4), isAway: true)
        #expect(breaker.state == .open(until: at(5)))
    }

    @Test("A trial that is given up leaves the way open for the next one")
    func abandoned() {
        let breaker = failed(3)
        #expect(breaker.admits(at: at(5)))
        breaker.abandoned(at: at(6))
        #expect(breaker.admits(at: at(6)))
    }

    @Test("A server that looks well is tried before its rest is over, but not before a first rest")
    func invited() {
        let breaker = failed(3)
        #expect(!breaker.invited(at: at(1)) && !breaker.admits(at: at(1)))
        #expect(breaker.admits(at: at(5)))
        breaker.failed(at: at(5), isAway: false)
        #expect(breaker.state == .open(until: at(15)))
        #expect(!breaker.invited(at: at(9.9)) && !breaker.admits(at: at(9.9)))
        #expect(breaker.invited(at: at(10)) && breaker.admits(at: at(10)))
        #expect(!breaker.invited(at: at(11)) && !breaker.admits(at: at(11)))
    }

    @Test("A server that asked to be left alone is not tried before that, however well it looks")
    func askedRest() {
        let breaker = Guarded()
        breaker.failed(at: at(0), isAway: false, retryAfter: 60)
        #expect(!breaker.invited(at: at(30)) && !breaker.admits(at: at(30)))
        #expect(breaker.admits(at: at(60)))
    }

    @Test("A call that comes home late from a server that is left alone prolongs that when the server asks for it")
    func lateWish() {
        let breaker = failed(3)
        breaker.failed(at: at(1), isAway: false, retryAfter: 60)
        #expect(breaker.state == .open(until: at(61)) && !breaker.invited(at: at(20)))
    }

    @Test(
        "A server that names its moment is left alone until then, within reason",
        arguments: [(7.0, 7.0), (0, 0), (-3, 0), (9999, 300), (.infinity, 0)])
    func asked(seconds: Double, rest: Double) {
        let breaker = Guarded()
        breaker.failed(at: at(0), isAway: false, retryAfter: seconds)
        #expect(breaker.state == .open(until: at(rest)))
    }

    @Test("A clock that is set back by a day does not close the way for a day")
    func clock() {
        let breaker = failed(3)
        #expect(breaker.admits(at: at(-86_400)))
    }
}
