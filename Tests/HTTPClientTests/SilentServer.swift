import Foundation

/// Says one thing to whoever calls, then nothing more; for what the scripted server cannot do wrong enough.
final class SilentServer: Sendable {
    private let closed: ClosedPort
    var port: Int { closed.port }

    init(says greeting: String, hangsUp: Bool = false) throws {
        closed = try ClosedPort()
        let listener = closed.handle
        guard listen(listener, 8) == 0 else { throw ClosedPort.NoSocket() }
        Thread {
            var line = [UInt8](repeating: 0, count: 4096)
            while case let caller = accept(listener, nil, nil), caller >= 0 {
                _ = recv(caller, &line, line.count, 0)
                _ = send(caller, greeting, greeting.utf8.count, Int32(MSG_NOSIGNAL))
                if hangsUp { close(caller) }
            }
        }.start()
    }

    deinit { shutdown(closed.handle, Int32(SHUT_RDWR)) }
}
