/// One request under way: what was sent of it and what has come back. Lives on the client's thread only.
final class HTTPExchange {
    typealias Reply = CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>

    /// More than this in header lines is not an answer to us.
    static let maxHead = 256 << 10

    let id: UInt64
    let request: HTTPRequest
    private let reply: Reply
    /// Bytes of the request body already handed over.
    var sent = 0
    private(set) var isOverLimit = false
    private(set) var isHeadTooLong = false
    /// The blank line came; libcurl itself takes a head that breaks off for a whole one.
    private(set) var isHeadComplete = false
    private var headers = HTTPHeaders()
    private var headSize = 0
    private var body: [UInt8] = []
    /// When the last byte of the response came; `nil` before the first one.
    private(set) var lastHeard: ContinuousClock.Instant?

    init(id: UInt64, request: HTTPRequest, reply: Reply) {
        (self.id, self.request, self.reply) = (id, request, reply)
    }

    var hasBegun: Bool { lastHeard != nil }

    /// A line of the response head. `false` ends the exchange.
    func receive(headerLine line: some Collection<UInt8>) -> Bool {
        headSize += line.count
        isHeadTooLong = headSize > Self.maxHead
        guard !isHeadTooLong else { return false }
        // A new status line begins a new head: what came before was an interim answer (RFC 9110 §15.2).
        if line.starts(with: "HTTP/".utf8) {
            headers = HTTPHeaders()
            isHeadComplete = false
        } else if line.allSatisfy({ $0 == 0x0D || $0 == 0x0A }) {
            isHeadComplete = true
        } else {
            headers.add(line: line)
        }
        return true
    }

    /// A piece of the response body. `false` ends the exchange: the limit is exceeded.
    func receive(bodyPart part: some Collection<UInt8>) -> Bool {
        lastHeard = .now
        isOverLimit = part.count > request.maxBody - body.count
        if !isOverLimit { body.append(contentsOf: part) }
        return !isOverLimit
    }

    func isSilent(at now: ContinuousClock.Instant) -> Bool {
        lastHeard.map { now - $0 > request.silenceTimeout } ?? false
    }

    func succeed(status: Int, milliseconds: Int) {
        reply.resume(
            returning: .success(HTTPResponse(status: status, headers: headers, body: body, milliseconds: milliseconds)))
    }

    func fail(_ error: HTTPError) { reply.resume(returning: .failure(error)) }
}
