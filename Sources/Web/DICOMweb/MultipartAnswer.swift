import Hummingbird

/// An answer of several parts, sent part by part: never more than a piece of one file is in memory.
/// Standard: RFC 2387 (multipart/related), RFC 2046 §5.1.1 (boundaries), PS3.18 §8.6.1.2.
struct MultipartAnswer: Sendable {
    struct Part: Sendable {
        /// With its transfer syntax.
        let mediaType: String
        let location: String
        let size: Int
        /// Bytes from an offset on, off the event loops.
        let read: @Sendable (_ offset: Int, _ count: Int) async throws -> [UInt8]
    }

    /// The type of the parts without parameters.
    let type: String
    /// A part for each; `nil` for one that is gone by now.
    let parts: [@Sendable () async throws -> Part?]

    private static let piece = 1 << 20

    func response() -> Response {
        let boundary = Self.boundary()
        let parts = parts
        return Response(
            status: .ok,
            headers: [
                .contentType: "multipart/related; type=\"\(type)\"; boundary=\(boundary)", .cacheControl: "no-store",
            ],
            body: ResponseBody { writer in
                for part in parts {
                    guard let part = try await part() else { continue }
                    try await writer.write(ByteBuffer(string: Self.head(of: part, boundary)))
                    try await Self.write(part, to: &writer)
                    try await writer.write(ByteBuffer(string: "\r\n"))
                }
                try await writer.write(ByteBuffer(string: "--\(boundary)--\r\n"))
                try await writer.finish(nil)
            })
    }

    /// One part alone, as the whole answer.
    static func single(_ part: Part) -> Response {
        Response(
            status: .ok, headers: [.contentType: part.mediaType, .cacheControl: "no-store"],
            body: ResponseBody(contentLength: part.size) { writer in
                try await write(part, to: &writer)
                try await writer.finish(nil)
            })
    }

    private static func head(of part: Part, _ boundary: String) -> String {
        "--\(boundary)\r\nContent-Type: \(part.mediaType)\r\nContent-Location: \(part.location)\r\n"
            + "Content-Length: \(part.size)\r\n\r\n"
    }

    /// A file that became shorter meanwhile ends the connection: the reader must not take it for whole.
    private static func write(_ part: Part, to writer: inout any ResponseBodyWriter) async throws {
        var offset = 0
        while offset < part.size {
            let bytes = try await part.read(offset, min(piece, part.size - offset))
            if bytes.isEmpty { throw KeptOriginals.Fault.unreadable }
            try await writer.write(ByteBuffer(bytes: bytes))
            offset += bytes.count
        }
    }

    /// Random, so that no file holds it: 128 bits.
    private static func boundary() -> String {
        let number = (UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max))
        return "part-" + String(number.0, radix: 36) + String(number.1, radix: 36)
    }
}
