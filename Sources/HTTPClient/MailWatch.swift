/// Ends a mail's conversation where libcurl alone would wait, deaf to everything else: it waits inside one call for the
/// answer to the mail's last line, and again for the answer to QUIT. Its progress callback, about once a second, is all
/// that is heard then. Lives on the client's thread only.
final class MailWatch {
    /// Once the server has the mail, what it says to QUIT is nobody's news.
    static let farewell = Duration.seconds(2)
    private let id: UInt64
    private let grace: Duration
    private let inbox: HTTPInbox
    /// The last reply was 354, "start mail input" (RFC 5321 §4.2): the next one is about the mail itself.
    private var isInMail = false
    private var givenUp: ContinuousClock.Instant?
    /// Within the present call of libcurl: when waiting was first noticed.
    private var waitsSince: ContinuousClock.Instant?

    init(id: UInt64, grace: Duration, inbox: HTTPInbox) { (self.id, self.grace, self.inbox) = (id, grace, inbox) }

    /// libcurl is called anew: it has not been waiting inside.
    func callBegins() { waitsSince = nil }

    func hear(_ line: some Collection<UInt8>) {
        isInMail = line.starts(with: "354".utf8)
        waitsSince = nil
    }

    func giveUp(at now: ContinuousClock.Instant) { givenUp = givenUp ?? now }

    func mustEnd(at now: ContinuousClock.Instant) -> Bool {
        switch inbox.wish(about: id) {
        case .nothing: break
        case .cancel(let moment): giveUp(at: moment)
        case .end: return true
        }
        if let givenUp, now - givenUp >= grace { return true }
        let since = waitsSince ?? now
        waitsSince = since
        return !isInMail && now - since > Self.farewell
    }
}
