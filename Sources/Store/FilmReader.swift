import Glibc

/// A film's file that stays open while it is sent, so that it is the same file to its end.
public final class FilmReader: Sendable {
    private let descriptor: Int32
    /// When it was opened, in bytes.
    public let size: Int

    /// Opens a regular file; a link in its place is refused.
    public init(_ path: RawPath) throws(StoreError) {
        let file = open(path.bytes, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw FilmReader.failure(errno) }
        var attributes = stat()
        let fault = fstat(file, &attributes) != 0 ? errno : Posix.isRegular(attributes) ? 0 : EINVAL
        guard fault == 0 else {
            // An initialiser that throws runs no `deinit`.
            close(file)
            throw FilmReader.failure(fault)
        }
        (descriptor, size) = (file, Int(attributes.st_size))
    }

    deinit { close(descriptor) }

    private static func failure(_ code: Int32) -> StoreError {
        .cannotRead(path: "the film to send", reason: Posix.reason(code))
    }

    /// - Returns: `count` bytes from `offset` on; fewer at the end of the file.
    public func read(at offset: Int, count: Int) throws(StoreError) -> [UInt8] {
        let count = max(0, min(count, size - offset))
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled throws(StoreError) in
            filled = try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
        }
    }

    /// Appends `count` bytes from `offset` on; fewer at the end of the file, or where `piece` is full.
    public func read(at offset: Int, count: Int, into piece: inout OutputRawSpan) throws(StoreError) {
        try piece.withUnsafeMutableBytes { buffer, filled throws(StoreError) in
            let room = buffer[filled..<min(buffer.count, filled + max(0, count))]
            filled += try read(into: UnsafeMutableRawBufferPointer(rebasing: room), at: offset)
        }
    }

    private func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(StoreError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let place = buffer.baseAddress?.advanced(by: filled)
            let got = pread(descriptor, place, buffer.count - filled, off_t(offset + filled))
            if got < 0 && errno == EINTR { continue }
            if got < 0 { throw FilmReader.failure(errno) }
            if got == 0 { break }
            filled += got
        }
        return filled
    }
}
