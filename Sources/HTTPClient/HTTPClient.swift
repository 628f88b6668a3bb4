import Foundation

/// Sends HTTP requests, and mails, through libcurl, on one thread of its own, over connections that stay open.
///
/// - Redirects are not followed and no proxy of the environment is used: a film goes to the host in the settings only.
/// - The total timeout bounds the body too, and the body has a largest size.
/// - Cancelling the task ends its request at once, or after its grace; a mail's within a second.
///
/// Why libcurl: FoundationNetworking's timeout bounds only silence, so a body that drips holds a film for ever, and it
/// cuts timeouts below one second to zero.
public final class HTTPClient: Sendable {
    private let inbox = HTTPInbox()
    private let ended = DispatchSemaphore(value: 0)

    public init() {
        let (inbox, ended) = (inbox, ended)
        let thread = Thread {
            CurlLoop(inbox: inbox).run()
            ended.signal()
        }
        thread.name = "http-client"
        thread.start()
    }

    deinit { shutdown() }

    /// Sends one request and waits for the whole answer. Any status is an answer.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        if let fault = request.fault { throw fault }
        return try await exchange(.http(request))
    }

    func exchange(_ outgoing: Outgoing) async throws(HTTPError) -> HTTPResponse {
        let id = inbox.nextID()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (reply: HTTPExchange.Reply) in
                guard inbox.put(.start(id, outgoing, reply)) else {
                    return reply.resume(returning: .failure(.cancelled))
                }
                // A cancel that came before the start found nothing to end.
                if Task.isCancelled { _ = inbox.put(.cancel(id, at: .now)) }
            }
        } onCancel: {
            _ = inbox.put(.cancel(id, at: .now))
        }
        return try result.get()
    }

    /// Ends the thread and waits for it. Requests under way fail with `.cancelled`, and so does every later one.
    public func shutdown() {
        inbox.close()
        ended.wait()
        // Whoever asks a second time must not wait for ever.
        ended.signal()
    }
}
