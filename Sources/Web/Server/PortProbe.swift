import Foundation
import NIOCore
import NIOPosix

/// Whether a port can be had, asked before anything starts.
public enum PortProbe {
    /// Why nobody can listen there now; `nil` when it can be done. The port is tried and let go again. Blocks: call it off
    /// the event loops.
    /// - Parameter port: 0 = any free one, which there always is.
    public static func problem(bind address: String, port: Int) -> String? {
        guard port > 0 else { return nil }
        do {
            let channel = try ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: address, port: port).wait()
            try? channel.close().wait()
            return nil
        } catch let error as IOError {
            return words(error.errnoCode)
        } catch {
            return "the address is not one of this machine's"
        }
    }

    private static func words(_ code: CInt) -> String {
        switch code {
        case EADDRINUSE: "another programme uses the port"
        case EACCES: "ports below 1024 need a privilege"
        case EADDRNOTAVAIL: "the address is not one of this machine's"
        default: String(cString: strerror(code))
        }
    }
}
