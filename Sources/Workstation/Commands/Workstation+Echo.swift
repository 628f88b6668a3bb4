import DICOMNetwork
import Foundation

extension Workstation {
    /// Asks a peer whether it is there (C-ECHO).
    /// - Parameters:
    ///   - address: `AE@host:port`; `nil` is the archive of the settings.
    ///   - usesTLS: `nil` as the settings say for the archive.
    /// - Throws: `.serviceUnreachable` when it does not answer.
    public func echo(_ address: String?, usesTLS: Bool?) async throws {
        let remote = try address.map(Self.remote) ?? archiveAddress
        let start = ContinuousClock.now
        do {
            try await caller(remote, usesTLS: usesTLS ?? (address == nil && settings.dicom.query.usesTLS)).echo()
        } catch {
            throw NetworkWords.ending(error, "\(remote) does not answer")
        }
        let taken = (ContinuousClock.now - start).components
        let milliseconds = Int(taken.seconds) * 1000 + Int(taken.attoseconds / 1_000_000_000_000_000)
        if console.wantsJSON {
            try console.answer(json: EchoAnswer(peer: "\(remote)", milliseconds: milliseconds))
        } else {
            console.answer("\(remote) answers (\(milliseconds) ms).")
        }
    }

    private struct EchoAnswer: Encodable {
        let peer: String
        let milliseconds: Int
    }

    /// - Throws: `.usage` for a text that is no address.
    static func remote(_ text: String) throws -> RemoteAE {
        guard let remote = RemoteAE(text) else {
            throw WorkstationError(
                .usage, "\(text.prefix(80)) is no address of an application.",
                suggestion: "Write AE@host:port, for example PACS@10.0.0.5:104.")
        }
        return remote
    }

    /// The archive of the settings.
    var archiveAddress: RemoteAE {
        let dicom = settings.dicom
        return RemoteAE(title: dicom.remoteAETitle, host: dicom.remoteHost, port: dicom.remotePort)
    }
}
