import NIOCore
import Synchronization

/// One film between the network and the receiver. Its calls come one after another, on threads that may block.
final class FilmIntake: Sendable {
    private enum Place: Sendable {
        case waiting
        case open(FilmSink)
        case over(DIMSEStatus, comment: String)
    }

    private let place = Mutex(Place.waiting)
    private let begin: @Sendable () -> FilmReceiver.Beginning

    init(_ request: StorageRequest, _ receiver: FilmReceiver) {
        begin = { receiver.begin(request) }
    }

    /// The next bytes. Once the film is refused the rest of its bytes is dropped.
    func take(_ bytes: ByteBuffer) {
        guard let sink = open() else { return }
        do {
            try sink.write(bytes.readableBytesSpan)
        } catch {
            sink.cancel()
            end(error)
        }
    }

    /// There are no more bytes. - Returns: what the peer is told.
    func finish() -> (status: DIMSEStatus, comment: String) {
        if let sink = open() {
            do {
                end(try sink.finish(), "")
            } catch {
                end(error)
            }
        }
        guard case .over(let status, let comment) = place.withLock({ $0 }) else {
            return (Refusal.receiverFailed.status, Refusal.receiverFailed.comment)
        }
        return (status, comment)
    }

    /// The film will not be complete.
    func cancel() {
        let sink = place.withLock { place -> FilmSink? in
            defer { place = .over(Refusal.receiverFailed.status, comment: "") }
            if case .open(let sink) = place { return sink }
            return nil
        }
        sink?.cancel()
    }

    private func open() -> FilmSink? {
        switch place.withLock({ $0 }) {
        case .open(let sink): return sink
        case .over: return nil
        case .waiting:
            switch begin() {
            case .refused(let status, let comment):
                end(status, comment)
                return nil
            case .film(let sink):
                place.withLock { $0 = .open(sink) }
                return sink
            }
        }
    }

    private func end(_ error: any Error) {
        let refusal = error as? FilmRefusal
        end(refusal?.status ?? Refusal.receiverFailed.status, refusal?.comment ?? Refusal.receiverFailed.comment)
    }

    private func end(_ status: DIMSEStatus, _ comment: String) {
        place.withLock { $0 = .over(status, comment: comment) }
    }
}
