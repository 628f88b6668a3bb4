import DICOMNetwork
import Store

/// What the network's errors mean for a person and for the services.
package enum NetworkWords {
    /// One sentence without patient data.
    package static func sentence(for error: any Error) -> String {
        switch error {
        case let error as NetworkError: "\(capitalised("\(error)")). \(error.suggestion)"
        case let error as MessageError: error.suggestion
        case let error as TLSProfileError: error.suggestion
        default: Workstation.sentence(for: error)
        }
    }

    /// Why nothing at all can be had from a peer now; `nil` when it is this one request that failed.
    static func absence(_ error: any Error) -> String? {
        switch error {
        case NetworkError.cannotConnect, NetworkError.timedOut(.connection), NetworkError.timedOut(.association),
            NetworkError.rejected, NetworkError.tls, NetworkError.tlsHandshake, NetworkError.noContext:
            sentence(for: error)
        default: nil
        }
    }

    /// Whose failure it is that a study could not be fetched.
    package static func fault(_ error: any Error) -> RetrievalFault {
        if let problem = absence(error) { return .archiveIsAway(problem) }
        let problem = sentence(for: error)
        switch error {
        // Nobody's films can be sent to us before somebody enters us there.
        case NetworkError.refused(_, .moveDestinationUnknown, _): return .archiveIsAway(problem)
        case NetworkError.refused(_, let status, _) where status.isTroubleOfArchive: return .ofArchive(problem)
        case NetworkError.aborted, NetworkError.closed, NetworkError.released, NetworkError.timedOut,
            NetworkError.badPDU, NetworkError.unexpectedPDU, NetworkError.cannotListen, NetworkError.cancelled:
            return .ofArchive(problem)
        default: return .ofStudy(problem)
        }
    }

    /// How a command ends that depends on the peer.
    static func ending(_ error: any Error, _ what: String) -> any Error {
        guard let error = error as? NetworkError else { return error }
        switch error {
        case .tls, .cannotListen:
            return WorkstationError(.badSettings, "\(what): \(error).", suggestion: error.suggestion)
        default:
            return WorkstationError(.serviceUnreachable, "\(what): \(error).", suggestion: error.suggestion)
        }
    }

    private static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
