import Foundation
import Synchronization

/// Somebody who has the dashboard open: a WebSocket of one login, spoken by hand over a plain socket.
final class Watcher: Sendable {
    private let handle: Int32
    private let bytes = Mutex<[UInt8]>([])

    struct NoConnection: Error {}

    init(port: Int, login: String, password: String, path: String = "/ws") throws {
        handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isOpen = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                connect(handle, place, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        let proof = Data("\(login):\(password)".utf8).base64EncodedString()
        let request = """
            GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nUpgrade: websocket\r\nConnection: Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r
            Authorization: Basic \(proof)\r\n\r\n
            """
        let text = Array(request.utf8)
        guard isOpen, send(handle, text, text.count, 0) == text.count else { throw NoConnection() }
        let reader = Thread { [self] in read() }
        reader.start()
    }

    deinit {
        shutdown(handle, Int32(SHUT_RDWR))
        close(handle)
    }

    func hangUp() { shutdown(handle, Int32(SHUT_RDWR)) }

    /// Ends when the connection does.
    private func read() {
        var piece = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(handle, &piece, piece.count, 0)
            guard count > 0 else { return }
            bytes.withLock { $0 += piece[..<count] }
        }
    }

    /// Status of the answer to the upgrade; `nil` while it is not there.
    var status: Int? {
        let head = String(decoding: bytes.withLock { $0 }.prefix(12), as: UTF8.self)
        return head.hasPrefix("HTTP/1.1 ") ? Int(head.suffix(3)) : nil
    }

    /// The text frames so far. Standard: RFC 6455 §5.2.
    var frames: [String] {
        let all = bytes.withLock { $0 }
        let end = Array("\r\n\r\n".utf8)
        guard let start = all.indices.first(where: { all[$0...].starts(with: end) }) else { return [] }
        var rest = all[(start + 4)...]
        var texts: [String] = []
        while let (opcode, body, after) = Self.frame(rest) {
            if opcode == 1 { texts.append(String(decoding: body, as: UTF8.self)) }
            rest = after
        }
        return texts
    }

    private static func frame(
        _ bytes: ArraySlice<UInt8>
    ) -> (opcode: UInt8, body: ArraySlice<UInt8>, after: ArraySlice<UInt8>)? {
        guard let first = bytes.first, let second = bytes.dropFirst().first else { return nil }
        let extra = second == 126 ? 2 : second == 127 ? 8 : 0
        let numbers = bytes.dropFirst(2).prefix(extra)
        guard numbers.count == extra else { return nil }
        let length = extra == 0 ? Int(second) : numbers.reduce(0) { $0 << 8 | Int($1) }
        let body = bytes.dropFirst(2 + extra).prefix(length)
        guard body.count == length else { return nil }
        return (first & 0x0F, body, bytes.dropFirst(2 + extra + length))
    }

    /// Names of the events so far, in order.
    var events: [String] { frames.compactMap { Self.event($0)?.name } }

    /// The last frame with an event of that name.
    func last(_ name: String) -> String? { frames.last { Self.event($0)?.name == name } }

    private struct Frame: Decodable {
        struct Event: Decodable { let name: String }
        let event: Event?
    }

    private static func event(_ frame: String) -> Frame.Event? {
        try? JSONDecoder().decode(Frame.self, from: Data(frame.utf8)).event
    }
}
