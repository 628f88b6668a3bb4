/// One request under way: what was sent of it and what has come back. Lives on the client's thread only.
final class HTTPExchange {
    typealias Reply = CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>

    /// More than this in header lines is not an answer to us.
    static let maxHead = 256 << 10

    let id: UInt64
    let request: Outgoing
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
    private var givenUp: ContinuousClock.Instant?
    /// Of a mail.
    let watch: MailWatch?

    init(id: UInt64, request: Outgoing, inbox: HTTPInbox, reply: Reply) {
        (self.id, self.request, self.reply) = (id, request, reply)
        watch = if case .mail(let mail) = request { MailWatch(id: id, grace: mail.grace, inbox: inbox) } else { nil }
    }

    var hasBegun: Bool { lastHeard != nil }

    /// Whether all of the answer came as its protocol says.
    var isWhole: Bool {
        switch request {
        case .http: isHeadComplete
        case .mail: true
        }
    }

    /// A line of the response head. `false` ends the exchange.
    func receive(headerLine line: some Collection<UInt8>) -> Bool {
        headSize += line.count
        isHeadTooLong = headSize > Self.maxHead
        guard !isHeadTooLong else { return false }
        watch?.hear(line)
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

    /// Nobody waits for the answer any more; what is under way may still end well within its grace.
    func giveUp(at now: ContinuousClock.Instant) {
        givenUp = givenUp ?? now
        watch?.giveUp(at: now)
    }

    /// Whether it must be ended from outside; a mail is ended by its watch.
    func isGivenUp(at now: ContinuousClock.Instant) -> Bool {
        guard case .http(let request) = request, let givenUp else { return false }
        return now - givenUp >= request.grace
    }

    func succeed(status: Int, milliseconds: Int) {
        reply.resume(
            returning: .success(HTTPResponse(status: status, headers: headers, body: body, milliseconds: milliseconds)))
    }

    func fail(_ error: HTTPError) { reply.resume(returning: .failure(error)) }
}
