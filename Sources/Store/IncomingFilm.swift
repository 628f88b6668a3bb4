import Foundation
import Glibc
import Synchronization

/// A film that comes in piece by piece and lies under a hidden name until its last byte is on the disk.
///
/// Killed before `finish` returns, it never was there: the sender was told nothing. One that is let go of without either
/// `finish` or `cancel` removes itself.
public final class IncomingFilm: Sendable {
    private struct State: ~Copyable {
        let file: Descriptor
        var isOpen = true
    }

    private let spool: Spool
    private let name: String
    private let temporary: String
    private let state: Mutex<State>

    init(_ spool: Spool, as name: String) throws(StoreError) {
        self.spool = spool
        self.name = Spool.safeName(name)
        let (path, number) = try spool.openTemporary(self.name)
        temporary = path
        state = Mutex(State(file: Descriptor(number)))
    }

    deinit { cancel() }

    /// Appends bytes. After a failure there is nothing left to do but `cancel`.
    public func write(_ bytes: borrowing RawSpan) throws(StoreError) {
        try check(bytes.withUnsafeBytes { append($0) })
    }

    /// The same for bytes that lie in an array.
    public func write(_ bytes: [UInt8]) throws(StoreError) {
        try check(bytes.withUnsafeBytes { append($0) })
    }

    private func append(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        state.withLock { state in
            guard state.isOpen else { return EBADF }
            return Posix.write(bytes, to: state.file) ? 0 : errno
        }
    }

    private func check(_ code: Int32) throws(StoreError) {
        guard code == 0 else { throw Posix.writeFailure(Spool.incomingShown, code) }
    }

    /// Makes the film durable and gives it its name: fsync, rename, fsync of the folder. Only then may the sender be told
    /// of success.
    @discardableResult
    public func finish() throws(StoreError) -> SpoolFile {
        let spool = spool
        let (name, temporary) = (name, temporary)
        return try state.withLock { (state) throws(StoreError) in
            guard state.isOpen else { throw Posix.writeFailure(Spool.incomingShown, EBADF) }
            state.isOpen = false
            return try spool.place(temporary, state.file, as: name)
        }
    }

    /// Forgets the film. After `finish` a no-op.
    public func cancel() {
        state.withLock { state in
            if state.isOpen { unlink(temporary) }
            state.isOpen = false
        }
    }
}

extension Spool {
    /// Opens a film in `incoming/` for bytes that come piece by piece.
    /// - Parameter name: of the file to be; made safe, and numbered when it is taken.
    public func receive(as name: String) throws(StoreError) -> IncomingFilm {
        try IncomingFilm(self, as: name)
    }
}
