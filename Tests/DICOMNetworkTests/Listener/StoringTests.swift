import DICOM
import DICOMNetwork
import Glibc
import NIOPosix
import Synchronization
import Testing

private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) } }

/// Holds threads up until it is opened.
private final class Gate: Sendable {
    private let isOpen = Atomic(false)

    func open() { isOpen.store(true, ordering: .releasing) }
    func wait() { while !isOpen.load(ordering: .acquiring) { sched_yield() } }
}

@Suite("Films that are sent to a listener", .timeLimit(.minutes(2)))
struct StoringTests {
    @Test(
        "A film arrives as it was sent, whatever its size and that of the PDUs",
        arguments: [2, 4094, 131_070, 3_000_001], [4096, 131_072])
    func arrives(count: Int, maxPDU: Int) async throws {
        let (kept, film) = (KeptFilms(), bytes(count))
        try await Station.open(kept.receiver(), change: { $0.maxPDU = maxPDU }) { station in
            let association = try await station.call()
            let response = try await association.store(film, "1.2.3")
            #expect(response.status == .success && response.answeredMessageID == 7)
            #expect(response.sopInstance == "1.2.3" && response.sopClass == Station.film)
            try await association.release()
        }
        #expect(kept.all.count == 1)
        let one = try #require(kept.all.first)
        #expect(one.bytes == film && one.isFinished && !one.isCancelled)
        #expect(one.request.callingTitle == Station.caller && one.request.host == "127.0.0.1")
        #expect(one.request.transferSyntax == .explicitLittleEndian && one.request.calledTitle == Station.title)
    }

    @Test("Films come one after another on one association")
    func several() async throws {
        let kept = KeptFilms()
        try await Station.open(kept.receiver()) { station in
            let association = try await station.call()
            for number in 1...5 {
                #expect(try await association.store(bytes(number * 1000), "1.2.\(number)").status == .success)
            }
            try await association.release()
        }
        #expect(kept.all.map(\.bytes.count) == [1000, 2000, 3000, 4000, 5000])
    }

    @Test("Empty values and several values in a PDU change nothing")
    func emptyValues() async throws {
        let kept = KeptFilms()
        try await Station.open(kept.receiver()) { station in
            try await station.talk { peer in
                try await peer.associate()
                let command = StoreRequest(messageID: 1, sopClass: Station.film, sopInstance: "1.2").command
                try await peer.send(
                    DataTransfer(maxLength: 64).encoded(command.encoded(), context: 3, isCommand: true)
                        + [4, 0, 0, 0, 0, 15, 0, 0, 0, 2, 3, 0, 0, 0, 0, 5, 3, 0, 1, 2, 3]
                        + [4, 0, 0, 0, 0, 6, 0, 0, 0, 2, 3, 2])
                guard case .data = try await peer.hear() else {
                    Issue.record("no answer")
                    return
                }
            }
        }
        #expect(kept.all.map(\.bytes) == [[1, 2, 3]] && kept.all.allSatisfy(\.isFinished))
    }

