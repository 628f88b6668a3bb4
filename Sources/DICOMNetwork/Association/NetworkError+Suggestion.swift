extension NetworkError {
    /// One sentence for the person who reads the log.
    public var suggestion: String {
        switch self {
        case .cannotConnect: "Check host and port of the peer, that it runs, and the firewall between."
        case .cannotListen(_, let port, _): "Choose another port than \(port), or stop what uses it."
        case .timedOut(.connection): "Check host and port of the peer, and the firewall between."
        case .timedOut: "Check that the peer is well: it was connected but said nothing in time."
        case .rejected(.calledTitleNotRecognized): "Correct the AE title that the peer is called by."
        case .rejected(.callingTitleNotRecognized): "Have this system's AE title and host entered at the peer."
        case .rejected(let reject) where reject.isTransient: "Nothing: it is tried again later."
        case .rejected: "Have the peer's DICOM configuration checked."
        case .aborted, .released, .closed: "Look for the reason in the log of the peer if it goes on."
        case .badPDU(let error): error.suggestion
        case .unexpectedPDU: "Have the peer checked: it does not speak DICOM as the standard says (PS3.8)."
        case .message(let error): error.suggestion
        case .tls(let error): error.suggestion
        case .tlsHandshake:
            "Check that both sides use TLS, and that each knows the authority of the other's certificate."
        case .noContext: "Have this kind of object allowed at the peer."
        case .refused(let service, let status, _): status.suggestion(in: service)
        case .unexpectedMessage: "Have the peer checked: it does not speak DICOM as the standard says (PS3.7)."
        case .unreadableFilm: "Check the film's file, then send it again."
        case .cancelled: "Nothing: it was stopped on purpose."
        }
    }
}

extension NetworkError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotConnect(let host, let port, let reason): "cannot connect to \(host.printable):\(port): \(reason)"
        case .cannotListen(let host, let port, let reason): "cannot listen on \(host.printable):\(port): \(reason)"
        case .timedOut(let wait): "waited too long for \(wait.rawValue)"
        case .rejected(let reject): "association rejected (\(reject))"
        case .aborted(let abort): "aborted by the peer (\(abort))"
        case .released: "released by the peer"
        case .closed: "connection closed without a word"
        case .badPDU(let error): "no DICOM: \(error)"
        case .unexpectedPDU: "a PDU where it does not belong"
        case .message(let error): "\(error)"
        case .tls(let error): "\(error)"
        case .tlsHandshake(let reason): "TLS handshake failed: \(reason)"
        case .noContext(let name): "the peer does not take \(name.printable)"
        // The peer's own comment may name a patient: it is no part of what is logged.
        case .refused(let service, let status, _):
            "\(service.rawValue) answered with \(status.hexadecimal): \(status.words(in: service))"
        case .unexpectedMessage(let what): "unexpected message: \(what)"
        case .unreadableFilm: "a film to be sent cannot be read"
        case .cancelled: "stopped"
        }
    }
}

extension String {
    /// As it may stand in a log: what a terminal could take for a command is replaced.
    var printable: String {
        String(String.UnicodeScalarView(unicodeScalars.map { (0x20...0x7E).contains($0.value) ? $0 : "?" }))
    }
}
