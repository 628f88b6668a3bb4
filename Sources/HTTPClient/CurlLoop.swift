import CCurl
import Foundation

/// Drives all transfers of one client. Every handle is made, used and freed on the thread that calls `run()`.
final class CurlLoop {
    private struct Transfer {
        let exchange: HTTPExchange
        /// Header lines, or the recipients of a mail; must live as long as the handle.
        let list: UnsafeMutablePointer<curl_slist>?
    }

    /// libcurl's own start, once in the process; it is thread-safe only when done once.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    private let inbox: HTTPInbox
    private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]

    init(inbox: HTTPInbox) { self.inbox = inbox }

    /// Works until the inbox is closed.
    func run() {
        xrv_curl_block_sigpipe()
        let multi = Self.isReady ? curl_multi_init() : nil
        if let multi { _ = xrv_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 16) }
        while true {
            let (commands, isClosed) = inbox.take()
            commands.forEach { obey($0, multi) }
            if isClosed { break }
            guard let multi else {
                // Without libcurl every request fails; nothing else is left to do.
                wait(nil)
                continue
            }
            perform(multi)
            endOverdue(multi)
            wait(multi)
        }
        // A mail is broken off by its own callback: taken away from libcurl, it would be ended with a dot, half as it is.
        if let multi { perform(multi) }
        for handle in Array(transfers.keys) { end(handle, multi) { $0.fail(.cancelled) } }
        if let multi { _ = curl_multi_cleanup(multi) }
    }

    private func perform(_ multi: UnsafeMutableRawPointer) {
        for transfer in transfers.values { transfer.exchange.watch?.callBegins() }
        var running: Int32 = 0
        _ = curl_multi_perform(multi, &running)
        finish(multi)
    }

    private func obey(_ command: HTTPInbox.Command, _ multi: UnsafeMutableRawPointer?) {
        switch command {
        case .start(let id, let request, let reply):
            let exchange = HTTPExchange(id: id, request: request, inbox: inbox, reply: reply)
            guard let multi, let handle = curl_easy_init() else { return exchange.fail(.connectionLost) }
            let list = configure(handle, exchange)
            guard curl_multi_add_handle(multi, handle) == CURLM_OK else {
                curl_easy_cleanup(handle)
                curl_slist_free_all(list)
                return exchange.fail(.connectionLost)
            }
            transfers[handle] = Transfer(exchange: exchange, list: list)
        case .cancel(let id, let moment):
            transfers.values.first { $0.exchange.id == id }?.exchange.giveUp(at: moment)
            if let multi { endOverdue(multi) }
        }
    }

    private func finish(_ multi: UnsafeMutableRawPointer) {
        var code = CURLE_OK
        while let handle = xrv_curl_multi_finished(multi, &code) {
            var (status, microseconds) = (0, curl_off_t(0))
            _ = xrv_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
            _ = xrv_curl_get_offset(handle, CURLINFO_TOTAL_TIME_T, &microseconds)
            let refusal = refusal(code, status, handle)
            var error = code == CURLE_OK || refusal != nil ? nil : self.error(code, handle)
            if error == nil, transfers[handle]?.exchange.isWhole == false { error = .connectionLost }
            end(handle, multi) { exchange in
                if let error { return exchange.fail(error) }
                exchange.succeed(status: refusal ?? status, milliseconds: Int(microseconds / 1000))
            }
        }
    }

    private func endOverdue(_ multi: UnsafeMutableRawPointer) {
        let now = ContinuousClock.now
        for (handle, transfer) in transfers {
            if transfer.exchange.isSilent(at: now) { end(handle, multi) { $0.fail(.timedOut(.receiving)) } }
            if transfer.exchange.isGivenUp(at: now) { end(handle, multi) { $0.fail(.cancelled) } }
        }
    }

    private func end(
        _ handle: UnsafeMutableRawPointer, _ multi: UnsafeMutableRawPointer?, _ tell: (HTTPExchange) -> Void
    ) {
        guard let transfer = transfers.removeValue(forKey: handle) else { return }
        if let multi { _ = curl_multi_remove_handle(multi, handle) }
        curl_easy_cleanup(handle)
        curl_slist_free_all(transfer.list)
        tell(transfer.exchange)
    }

    /// libcurl shortens the wait by its own timers; ours looks at silent bodies four times a second.
    private func wait(_ multi: UnsafeMutableRawPointer?) {
        let longest: Int32 = transfers.isEmpty ? 10_000 : 250
        guard let multi else { return Thread.sleep(forTimeInterval: 0.005) }
        guard let wake = inbox.wakeDescriptor else {
            _ = curl_multi_poll(multi, nil, 0, 5, nil)
            return
        }
        _ = xrv_curl_multi_poll(multi, wake, longest)
    }
}

