import DICOM
import DICOMNetwork
import Glibc
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@Suite("Films go out and come in whole, and none is lost without a word")
struct FilmTransferTests {
    @Test("A film that is refused, unreadable or not wanted stops no other", arguments: [16, 300_000])
    func store(bytes: Int) async throws {
        let shelf = Shelf()
        try await withListener(shelf) { peer in
            let films = [
                Self.film("1.2.1", bytes), Self.film("1.2.2", bytes, of: "1.2.840.10008.5.1.4.1.1.2"),
                Self.unreadable("1.2.3", bytes), Self.film("1.2.4", bytes), Self.film("1.2.13", bytes),
                Self.film("1.2.5", bytes, in: .jpeg2000),
            ]
            let order = Mutex<[Int]>([])

            let outcomes = await peer.store(films, onProgress: { now in order.withLock { $0.append(now.film) } })

            #expect(
                outcomes == [
                    .stored(.success), .notAccepted(takes: []), .failed(.unreadableFilm), .stored(.success),
                    .refused(.outOfResources, comment: "full"), .stored(.success),
                ])
            #expect(order.withLock { $0 }.sorted() == Array(films.indices))
        }
        #expect(shelf.kept == ["1.2.1": bytes, "1.2.4": bytes, "1.2.5": bytes])
    }

    @Test("A film whose encoding is not accepted is sent in one that is, if the caller has it so")
    func recode() async throws {
        let shelf = Shelf()
        try await withListener(shelf) { peer in
            let films = [
                Self.film("1.2.1", 40, in: TransferSyntax(uid: "1.2.3")),
                Self.film("1.2.2", 40, in: TransferSyntax(uid: "1.2.3")),
            ]

            let outcomes = await peer.store(films) { index, syntax in
                index == 0 && syntax == .explicitLittleEndian ? Self.film("1.2.1", 50, in: syntax) : nil
            }

            #expect(outcomes.first == .stored(.success))
            #expect(outcomes.last == .notAccepted(takes: [.explicitLittleEndian]))
        }
        #expect(shelf.kept == ["1.2.1": 50])
    }

    @Test("After an abort the rest goes over a new association; a peer that only aborts is left")
    func aborts() async throws {
        let count = Mutex(0)
        let archive = try await TinyArchive.answering { message in
            let number = count.withLock { count in
                count += 1
                return count
            }
            return [number == 2 ? .abort : .answer(message, .success)]
        }
        defer { archive.close() }
        let films = (1...4).map { Self.film("1.2.\($0)", 10) }
        let outcomes = try await archive.peer().store(films)
        #expect(outcomes.map(\.isStored) == [true, false, true, true])

        let hopeless = try await TinyArchive.answering { _ in [.abort] }
        defer { hopeless.close() }
        let lost = try await hopeless.peer().store((1...10).map { Self.film("1.2.\($0)", 10) })
        #expect(lost.count == 10 && lost.allSatisfy { $0.recovery == .retry })
    }

    @Test("Behind the outcome that is enough nothing is sent, and no association is opened for it")
    func enough() async throws {
        let shelf = Shelf()
        try await withListener(shelf) { peer in
            let films = [
                Self.film("1.2.1", 40), Self.film("1.2.13", 40), Self.film("1.2.2", 40),
                Self.film("1.2.3", 40, of: SOPClass.digitalXRayForPresentation.uid),
            ]
            let outcomes = await peer.store(films, isEnough: { if case .refused = $0 { true } else { false } })
            #expect(
                outcomes == [
                    .stored(.success), .refused(.outOfResources, comment: "full"), .unsent(.cancelled),
                    .unsent(.cancelled),
                ])
        }
        #expect(shelf.kept == ["1.2.1": 40])
    }

    @Test("A stop in the middle is the fault of no film", arguments: [10, 3_000_000])
    func stopped(bytes: Int) async throws {
        let (cameUp, told) = AsyncStream.makeStream(of: Void.self)
        let silent = try await TinyArchive.answering { _ in
            told.yield()
            return []
        }
        defer { silent.close() }
        let peer = try silent.peer()
        let sending = Task { await peer.store((1...3).map { Self.film("1.2.\($0)", bytes) }) }
        for await _ in cameUp { break }
        sending.cancel()
        #expect(await sending.value == [.failed(.cancelled), .unsent(.cancelled), .unsent(.cancelled)])
    }

    @Test("A stop while a film is read ends at once, whatever the file does", .timeLimit(.minutes(1)))
    func stoppedReading() async throws {
        let (isReading, told) = AsyncStream.makeStream(of: Void.self)
        let isOver = Mutex(false)
        defer { isOver.withLock { $0 = true } }
        let archive = try await TinyArchive.answering { [.answer($0, .success)] }
        defer { archive.close() }
        let peer = try archive.peer()
        let film = FilmSource(
            sopClass: SOPClass.computedRadiography.uid, sopInstance: "1.2.1", transferSyntax: .explicitLittleEndian,
            dataSetBytes: 10
        ) { _, count in
            told.yield()
            for _ in 0..<300 where !isOver.withLock({ $0 }) { usleep(100_000) }
            return [UInt8](repeating: 1, count: count)
        }
        let sending = Task { await peer.store([film]) }
        for await _ in isReading { break }
        sending.cancel()
        #expect(await sending.value == [.failed(.cancelled)])
        #expect(!isOver.withLock { $0 })
    }

    @Test("Without a peer no film is at fault")
    func away() async throws {
        let gone = try await TinyArchive.answering { _ in [] }
        let peer = try gone.peer()
        try await gone.listener.close()
        let outcomes = await peer.store([Self.film("1.2.1", 10), Self.film("1.2.2", 10)])
        #expect(outcomes.count == 2)
        for outcome in outcomes {
            guard case .unsent(.cannotConnect) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
        }
    }

    @Test(
        "Every byte of a film arrives in its place, whatever its length",
        arguments: [0, 1, 131_066, 1_048_576, 5_000_001])
    func bytes(count: Int) async throws {
        let came = Mutex<[UInt8]>([])
        let archive = try await TinyArchive.answering { message in
            came.withLock { $0 += message.data ?? [] }
            return [.answer(message, .success)]
        }
        defer { archive.close() }
        let pattern = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 16) }
        let film = FilmSource(
            sopClass: SOPClass.computedRadiography.uid, sopInstance: "1.2.1", transferSyntax: .explicitLittleEndian,
            dataSetBytes: count
        ) { offset, count in Array(pattern[offset..<offset + count]) }
        let outcomes = try await archive.peer().store([film, film])
        #expect(outcomes == [.stored(.success), .stored(.success)])
        #expect(came.withLock { $0 == pattern + pattern })
    }

    @Test("Films of a C-GET come on the same association, each answered before the next")
    func get() async throws {
        let waiting = Mutex<[TinyArchive.Deed]>([])
        let archive = try await TinyArchive.answering { message in
            if message.command[.commandField] == CommandField.getRequest.rawValue {
                waiting.withLock {
                    $0 = [
                        .film("1.2.1", on: 9), .film("../1", on: 9), .film("1.2.13", on: 9),
                        .answer(message, .subOperationsWithFailures, counts: SubOperations(completed: 1, failed: 2)),
                    ]
                }
            } else {
                let status = message.command[.status]
                waiting.withLock { deeds in
                    if deeds.count == 3, status != 0 { deeds = [.abort] }
                    if deeds.count == 2, status != DIMSEStatus.invalidSOPInstance.value { deeds = [.abort] }
                    if deeds.count == 1, status != DIMSEStatus.outOfResources.value { deeds = [.abort] }
                }
            }
            return waiting.withLock { $0.isEmpty ? [] : [$0.removeFirst()] }
        }
        defer { archive.close() }
        let shelf = Shelf()

        let counts = try await archive.peer().get(
            .study("1.2"), storageClasses: [.computedRadiography], transferSyntaxes: [.explicitLittleEndian],
            receiver: shelf.receiver)

        #expect((counts.completed, counts.failed) == (1, 2))
        #expect(shelf.kept == ["1.2.1": 7])
    }

    private func withListener(_ shelf: Shelf, _ story: (Peer) async throws -> Void) async throws {
        let title = try #require(AETitle(rawValue: "ARCHIVE"))
        let listener = try await Listener.bind(
            ListenerConfiguration(title: title, host: "127.0.0.1", port: 0), receiver: shelf.receiver,
            group: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        async let serving: Void = listener.serve()
        try await story(Peer.onLoopback(listener.boundPort))
        await listener.close(within: .seconds(5))
        await serving
    }

    private static func film(
        _ uid: String, _ bytes: Int, of sopClass: String = SOPClass.computedRadiography.uid,
        in syntax: TransferSyntax = .explicitLittleEndian
    ) -> FilmSource {
        FilmSource(sopClass: sopClass, sopInstance: uid, transferSyntax: syntax, dataSetBytes: bytes) { _, count in
            [UInt8](repeating: 1, count: count)
        }
    }

    private static func unreadable(_ uid: String, _ bytes: Int) -> FilmSource {
        FilmSource(
            sopClass: SOPClass.computedRadiography.uid, sopInstance: uid, transferSyntax: .explicitLittleEndian,
            dataSetBytes: bytes
        ) { _, _ in throw NetworkError.unreadableFilm }
    }
}

