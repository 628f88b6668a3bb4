/// Mail goes the way of every other request: one thread, deadlines, an end at once when the task is cancelled.
extension HTTPClient {
    /// Hands one mail to a mail server and waits for its last word (RFC 5321). One recipient that is refused refuses the
    /// mail for all: whoever wants each to get it alone sends one mail each.
    /// - Throws: when there was no answer. `.malformed(.request)` when an address or the message could carry a second
    ///   command; `.tls` when the way cannot be secured as asked.
    public func send(_ mail: MailRequest) async throws(HTTPError) -> MailReply {
        if let fault = mail.fault { throw fault }
        let response = try await exchange(.mail(mail))
        return MailReply(status: response.status, milliseconds: response.milliseconds)
    }
}
