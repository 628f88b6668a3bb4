import Foundation
import Radiology
import Synchronization
import Testing
import Web

@Suite("Browsers come, go and hang", .timeLimit(.minutes(2)))
struct LiveSessionTests {
    @Test("Whoever comes back hears what was missed, once and in order")
    func replay() async throws {
        try await LiveWatch.serving { watch in
            let last = try await watch.listening { listener -> Int in
                _ = try await listener.event("connected")
                watch.hub.tell(.newExam(APIWard.uid(1)))
                return try await listener.event("new_exam")?.seq ?? 0
            }
            for number in 2...4 { watch.hub.tell(.newExam(APIWard.uid(number))) }
            let heard = try await watch.listening("/ws?since=\(last)") { listener -> [String] in
                watch.hub.tell(.requeued(APIWard.uid(5)))
                var heard: [String] = []
                var seq = 0
                while heard.last?.hasPrefix("requeue") != true, let frame = try await listener.next() {
                    guard let event = frame.json["event"] as? [String: Any],
                        let payload = event["payload"] as? [String: Any], let name = event["name"] as? String
                    else { continue }
                    // The greeting carries the number that has been reached.
                    if name != "connected" {
                        #expect(frame.seq > seq)
                        seq = frame.seq
                    }
                    heard.append("\(name) \(payload["replay"] ?? payload["uid"] ?? "")")
                }
                return heard
            }
            let uids = (2...4).map { "new_exam \(APIWard.uid($0))" }
            #expect(heard == ["connected complete"] + uids + ["requeue \(APIWard.uid(5))"])
        }
    }

    @Test(
        "Whoever was away too long is told to read everything anew",
        arguments: ["1", "nonsense", "-5", "99999999999999999", "9223372036854775807", "99999999999999999999"])
    func tooLong(since: String) async throws {
        try await LiveWatch.serving { watch in
            let frame = try await watch.listening("/ws?since=\(since)") { try await $0.event("connected") }
            #expect(frame?.text.hasSuffix(#""replay":"partial"}}}"#) == true)
        }
    }

    @Test("Only so many events are remembered")
    func forgetting() async throws {
        var limits = LiveHub.Limits()
        limits.events = 4
        try await LiveWatch.serving(limits: limits) { watch in
            let seqs = try await watch.listening { listener -> [Int] in
                // Before that nobody listens yet.
                _ = try await listener.event("connected")
                var seqs: [Int] = []
                for _ in 0..<20 {
                    watch.hub.tell(.newExam(APIWard.uid(1)))
                    seqs.append(try await listener.event("new_exam")?.seq ?? 0)
                }
                return seqs
            }
            let early = try await watch.listening("/ws?since=\(seqs[10])") { try await $0.event("connected") }
            let late = try await watch.listening("/ws?since=\(seqs[17])") { listener -> Int in
                _ = try await listener.event("connected")
                _ = try await listener.event("new_exam")
                return try await listener.event("new_exam")?.seq ?? 0
            }
            #expect(early?.text.contains(#""replay":"partial""#) == true)
            #expect(late == seqs[19])
        }
    }

    @Test("A browser that reads nothing is sent away, and nobody else waits for it")
    func slow() async throws {
        try await LiveWatch.serving { watch in
            try await watch.listening { fast in
                _ = try await fast.event("connected")
                try await watch.listening(as: "una", window: 2048) { _ in
                    // Until its socket and its queue are full.
                    var rounds = 0
                    while watch.hub.figures.dropped == 0, rounds < 4000 {
                        rounds += 1
                        for _ in 0..<20 { watch.hub.tell(.reviewed(APIWard.uid(1))) }
                        for _ in 0..<20 { _ = try await fast.event("radreview") }
                    }
                    #expect(watch.hub.figures.dropped == 1)
                }
                watch.hub.tell(.requeued(APIWard.uid(1)))
                #expect(try await fast.event("requeue") != nil)
                #expect(watch.hub.figures.clients == 1)
            }
        }
    }

    @Test("At the end everyone is told that the daemon goes, and it goes")
    func goingAway() async throws {
        try await LiveWatch.serving { watch in
            let codes = try await watch.listening { first in
                try await watch.listening(as: "una") { second in
                    _ = try await second.event("connected")
                    await watch.stop()
                    return [try await first.close(), try await second.close()]
                }
            }
            #expect(codes == [1001, 1001])
        }
    }

