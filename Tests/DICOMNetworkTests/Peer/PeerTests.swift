import DICOM
import DICOMNetwork
import Synchronization
import Testing

@Suite("A peer is asked, and what it answers is believed only as far as it says")
struct PeerTests {
    typealias Message = TinyArchive.Message
    typealias Deed = TinyArchive.Deed

    @Test("An echo that is answered is an echo; any other status is told")
    func echo() async throws {
        let archive = try await TinyArchive.answering { [.answer($0, .success)] }
        defer { archive.close() }
        try await archive.peer().echo()

        let closed = try await TinyArchive.answering { [.answer($0, .notAuthorized)] }
        defer { closed.close() }
        await #expect(throws: NetworkError.refused(.echo, .notAuthorized, comment: "")) {
            try await closed.peer().echo()
        }
    }

    @Test("A silent archive costs no longer than the deadline")
    func silent() async throws {
        let archive = try await TinyArchive.answering { _ in [] }
        defer { archive.close() }
        await #expect(throws: NetworkError.timedOut(.message)) {
            try await archive.peer(Deadlines(dimse: .seconds(2))).echo()
        }
    }

    @Test("Answers of a query are handed over in order, unreadable ones are counted")
    func find() async throws {
        let archive = try await TinyArchive.answering { message in
            [
                .match(message, "1.2.1"), .answer(message, .pending, data: [1, 2, 3]),
                .match(message, "1.2.2", status: .pendingWithUnsupportedKeys), .answer(message, .success),
            ]
        }
        defer { archive.close() }
        let found = Mutex<[String?]>([])

        let outcome = try await archive.peer().find(.studies(from: DICOMDate("20260101"), to: nil)) { answer in
            found.withLock { $0.append(answer.studyInstanceUID) }
        }

        #expect(found.withLock { $0 } == ["1.2.1", "1.2.2"])
        #expect((outcome.answers, outcome.unreadable) == (2, 1))
        #expect(outcome.hasUnsupportedKeys && !outcome.isCut)
    }

    @Test("When the limit is reached the rest of a query is cancelled")
    func limit() async throws {
        let archive = try await TinyArchive.answering { message in
            if message.command[.commandField] == CommandField.cancelRequest.rawValue {
                return [.answer(PeerTests.findRequest(message.context), .cancelled)]
            }
            return (1...5).map { .match(message, "1.2.\($0)") }
        }
        defer { archive.close() }

        let peer = try archive.peer()
        let outcome = try await peer.find(QueryKeys(level: .study), limit: 3) { _ in }
        #expect(outcome.isCut && outcome.answers == 3)
    }

    @Test(
        "An end that nobody asked for, or that is no plain success, is no end: there may be more",
        arguments: [(DIMSEStatus.cancelled, true), (.init(0xB000), true), (.init(0x0001), true), (.success, false)])
    func ownLimit(status: DIMSEStatus, isCut: Bool) async throws {
        let archive = try await TinyArchive.answering { [.match($0, "1.2.1"), .answer($0, status)] }
        defer { archive.close() }
        let outcome = try await archive.peer().find(QueryKeys(level: .study)) { _ in }
        #expect(outcome.isCut == isCut && outcome.answers == 1)
    }

    @Test("What a peer remarks about a failure is no part of what is told: it may name a patient")
    func comment() {
        let error = NetworkError.refused(.find, .cannotUnderstand, comment: "not unique: EXEMPLU^ANA")
        #expect(!"\(error)".contains("EXEMPLU") && !error.suggestion.contains("EXEMPLU"))
        #expect("\(error)".contains("C000H"))
    }

    @Test("A cancelled task ends its query at once, though the archive says nothing")
    func cancelled() async throws {
        let asked = AsyncStream.makeStream(of: Void.self)
        let archive = try await TinyArchive.answering { _ in
            asked.continuation.yield()
            return []
        }
        defer { archive.close() }
        let peer = try archive.peer(Deadlines(dimse: .seconds(3600)))

        await withTaskGroup { group in
            group.addTask {
                await #expect(throws: NetworkError.cancelled) {
                    try await peer.find(QueryKeys(level: .study)) { _ in }
                }
            }
            for await _ in asked.stream { break }
            group.cancelAll()
        }
    }

    @Test("A move tells what arrived, what failed and which; a refusal is an error")
    func move() async throws {
        let archive = try await TinyArchive.answering { message in
            guard message.command.text(.moveDestination) == "XRAY" else {
                return [.answer(message, .moveDestinationUnknown)]
            }
            var failures = DataSet()
            failures.set(DICOM.Tag(0x0008, 0x0058), ["1.2.7", "1.2.8"], vr: .ui)
            return [
                .answer(message, .pending, counts: SubOperations(remaining: 2, completed: 1)),
                .answer(
                    message, .subOperationsWithFailures, data: try? failures.encoded(as: .explicitLittleEndian),
                    counts: SubOperations(completed: 1, failed: 2)),
            ]
        }
        defer { archive.close() }
        let peer = try archive.peer()
        let progress = Mutex<[Int?]>([])

        let station = try #require(AETitle(rawValue: "XRAY"))
        let counts = try await peer.move(.study("1.2"), to: station) { now in
            progress.withLock { $0.append(now.remaining) }
        }

        #expect((counts.completed, counts.failed) == (1, 2))
        #expect(counts.failedInstances == ["1.2.7", "1.2.8"])
        #expect(!counts.isComplete)
        #expect(progress.withLock { $0 } == [2, nil])
        let nobody = try #require(AETitle(rawValue: "NOBODY"))
        await #expect(throws: NetworkError.refused(.move, .moveDestinationUnknown, comment: "")) {
            try await peer.move(.study("1.2"), to: nobody)
        }
    }

    @Test("A last answer without counts means what its status says")
    func noCounts() async throws {
        let archive = try await TinyArchive.answering { message in
            [.answer(message, .pending, counts: SubOperations(remaining: 3, completed: 1)), .answer(message, .success)]
        }
        defer { archive.close() }
        let station = try #require(AETitle(rawValue: "XRAY"))

        let counts = try await archive.peer().move(.study("1.2"), to: station)

        #expect(counts == SubOperations(completed: 4))
        #expect(counts.isComplete)
    }

    private static func findRequest(_ context: UInt8) -> Message {
        Message(context: context, command: FindRequest(messageID: 1, sopClass: "1.2").command)
    }
}

extension TinyArchive.Deed {
    static func answer(
        _ message: TinyArchive.Message, _ status: DIMSEStatus, data: [UInt8]? = nil, counts: SubOperations? = nil
    ) -> Self {
        guard let command = message.command.answer(status, subOperations: counts, hasDataSet: data != nil) else {
            return .abort
        }
        return .send(TinyArchive.Message(context: message.context, command: command, data: data))
    }

    static func match(_ message: TinyArchive.Message, _ study: String, status: DIMSEStatus = .pending) -> Self {
        var identifier = DataSet()
        identifier.set(.queryRetrieveLevel, "STUDY")
        identifier.set(.studyInstanceUID, study)
        return answer(message, status, data: try? identifier.encoded(as: .explicitLittleEndian))
    }
}