extension TinyArchive.Deed {
    fileprivate static func film(_ uid: String, on context: UInt8) -> Self {
        var command = StoreRequest(messageID: 1, sopClass: SOPClass.computedRadiography.uid, sopInstance: "1").command
        command.set(.affectedSOPInstanceUID, uid: uid)
        return .send(TinyArchive.Message(context: context, command: command, data: [1, 2, 3, 4, 5, 6, 7]))
    }
}

/// Keeps the count of bytes of each film; has no room for 1.2.13.
private final class Shelf: Sendable {
    private let films = Mutex<[String: Int]>([:])

    var kept: [String: Int] { films.withLock { $0 } }

    var receiver: FilmReceiver {
        FilmReceiver { request in
            if request.sopInstance == "1.2.13" { return .refused(.outOfResources, comment: "full") }
            return .film(self.sink(request.sopInstance, Count()))
        }
    }

    private func sink(_ uid: String, _ count: Count) -> FilmSink {
        FilmSink(
            write: { bytes in count.bytes.add(bytes.byteCount, ordering: .relaxed) },
            finish: {
                self.films.withLock { $0[uid] = count.bytes.load(ordering: .relaxed) }
                return .success
            }, cancel: {})
    }

    private final class Count: Sendable {
        let bytes = Atomic(0)
    }
}