    @Test("A browser that gives no sign of life is sent away; one that answers pings stays")
    func silence() async throws {
        var pace = LiveHub.Pace()
        pace.ping = .seconds(1)
        try await LiveWatch.serving(pace: pace) { watch in
            let silent = try await watch.listening { try await $0.close() }
            #expect(silent == 1008)
            let pings = try await watch.listening { listener -> Int in
                var pings = 0
                while pings < 3, let frame = try await listener.next() {
                    guard frame.opcode == 9 else { continue }
                    pings += 1
                    try await listener.send(10, frame.payload)
                }
                return pings
            }
            #expect(pings == 3)
        }
    }

    @Test("Someone who may no longer listen is sent away")
    func signedOut() async throws {
        var pace = LiveHub.Pace()
        pace.renewal = .milliseconds(100)
        try await LiveWatch.serving(pace: pace) { watch in
            let code = try await watch.listening(as: "una") { listener in
                _ = try await listener.event("connected")
                watch.state.values.withLock { $0.accounts["una"] = nil }
                return try await listener.close()
            }
            #expect(code == 1008)
        }
    }

    @Test(
        "Who is no admin any more is sent away at once, and comes back as what they are", arguments: [Role.user, nil])
    func lowered(role: Role?) async throws {
        try await LiveWatch.serving { watch in
            let code = try await watch.listening(as: "adam") { listener in
                _ = try await listener.event("connected")
                watch.state.values.withLock { $0.accounts["adam"] = role }
                let begin = ContinuousClock.now
                let code = try await listener.close()
                // A second, and what a loaded machine adds to it; it was a minute.
                #expect(ContinuousClock.now - begin < .seconds(30))
                return code
            }
            #expect(code == 1008)
        }
    }

    struct Offence: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let opcode: UInt8
        var bytes = 1
        var isMasked = true
        var reserved: UInt8 = 0
        let code: Int
    }

    @Test(
        "Who breaks the protocol hears which rule it was",
        arguments: [
            Offence(testDescription: "too long", opcode: 1, bytes: 5000, code: 1009),
            Offence(testDescription: "not masked", opcode: 1, isMasked: false, code: 1002),
            Offence(testDescription: "a reserved bit", opcode: 1, reserved: 0x40, code: 1002),
            Offence(testDescription: "an unknown opcode", opcode: 5, code: 1002),
            Offence(testDescription: "a long ping", opcode: 9, bytes: 200, code: 1002),
        ])
    func offences(offence: Offence) async throws {
        try await LiveWatch.serving { watch in
            let code = try await watch.listening { listener in
                try await listener.send(
                    offence.opcode, [UInt8](repeating: 65, count: offence.bytes), isMasked: offence.isMasked,
                    reserved: offence.reserved)
                return try await listener.close()
            }
            #expect(code == offence.code)
        }
    }

    @Test("What a browser says is not listened to; a ping and a close are answered")
    func politeness() async throws {
        try await LiveWatch.serving { watch in
            try await watch.listening { listener in
                try await listener.send(1, Array("hello".utf8))
                try await listener.send(9, Array("there?".utf8))
                var pong = try await listener.next()
                while let frame = pong, frame.opcode == 1 { pong = try await listener.next() }
                #expect(pong == LiveListener.Frame(opcode: 10, payload: Array("there?".utf8)))
                try await listener.send(8, [0x03, 0xE8])
                #expect(try await listener.close() == 1000)
                #expect(try await listener.next() == nil)
            }
        }
    }

    @Test("No login has more than its share of listeners")
    func share() async throws {
        var limits = LiveHub.Limits()
        limits.clientsPerLogin = 1
        try await LiveWatch.serving(limits: limits) { watch in
            try await watch.listening { first in
                _ = try await first.event("connected")
                await #expect(throws: LiveListener.Refused.self) {
                    try await watch.listening { _ in }
                }
                let other = try await watch.listening(as: "una") { try await $0.event("connected") }
                #expect(other != nil)
            }
        }
    }

    @Test("Two hundred browsers hear an event")
    func crowd() async throws {
        try await LiveWatch.serving { watch in
            let heard = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        try await watch.listening(as: ["adam", "una"][number % 2]) { listener in
                            try await listener.event("requeue") != nil
                        }
                    }
                }
                while watch.hub.figures.clients < 200 { try await Task.sleep(for: .milliseconds(20)) }
                watch.hub.tell(.requeued(APIWard.uid(1)))
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(heard == 200)
        }
    }
}
