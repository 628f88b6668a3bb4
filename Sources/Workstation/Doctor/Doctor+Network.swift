import DICOMNetwork
import Foundation
import Logging
import NIOPosix

/// Certificates, and the archive, if one is named. Opens no port.
extension Doctor {
    func network(_ loaded: LoadedSettings) async -> [Finding] {
        let dicom = loaded.settings.dicom
        var found: [Finding] = []
        var tls: TLSProfile?
        if dicom.tls.certificate != nil || dicom.query.usesTLS {
            do throws(WorkstationError) {
                let profile = try dicom.tlsProfile()
                if let fault = profile.fault(at: Date()) {
                    found.append(.problem("tls", .badSettings, "Our certificate: \(fault).", fault.suggestion))
                } else {
                    found.append(.ok("tls", "the certificates of [dicom] can be used"))
                }
                tls = profile
            } catch {
                found.append(.problem("tls", .badSettings, error.message, error.suggestion))
            }
        }
        if loaded.isArchiveAsked { found.append(await archive(dicom, dicom.query.usesTLS ? tls : nil)) }
        return found
    }

    private func archive(_ dicom: DICOMSettings, _ tls: TLSProfile?) async -> Finding {
        let remote = RemoteAE(title: dicom.remoteAETitle, host: dicom.remoteHost, port: dicom.remotePort)
        guard let ours = AETitle(rawValue: dicom.aeTitle), let theirs = AETitle(rawValue: remote.title) else {
            return .problem("archive", .badSettings, "An AE title is not one.", "Correct it in [dicom].")
        }
        let peer = Peer(
            PeerAddress(title: theirs, host: remote.host, port: remote.port, tls: tls), as: ours,
            deadlines: Deadlines(connect: patience, association: patience, dimse: patience, total: patience * 4),
            group: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "doctor") { _ in SwiftLogNoOpLogHandler() })
        do throws(NetworkError) {
            try await peer.echo()
            return .ok("archive", "\(remote) answers")
        } catch {
            return .warning("archive", "\(remote) does not answer: \(error).", error.suggestion)
        }
    }
}
