import Foundation

/// A port of this machine that is taken, so that nobody else gets it, and where nobody listens.
final class ClosedPort: Sendable {
    let port: Int
    let handle: Int32

    struct NoSocket: Error {}

    init() throws {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                bind(handle, place, length) == 0 && getsockname(handle, place, &length) == 0
            }
        }
        guard isBound else { throw NoSocket() }
        self.handle = handle
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(handle) }
}