    /// A command that is refused, and how.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let status: UInt16
        let change: @Sendable (inout CommandSet) -> Void
    }

    static let wrongs = [
        Wrong(testDescription: "a class of another context", status: 0x0122) {
            $0.set(.affectedSOPClassUID, uid: SOPClass.digitalXRayForPresentation.uid)
        },
        Wrong(testDescription: "a class that is no UID", status: 0x0118) {
            $0[bytes: .affectedSOPClassUID] = Array("1..2".utf8)[...]
        },
        Wrong(testDescription: "an instance that is a path", status: 0x0117) {
            $0[bytes: .affectedSOPInstanceUID] = Array("../../x ".utf8)[...]
        },
        Wrong(testDescription: "no instance", status: 0x0117) { $0[bytes: .affectedSOPInstanceUID] = nil },
        Wrong(testDescription: "a query", status: 0x0211) { $0[.commandField] = 0x0020 },
        Wrong(testDescription: "N-GET", status: 0x0211) { $0[.commandField] = 0x0110 },
        Wrong(testDescription: "an echo with a data set", status: 0x0212) { $0[.commandField] = 0x0030 },
    ]

    @Test(
        "What is not taken is refused with the status of the standard, and the association goes on", arguments: wrongs)
    func refused(wrong: Wrong) async throws {
        let kept = KeptFilms()
        try await Station.open(kept.receiver()) { station in
            let association = try await station.call()
            var command = StoreRequest(messageID: 9, sopClass: Station.film, sopInstance: "1.2.3").command
            wrong.change(&command)
            try await association.send(command, data: bytes(50_000), on: 3)
            let answer = try await association.nextMessage(within: .seconds(30)).command
            #expect(answer[.status] == wrong.status && answer[.messageIDBeingRespondedTo] == 9)
            #expect(answer[.commandField] == command[.commandField].map { $0 | 0x8000 })
            #expect(try await association.store(bytes(10), "1.2.4").status == .success)
            try await association.release()
        }
        #expect(kept.all.map(\.request.sopInstance) == ["1.2.4"])
    }

    @Test("A full disk in mid-film is A700H, any other trouble 0110H; the film is given up once")
    func sinkFails() async throws {
        struct Other: Error {}
        let errors: [(any Error, UInt16)] = [
            (FilmRefusal(.outOfResources, comment: "full"), 0xA700), (Other(), 0x0110),
        ]
        for (error, status) in errors {
            let kept = KeptFilms()
            try await Station.open(kept.receiver(beforeWrite: { throw error })) { station in
                let association = try await station.call()
                #expect(try await association.store(bytes(3_000_000), "1.2.3").status.value == status)
                #expect(try await association.ask(EchoRequest(messageID: 2).command).status == .success)
                try await association.release()
            }
            #expect(kept.all.map(\.isCancelled) == [true] && kept.all.map(\.isFinished) == [false])
        }
    }

    @Test("What the receiver says in the end, or at once, is what the peer hears")
    func receiverRefuses() async throws {
        try await Station.open(KeptFilms().receiver(finish: DIMSEStatus(0xA900))) { station in
            let association = try await station.call()
            #expect(try await association.store(bytes(100), "1.2.3").status.value == 0xA900)
            try await association.release()
        }
        let whole = FilmReceiver { _ in
            let refusal = FilmRefusal(.cannotUnderstand, comment: "no film")
            return .film(FilmSink(write: { _ in }, finish: { throw refusal }, cancel: {}))
        }
        try await Station.open(whole) { station in
            let association = try await station.call()
            let response = try await association.store(bytes(100), "1.2.3")
            #expect(response.status == .cannotUnderstand && response.comment == "no film")
            try await association.release()
        }
        let refusing = FilmReceiver { _ in .refused(.outOfResources, comment: "no room") }
        try await Station.open(refusing) { station in
            let association = try await station.call()
            let response = try await association.store(bytes(2_000_000), "1.2.3")
            #expect(response.status == .outOfResources && response.comment == "no room")
            try await association.release()
        }
    }

    @Test("A film that is broken off is given up, whether the peer aborts, releases or vanishes", arguments: [0, 1, 2])
    func brokenOff(how: Int) async throws {
        let kept = KeptFilms()
        try await Station.open(kept.receiver()) { station in
            try await station.talk { peer in
                try await peer.associate()
                let command = StoreRequest(messageID: 1, sopClass: Station.film, sopInstance: "1.2").command
                let transfer = DataTransfer(maxLength: 16_384)
                let data = transfer.header(context: 3, isCommand: false, isLast: false, count: 16_000) + bytes(16_000)
                try await peer.send(transfer.encoded(command.encoded(), context: 3, isCommand: true))
                for _ in 0..<100 { try await peer.send(data) }
                while kept.all.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
                if how == 0 { try await peer.send(.abort(.byUser)) }
                if how == 1 { try await peer.send(.releaseRequest) }
            }
            while kept.all.first?.isCancelled == false { try await Task.sleep(for: .milliseconds(2)) }
        }
        #expect(kept.all.map(\.isCancelled) == [true] && kept.all.map(\.isFinished) == [false])
    }

    @Test("While a film waits for the disk another caller is answered")
    func otherCaller() async throws {
        let (kept, gate) = (KeptFilms(), Gate())
        try await Station.open(kept.receiver(beforeWrite: { gate.wait() })) { station in
            let first = try await station.call()
            async let response = first.store(bytes(100_000), "1.2.3")
            while kept.all.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            let second = try await station.call()
            #expect(try await second.ask(EchoRequest(messageID: 1).command).status == .success)
            try await second.release()
            gate.open()
            #expect(try await response.status == .success)
            try await first.release()
        }
    }

    @Test("A listener that is closed before it serves leaves nobody waiting, and serves nobody")
    func neverServed() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let listener = try await Listener.bind(
            ListenerConfiguration(title: Station.title, host: "127.0.0.1", port: 0), receiver: KeptFilms().receiver(),
            group: group, logger: .silent)
        let caller = try await Station(listener: listener).call()
        await listener.close(within: .zero)
        await listener.serve()
        await #expect(throws: NetworkError.closed) { try await caller.nextMessage(within: .seconds(60)) }
    }

    @Test("A listener that closes lets a film under way be finished")
    func graceful() async throws {
        let (kept, gate) = (KeptFilms(), Gate())
        let waiting = kept.receiver(beforeWrite: { gate.wait() })
        try await Station.open(waiting) { station in
            let association = try await station.call()
            async let response = association.store(bytes(100_000), "1.2.3")
            while kept.all.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
            async let closed: Void = station.listener.close(within: .seconds(60))
            await #expect(throws: NetworkError.self) {
                while true { try await station.call().release() }
            }
            gate.open()
            #expect(try await response.status == .success)
            await closed
        }
        #expect(kept.all.map(\.isFinished) == [true])
    }

    @Test("A listener that closes gives up a film that does not come to its end")
    func givenUp() async throws {
        let kept = KeptFilms()
        try await Station.open(kept.receiver()) { station in
            try await station.talk { peer in
                try await peer.associate()
                let command = StoreRequest(messageID: 1, sopClass: Station.film, sopInstance: "1.2").command
                let transfer = DataTransfer(maxLength: 16_384)
                let data = transfer.header(context: 3, isCommand: false, isLast: false, count: 16_000) + bytes(16_000)
                try await peer.send(transfer.encoded(command.encoded(), context: 3, isCommand: true))
                for _ in 0..<100 { try await peer.send(data) }
                while kept.all.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
                await station.listener.close(within: .milliseconds(10))
                #expect(kept.all.map(\.isCancelled) == [true])
                #expect(try await peer.hear() == .pdu(.abort(.byUser)))
            }
        }
    }
}
