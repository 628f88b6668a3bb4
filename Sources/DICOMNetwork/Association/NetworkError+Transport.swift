import Glibc
import NIOCore
import NIOPosix
import NIOSSL

extension NetworkError {
    /// What an error of the transport means for the association.
    init(transport error: any Error) {
        switch error {
        case let error as NetworkError: self = error
        case let error as TLSProfileError: self = .tls(error)
        case NIOSSLError.uncleanShutdown: self = .closed
        case let error as NIOSSLExtraError where error == .failedToValidateHostname: self = .otherHost
        case let error as NIOSSLError: self = .tlsHandshake(reason: NetworkError.short(error))
        case let error as BoringSSLError: self = .tlsHandshake(reason: NetworkError.short(error))
        case let error as NIOSSLExtraError: self = .tlsHandshake(reason: NetworkError.short(error))
        default: self = .closed
        }
    }

    /// The library's own words name no host where it is a numeric address.
    private static let otherHost = NetworkError.tlsHandshake(reason: "the peer's certificate names another host")

    /// Why a connection was not made.
    init(connecting error: any Error, to peer: PeerAddress) {
        switch error {
        case let error as NetworkError where error == .otherHost:
            self = .tlsHandshake(reason: "the peer's certificate does not name \(peer.host.printable)")
        case let error as NetworkError: self = error
        case let error as TLSProfileError: self = .tls(error)
        case ChannelError.connectTimeout: self = .timedOut(.connection)
        case let error as NIOConnectionError where error.connectionErrors.isEmpty:
            self = .cannotConnect(host: peer.host, port: peer.port, reason: "the host is unknown")
        case let error as NIOConnectionError:
            let errors = error.connectionErrors.map(\.error)
            let isLate = errors.contains { if case ChannelError.connectTimeout = $0 { true } else { false } }
            let reason = errors.first.map(NetworkError.short) ?? ""
            self = isLate ? .timedOut(.connection) : .cannotConnect(host: peer.host, port: peer.port, reason: reason)
        default: self = .cannotConnect(host: peer.host, port: peer.port, reason: NetworkError.short(error))
        }
    }

    /// What the system says in plain words; else a library's own words, at most 200 characters.
    static func short(_ error: any Error) -> String {
        let known = (error as? IOError).flatMap { words[$0.errnoCode] }
        return known ?? String("\(error)".prefix(200)).printable
    }

    private static let words: [CInt: String] = [
        ECONNREFUSED: "nobody listens there", ECONNRESET: "the host hung up",
        EHOSTUNREACH: "the host cannot be reached", ENETUNREACH: "its network cannot be reached",
        ETIMEDOUT: "the host does not answer",
        EADDRINUSE: "the port is taken", EADDRNOTAVAIL: "this machine has no such address",
        EACCES: "this user may not use that port",
    ]
}
