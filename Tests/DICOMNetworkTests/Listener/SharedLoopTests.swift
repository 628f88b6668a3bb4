import DICOMNetwork
import Dispatch
import Testing

@Suite("Callers who share a thread of the listener", .timeLimit(.minutes(2)))
struct SharedLoopTests {
    @Test("A caller who spoke in time is answered, though the disk held up another's film for longer than that time")
    func heldUp() async throws {
        let gate = DispatchSemaphore(value: 0)
        defer { gate.signal() }
        let kept = KeptFilms()
        let change = { (configuration: inout ListenerConfiguration) in
            // Two threads in turn: the first connection and the third share one.
            (configuration.maxAssociations, configuration.deadlines.idle) = (2, .seconds(4))
        }
        try await Station.open(kept.receiver(beforeWrite: { gate.wait() }), change: change) { station in
            let sender = try await station.call()
            try await station.talk { _ in }
            let other = try await station.call()
            async let stored = sender.store([1, 2, 3, 4], "1.2.3")
            while kept.all.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            async let echoed = other.ask(EchoRequest(messageID: 1).command)
            try await Task.sleep(for: .seconds(5))
            gate.signal()
            #expect(try await echoed.status == .success)
            #expect(try await stored.status == .success)
            try await sender.release()
            try await other.release()
        }
    }
}
