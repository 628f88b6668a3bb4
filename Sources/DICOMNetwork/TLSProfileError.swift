/// Why a TLS profile cannot be used. No case carries a key or a byte of one.
public enum TLSProfileError: Error, Equatable, Sendable {
    public enum Part: String, Sendable {
        case certificate, key, authorities
    }

    /// The bytes are no PEM of what they should be, or the key's passphrase is wrong.
    case unreadable(Part)
    /// A certificate without its key, or a key without its certificate; a listener needs both.
    case missing(Part)
    /// The key belongs to another certificate than the first of the chain.
    case keyDoesNotFit
    /// A certificate of our own chain is past its day (`day` as 2026-01-31, UTC).
    case expired(day: String)
    /// A certificate of our own chain is not valid before that day.
    case notYetValid(day: String)
    /// No certificate could name a host of this form.
    case badHost(String)
    /// The library refused the configuration for another reason.
    case refused(reason: String)

    public enum Recovery: Sendable, Equatable { case tellOperator }

    public var recovery: Recovery { .tellOperator }

    /// One sentence for the person who reads the log.
    public var suggestion: String {
        switch self {
        case .unreadable(.key): "Give the private key as PEM (PKCS #8 or PKCS #1), and its passphrase if it has one."
        case .unreadable(let part):
            "Give the \(part.rawValue) as PEM: text between BEGIN CERTIFICATE and END CERTIFICATE."
        case .missing(let part): "Set the \(part.rawValue) too: certificate and key belong together."
        case .keyDoesNotFit: "Put the certificate of this key first in the chain, or set the key that it was made for."
        case .expired: "Renew this system's certificate and restart."
        case .notYetValid: "Check the clock of this computer, or wait for the certificate's first day."
        case .badHost: "Correct the peer's host in the settings."
        case .refused: "Check certificate, key and authorities of TLS in the settings."
        }
    }
}

extension TLSProfileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let part): "unreadable TLS \(part.rawValue)"
        case .missing(let part): "no TLS \(part.rawValue)"
        case .keyDoesNotFit: "the TLS key does not fit the certificate"
        case .expired(let day): "the TLS certificate expired on \(day)"
        case .notYetValid(let day): "the TLS certificate is not valid before \(day)"
        case .badHost: "no certificate can name this host"
        case .refused(let reason): "TLS configuration refused: \(reason)"
        }
    }
}
