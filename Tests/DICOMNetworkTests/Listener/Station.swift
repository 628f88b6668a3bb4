import DICOM
import DICOMNetwork
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// What a test's receiver saw, and how it is to behave.
final class KeptFilms: Sendable {
    struct Film: Sendable, Equatable {
        var request: StorageRequest
        var bytes: [UInt8] = []
        var isFinished = false
        var isCancelled = false
    }

    private let films = Mutex<[Film]>([])

    var all: [Film] { films.withLock { $0 } }

    /// Keeps films in memory.
    /// - Parameters:
    ///   - finish: what the peer is told in the end.
    ///   - beforeWrite: called before each write, e.g. to fail.
    func receiver(
        finish: DIMSEStatus = .success, beforeWrite: @escaping @Sendable () throws -> Void = {}
    ) -> FilmReceiver {
        FilmReceiver { [self] request in
            let index = films.withLock { films in
                films.append(Film(request: request))
                return films.count - 1
            }
            return .film(
                FilmSink(
                    write: { span in
                        try beforeWrite()
                        var bytes: [UInt8] = []
                        for offset in 0..<span.byteCount {
                            bytes.append(span.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
                        }
                        self.films.withLock { $0[index].bytes += bytes }
                    },
                    finish: {
                        self.films.withLock { $0[index].isFinished = true }
                        return finish
                    },
                    cancel: { self.films.withLock { $0[index].isCancelled = true } }))
        }
    }
}

/// A listener on a free port of this machine while a test runs, and an application that calls it.
struct Station: Sendable {
    static let title = AETitle.named("XRAY")
    static let caller = AETitle.named("ROOM 4")
    static let film = SOPClass.computedRadiography.uid
    static let contexts = [
        PresentationContext(
            id: 1, abstractSyntax: SOPClass.verification.uid,
            transferSyntaxes: [TransferSyntax.implicitLittleEndian.uid]),
        PresentationContext(
            id: 3, abstractSyntax: film,
            transferSyntaxes: [TransferSyntax.implicitLittleEndian.uid, TransferSyntax.explicitLittleEndian.uid]),
    ]

    let listener: Listener
    let group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton

    var port: Int { listener.boundPort }

    /// - Parameter change: of a configuration that takes anyone on a free port of this machine.
    static func open(
        _ receiver: FilmReceiver = KeptFilms().receiver(), change: (inout ListenerConfiguration) -> Void = { _ in },
        _ body: @Sendable (Station) async throws -> Void
    ) async throws {
        var configuration = ListenerConfiguration(title: title, host: "127.0.0.1", port: 0)
        change(&configuration)
        let listener = try await Listener.bind(
            configuration, receiver: receiver, group: MultiThreadedEventLoopGroup.singleton, logger: .silent)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await listener.serve() }
            do {
                try await body(Station(listener: listener))
            } catch {
                await listener.close(within: .zero)
                throw error
            }
            await listener.close(within: .zero)
        }
    }

    func call(
        _ contexts: [PresentationContext] = Station.contexts, title: AETitle = Station.title,
        deadlines: Deadlines = .standard, tls: TLSProfile? = nil
    ) async throws(NetworkError) -> Association {
        try await Association.open(
            to: PeerAddress(title: title, host: "127.0.0.1", port: port, tls: tls), as: Station.caller,
            proposing: contexts, roles: [], deadlines: deadlines, group: group, logger: .silent)
    }

    func talk(_ body: @Sendable (RawPeer) async throws -> Void) async throws {
        try await RawPeer.call(port: port, body)
    }
}

extension AETitle {
    static func named(_ name: String) -> AETitle {
        guard let title = AETitle(rawValue: name) else { preconditionFailure("\(name) is no title") }
        return title
    }
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

extension Association {
    /// Asks one thing and waits for the answer.
    func ask(_ command: CommandSet, on context: UInt8 = 1) async throws(NetworkError) -> Response {
        try await send(command, on: context)
        return try await answer()
    }

    func answer() async throws(NetworkError) -> Response {
        do {
            return try Response(try await nextMessage(within: .seconds(30)).command)
        } catch let error as NetworkError {
            throw error
        } catch {
            throw .unexpectedMessage("\(error)")
        }
    }

    func store(
        _ bytes: [UInt8], _ instance: String, sopClass: String = Station.film, on context: UInt8 = 3
    ) async throws(NetworkError) -> Response {
        let request = StoreRequest(messageID: 7, sopClass: sopClass, sopInstance: instance)
        let film = FilmSource(
            sopClass: sopClass, sopInstance: instance, transferSyntax: .implicitLittleEndian,
            dataSetBytes: bytes.count
        ) { offset, count in Array(bytes[offset..<offset + count]) }
        try await send(request.command, film: film, on: context)
        return try await answer()
    }
}
