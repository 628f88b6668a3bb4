import NIOCore
import NIOPosix
import Synchronization

/// A film on its way out as P-DATA-TF PDUs: its first piece is read at once, each other one while the network takes the one
/// before. Reading happens on threads that may block.
package final class FilmFeed: Sendable {
    /// How much of a film is read, and is on its way, at once, in bytes.
    private static let pieceBytes = 1 << 20

    let context: UInt8
    private let film: FilmSource
    private let transfer: DataTransfer
    private let loop: any EventLoop
    let stock: PieceStock
    private let state: Mutex<State>

    private struct State: Sendable {
        /// Of the piece that is read next.
        var offset = 0
        var ahead: EventLoopFuture<ByteBuffer>?
    }

    init(_ film: FilmSource, _ transfer: DataTransfer, context: UInt8, on loop: any EventLoop, from stock: PieceStock) {
        (self.film, self.transfer, self.context) = (film, transfer, context)
        (self.loop, self.stock) = (loop, stock)
        state = Mutex(State())
        readAhead()
    }

    /// The next piece, to be asked for on the event loop; `nil` behind the last. An empty film has one.
    func next() -> EventLoopFuture<ByteBuffer>? {
        state.withLock { state in
            defer { state.ahead = nil }
            return state.ahead
        }
    }

    /// Begins to read the piece behind the one that was asked for.
    func readAhead() {
        state.withLock { state in
            let offset = state.offset
            guard state.ahead == nil, offset < max(film.dataSetBytes, 1) else { return }
            let whole = max(1, FilmFeed.pieceBytes / transfer.payloadBytes) * transfer.payloadBytes
            let count = min(whole, film.dataSetBytes - offset)
            state.offset = offset + max(count, 1)
            state.ahead = NIOThreadPool.singleton.runIfActive(eventLoop: loop) {
                try self.piece(at: offset, count)
            }
        }
    }

    /// What was sent can be written over.
    func giveBack(_ piece: ByteBuffer) { stock.put(piece) }

    /// Bytes of a data set in as many PDUs as it takes.
    private func piece(at offset: Int, _ count: Int) throws -> ByteBuffer {
        let payload = transfer.payloadBytes
        var buffer = stock.take()
        let room = count + (count / payload + 1) * DataTransfer.headerBytes
        try buffer.writeWithOutputRawSpan(minimumWritableBytes: room) { piece in
            var start = 0
            repeat {
                let part = min(payload, count - start)
                let isLast = offset + start + part >= film.dataSetBytes
                let header = transfer.header(context: context, isCommand: false, isLast: isLast, count: part)
                for byte in header { piece.append(byte) }
                let end = piece.byteCount + part
                try film.fill(offset + start, part, &piece)
                guard piece.byteCount == end else { throw NetworkError.unreadableFilm }
                start += part
            } while start < count
        }
        return buffer
    }
}
