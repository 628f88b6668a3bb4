import CCurl
import Foundation

/// Drives all transfers of one client. Every handle is made, used and freed on the thread that calls `run()`.
final class CurlLoop {
    private struct Transfer {
        let exchange: HTTPExchange
        let headers: UnsafeMutablePointer<curl_slist>?
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
            var running: Int32 = 0
            _ = curl_multi_perform(multi, &running)
            finish(multi)
            endSilent(multi)
            wait(multi)
        }
        for handle in Array(transfers.keys) { end(handle, multi) { $0.fail(.cancelled) } }
        if let multi { _ = curl_multi_cleanup(multi) }
    }

    private func obey(_ command: HTTPInbox.Command, _ multi: UnsafeMutableRawPointer?) {
        switch command {
        case .start(let id, let request, let reply):
            let exchange = HTTPExchange(id: id, request: request, reply: reply)
            guard let multi, let handle = curl_easy_init() else { return exchange.fail(.connectionLost) }
            let headers = configure(handle, exchange)
            guard curl_multi_add_handle(multi, handle) == CURLM_OK else {
                curl_easy_cleanup(handle)
                curl_slist_free_all(headers)
                return exchange.fail(.connectionLost)
            }
            transfers[handle] = Transfer(exchange: exchange, headers: headers)
        case .cancel(let id):
            guard let handle = transfers.first(where: { $0.value.exchange.id == id })?.key else { return }
            end(handle, multi) { $0.fail(.cancelled) }
        }
    }

    private func finish(_ multi: UnsafeMutableRawPointer) {
        var code = CURLE_OK
        while let handle = xrv_curl_multi_finished(multi, &code) {
            var (status, microseconds) = (0, curl_off_t(0))
            _ = xrv_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
            _ = xrv_curl_get_offset(handle, CURLINFO_TOTAL_TIME_T, &microseconds)
            var error = code == CURLE_OK ? nil : self.error(code, handle)
            if error == nil, transfers[handle]?.exchange.isHeadComplete == false { error = .connectionLost }
            end(handle, multi) { exchange in
                if let error { return exchange.fail(error) }
                exchange.succeed(status: status, milliseconds: Int(microseconds / 1000))
            }
        }
    }

    private func endSilent(_ multi: UnsafeMutableRawPointer) {
        let now = ContinuousClock.now
        for (handle, transfer) in transfers where transfer.exchange.isSilent(at: now) {
            end(handle, multi) { $0.fail(.timedOut(.receiving)) }
        }
    }

    private func end(
        _ handle: UnsafeMutableRawPointer, _ multi: UnsafeMutableRawPointer?, _ tell: (HTTPExchange) -> Void
    ) {
        guard let transfer = transfers.removeValue(forKey: handle) else { return }
        if let multi { _ = curl_multi_remove_handle(multi, handle) }
        curl_easy_cleanup(handle)
        curl_slist_free_all(transfer.headers)
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
    /// Sets every option; the list of header lines must live as long as the handle.
    private func configure(
        _ handle: UnsafeMutableRawPointer, _ exchange: HTTPExchange
    ) -> UnsafeMutablePointer<curl_slist>? {
        let request = exchange.request
        _ = xrv_curl_set_text(handle, CURLOPT_URL, request.url)
        _ = xrv_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = xrv_curl_set_text(handle, CURLOPT_PROXY, "")
        _ = xrv_curl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0)
        _ = xrv_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        _ = xrv_curl_set_long(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
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
        configureBody(handle, request, context)
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

    private func configureBody(
        _ handle: UnsafeMutableRawPointer, _ request: HTTPRequest, _ context: UnsafeMutableRawPointer
    ) {
        switch request.method {
        case "GET" where request.body.isEmpty: return
        case "HEAD": _ = xrv_curl_set_long(handle, CURLOPT_NOBODY, 1)
        default:
            _ = xrv_curl_set_long(handle, CURLOPT_POST, 1)
            _ = xrv_curl_set_text(handle, CURLOPT_CUSTOMREQUEST, request.method)
            _ = xrv_curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
            _ = xrv_curl_set_bytes(handle, CURLOPT_READFUNCTION, Self.read)
            _ = xrv_curl_set_pointer(handle, CURLOPT_READDATA, context)
            _ = xrv_curl_set_seek(handle, Self.seek)
            _ = xrv_curl_set_pointer(handle, CURLOPT_SEEKDATA, context)
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

    /// A kept connection that turns out dead makes libcurl send the body again.
    private static let seek: xrv_curl_seek = { context, offset, origin in
        guard let context, origin == 0 else { return CURL_SEEKFUNC_FAIL }
        let exchange = Unmanaged<HTTPExchange>.fromOpaque(context).takeUnretainedValue()
        guard (0...curl_off_t(exchange.request.body.count)).contains(offset) else { return CURL_SEEKFUNC_FAIL }
        exchange.sent = Int(offset)
        return CURL_SEEKFUNC_OK
    }

    private func isConnected(_ handle: UnsafeMutableRawPointer) -> Bool {
        var microseconds = curl_off_t(0)
        _ = xrv_curl_get_offset(handle, CURLINFO_PRETRANSFER_TIME_T, &microseconds)
        return microseconds > 0
    }

    private func error(_ code: CURLcode, _ handle: UnsafeMutableRawPointer) -> HTTPError {
        guard let exchange = transfers[handle]?.exchange else { return .cancelled }
        if exchange.isOverLimit || code == CURLE_FILESIZE_EXCEEDED {
            return .bodyTooLarge(limit: exchange.request.maxBody)
        }
        if exchange.isHeadTooLong { return .malformed(.reply) }
        switch code {
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

extension Duration {
    /// At least 1: libcurl takes 0 for "no limit".
    fileprivate var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        let milliseconds = seconds.multipliedReportingOverflow(by: 1000)
        guard seconds >= 0, !milliseconds.overflow, milliseconds.partialValue < Int64(Int32.max) else {
            return seconds < 0 ? 1 : Int(Int32.max)
        }
        return max(1, Int(milliseconds.partialValue + attoseconds / 1_000_000_000_000_000))
    }
}
