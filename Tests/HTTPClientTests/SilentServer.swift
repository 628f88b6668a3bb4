import Foundation

/// Says one thing to whoever calls, then nothing more; for what the scripted server cannot do wrong enough.
final class SilentServer: Sendable {
    private let closed: ClosedPort
    var port: Int { closed.port }

    init(says greeting: String, hangsUp: Bool = false) throws {
        closed = try ClosedPort()
        guard listen(closed.handle, 8) == 0 else { throw ClosedPort.NoSocket() }
        // Held until the thread has ended: a handle that was closed beneath it may be another server's by then.
        let closed = closed
        Thread {
            var line = [UInt8](repeating: 0, count: 4096)
            while case let caller = accept(closed.handle, nil, nil), caller >= 0 {
                _ = recv(caller, &line, line.count, 0)
                _ = send(caller, greeting, greeting.utf8.count, Int32(MSG_NOSIGNAL))
                if hangsUp { close(caller) }
            }
        }.start()
    }

    deinit { shutdown(closed.handle, Int32(SHUT_RDWR)) }
}