extension CurlLoop {
    /// Sets every option; the list that is returned must live as long as the handle.
    private func configure(
        _ handle: UnsafeMutableRawPointer, _ exchange: HTTPExchange
    ) -> UnsafeMutablePointer<curl_slist>? {
        configureWay(handle, exchange)
        return switch exchange.request {
        case .http(let request): configure(handle, request, exchange)
        case .mail(let mail): configure(handle, mail, exchange)
        }
    }

    /// What holds for every protocol.
    private func configureWay(_ handle: UnsafeMutableRawPointer, _ exchange: HTTPExchange) {
        let request = exchange.request
        _ = xrv_curl_set_text(handle, CURLOPT_URL, request.url)
        _ = xrv_curl_set_text(handle, CURLOPT_PROXY, "")
        if !request.authorities.isEmpty {
            _ = request.authorities.withUnsafeBytes { xrv_curl_set_authorities(handle, $0.baseAddress, $0.count) }
        }
        _ = xrv_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        _ = xrv_curl_set_long(handle, CURLOPT_TCP_KEEPALIVE, 1)
        // A name look-up that hangs must not hold the thread when its request is given up.
        _ = xrv_curl_set_long(handle, CURLOPT_QUICK_EXIT, 1)
        _ = xrv_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout.wholeMilliseconds)
        _ = xrv_curl_set_long(handle, CURLOPT_TIMEOUT_MS, request.timeout.wholeMilliseconds)
        _ = xrv_curl_set_offset(handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(max(1, request.maxBody)))
        let context = Unmanaged.passUnretained(exchange).toOpaque()
        _ = xrv_curl_set_bytes(handle, CURLOPT_HEADERFUNCTION, Self.header)
        _ = xrv_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        _ = xrv_curl_set_bytes(handle, CURLOPT_WRITEFUNCTION, Self.write)
        _ = xrv_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
    }

    private func configure(
        _ handle: UnsafeMutableRawPointer, _ request: HTTPRequest, _ exchange: HTTPExchange
    ) -> UnsafeMutablePointer<curl_slist>? {
        _ = xrv_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = xrv_curl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0)
        _ = xrv_curl_set_long(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        configureBody(handle, request, exchange)
        // libcurl asks "Expect: 100-continue" for large bodies, and waits a second for servers that do not know it.
        var headers = curl_slist_append(nil, "Expect:")
        for field in request.headers.fields {
            // A header without a value is written with a semicolon.
            let line = field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
            headers = curl_slist_append(headers, line) ?? headers
        }
        _ = xrv_curl_set_list(handle, CURLOPT_HTTPHEADER, headers)
        return headers
    }

    private func configure(
        _ handle: UnsafeMutableRawPointer, _ mail: MailRequest, _ exchange: HTTPExchange
    ) -> UnsafeMutablePointer<curl_slist>? {
        _ = xrv_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        _ = xrv_curl_set_text(handle, CURLOPT_MAIL_FROM, mail.from)
        let security =
            switch mail.security {
            case .automatic: mail.hasPassword ? CURLUSESSL_ALL : CURLUSESSL_TRY
            case .required: CURLUSESSL_ALL
            case .never: CURLUSESSL_NONE
            }
        _ = xrv_curl_set_long(handle, CURLOPT_USE_SSL, Int(security.rawValue))
        _ = xrv_curl_set_long(handle, CURLOPT_UPLOAD, 1)
        _ = xrv_curl_set_offset(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(mail.message.count))
        setSource(handle, exchange)
        // Said good-bye to while its callback is heard, and not when the client ends.
        _ = xrv_curl_set_long(handle, CURLOPT_FORBID_REUSE, 1)
        _ = xrv_curl_set_long(handle, CURLOPT_NOPROGRESS, 0)
        _ = xrv_curl_set_progress(handle, Self.progress)
        _ = xrv_curl_set_pointer(handle, CURLOPT_XFERINFODATA, Unmanaged.passUnretained(exchange).toOpaque())
        var recipients: UnsafeMutablePointer<curl_slist>?
        for address in mail.to { recipients = curl_slist_append(recipients, address) ?? recipients }
        _ = xrv_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients)
        return recipients
    }

    /// The body is read piece by piece, and again from its beginning when a kept connection turns out dead.
    private func setSource(_ handle: UnsafeMutableRawPointer, _ exchange: HTTPExchange) {
        let context = Unmanaged.passUnretained(exchange).toOpaque()
        _ = xrv_curl_set_bytes(handle, CURLOPT_READFUNCTION, Self.read)
        _ = xrv_curl_set_pointer(handle, CURLOPT_READDATA, context)
        _ = xrv_curl_set_seek(handle, Self.seek)
        _ = xrv_curl_set_pointer(handle, CURLOPT_SEEKDATA, context)
    }

    private func configureBody(
        _ handle: UnsafeMutableRawPointer, _ request: HTTPRequest, _ exchange: HTTPExchange
    ) {
        switch request.method {
        case "GET" where request.body.isEmpty: return
        case "HEAD": _ = xrv_curl_set_long(handle, CURLOPT_NOBODY, 1)
        default:
            _ = xrv_curl_set_long(handle, CURLOPT_POST, 1)
            _ = xrv_curl_set_text(handle, CURLOPT_CUSTOMREQUEST, request.method)
            _ = xrv_curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
            setSource(handle, exchange)
            if request.body.count > 128 << 10 {
                _ = xrv_curl_set_long(handle, CURLOPT_UPLOAD_BUFFERSIZE, 512 << 10)
            }
        }
    }

    private static let header: xrv_curl_bytes = { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let line = UnsafeRawBufferPointer(start: bytes, count: size &* count)
        let exchange = Unmanaged<HTTPExchange>.fromOpaque(context).takeUnretainedValue()
        return exchange.receive(headerLine: line) ? line.count : 0
    }

    private static let write: xrv_curl_bytes = { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let part = UnsafeRawBufferPointer(start: bytes, count: size &* count)
        let exchange = Unmanaged<HTTPExchange>.fromOpaque(context).takeUnretainedValue()
        return exchange.receive(bodyPart: part) ? part.count : 0
    }

    private static let read: xrv_curl_bytes = { room, size, count, context in
        guard let room, let context else { return 0 }
        let exchange = Unmanaged<HTTPExchange>.fromOpaque(context).takeUnretainedValue()
        let length = min(size &* count, exchange.request.body.count - exchange.sent)
        exchange.request.body.withUnsafeBytes { body in
            UnsafeMutableRawBufferPointer(start: room, count: length)
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: body[exchange.sent..<exchange.sent + length]))
        }
        exchange.sent += length
        return length
    }

    private static let progress: xrv_curl_progress = { context, _, _, _, _ in
        guard let context else { return 0 }
        let exchange = Unmanaged<HTTPExchange>.fromOpaque(context).takeUnretainedValue()
        return exchange.watch?.mustEnd(at: .now) == true ? 1 : 0
    }

    /// A kept connection that turns out dead makes libcurl send the body again.
    private static let seek: xrv_curl_seek = { context, offset, origin in
        guard let context, origin == 0 else { return CURL_SEEKFUNC_FAIL }
        let exchange = Unmanaged<HTTPExchange>.fromOpaque(context).takeUnretainedValue()
        guard (0...curl_off_t(exchange.request.body.count)).contains(offset) else { return CURL_SEEKFUNC_FAIL }
        exchange.sent = Int(offset)
        return CURL_SEEKFUNC_OK
    }

    /// A mail server is reached when it can speak; what it says before the mail is part of the conversation.
    private func isConnected(_ handle: UnsafeMutableRawPointer) -> Bool {
        var microseconds = curl_off_t(0)
        var moment = CURLINFO_PRETRANSFER_TIME_T
        if case .mail = transfers[handle]?.exchange.request { moment = CURLINFO_CONNECT_TIME_T }
        _ = xrv_curl_get_offset(handle, moment, &microseconds)
        return microseconds > 0
    }

    /// A mail server that said no: libcurl gives up with an error of its own, but the server's word is there.
    /// - Returns: its reply code; 530 (RFC 4954 §6) when it has no way to log in for whoever has a password.
    private func refusal(_ code: CURLcode, _ status: Int, _ handle: UnsafeMutableRawPointer) -> Int? {
        guard case .mail = transfers[handle]?.exchange.request else { return nil }
        if code == CURLE_LOGIN_DENIED { return (400..<600).contains(status) ? status : 530 }
        let words = [CURLE_SEND_ERROR, CURLE_WEIRD_SERVER_REPLY, CURLE_UPLOAD_FAILED, CURLE_REMOTE_ACCESS_DENIED]
        return words.contains(code) && (400..<600).contains(status) ? status : nil
    }

    private func error(_ code: CURLcode, _ handle: UnsafeMutableRawPointer) -> HTTPError {
        guard let exchange = transfers[handle]?.exchange else { return .cancelled }
        if exchange.isOverLimit || code == CURLE_FILESIZE_EXCEEDED {
            return .bodyTooLarge(limit: exchange.request.maxBody)
        }
        if exchange.isHeadTooLong { return .malformed(.reply) }
        switch code {
        case CURLE_ABORTED_BY_CALLBACK: return .cancelled
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_PROXY:
            return .unreachable(host: exchange.request.host)
        case CURLE_OPERATION_TIMEDOUT:
            return .timedOut(exchange.hasBegun ? .receiving : isConnected(handle) ? .waiting : .connecting)
        case CURLE_UNSUPPORTED_PROTOCOL where isConnected(handle):
            // So libcurl calls an answer without a status line ("HTTP/0.9").
            return .malformed(.reply)
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return .malformed(.address)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2:
            return .malformed(.reply)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED, CURLE_SSL_ENGINE_INITFAILED:
            return .tls(reason: String(cString: curl_easy_strerror(code)))
        default:
            return .connectionLost
        }
    }
}
