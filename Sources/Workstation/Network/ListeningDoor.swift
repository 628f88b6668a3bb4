import DICOMNetwork
import Foundation
import Logging
import NIOPosix
import Store

/// Our listener while it is open.
struct ListeningDoor: Sendable {
    private let listener: Listener
    private let name: String
    /// The workspace, when the door was opened for one command.
    private let hold: WorkspaceHold?

    fileprivate init(_ listener: Listener, _ name: String, _ hold: WorkspaceHold?) {
        (self.listener, self.name, self.hold) = (listener, name, hold)
    }

    /// `XRAYVISION@0.0.0.0:4010`
    var address: String { "\(name):\(port)" }
    var port: Int { listener.boundPort }
    /// Callers that are connected now, and all since the start.
    var associations: (open: Int, total: Int) { listener.associations }

    /// Serves callers until it is closed.
    func serve() async { await listener.serve() }

    /// Takes no more calls; films under way have a few seconds to be complete.
    func close() async { await listener.close(within: .seconds(4)) }

    /// Serves callers while `work` is done.
    func open<Value: Sendable>(while work: () async throws -> Value) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await serve() }
            do {
                let value = try await work()
                await close()
                return value
            } catch {
                await close()
                throw error
            }
        }
    }
}

extension Workstation {
    /// Opens the listener of the settings.
    /// - Throws: `.badSettings` when the port is taken, or TLS cannot be used.
    func openDoor(_ intake: NetworkIntake, holding hold: WorkspaceHold? = nil) async throws -> ListeningDoor {
        let configuration = try listenerConfiguration()
        do throws(NetworkError) {
            let listener = try await Listener.bind(
                configuration, receiver: intake.receiver(), group: MultiThreadedEventLoopGroup.singleton, logger: log)
            return ListeningDoor(listener, "\(settings.dicom.aeTitle)@\(settings.dicom.bind)", hold)
        } catch {
            throw WorkstationError(
                .badSettings, "Films cannot be taken from the network: \(error).",
                suggestion: "\(error.suggestion) AE_PORT, BIND and LISTEN are in [dicom].")
        }
    }

    /// For a C-MOVE to ourselves while no daemon listens: the workspace is held meanwhile.
    /// - Returns: `nil` while a daemon is at work here: the films come to it.
    func doorUnlessDaemonListens(_ intake: NetworkIntake) async throws -> ListeningDoor? {
        guard let hold = try freeWorkspace() else { return nil }
        return try await openDoor(intake, holding: hold)
    }

    private func listenerConfiguration() throws -> ListenerConfiguration {
        let dicom = settings.dicom
        guard let title = AETitle(rawValue: dicom.aeTitle) else {
            throw WorkstationError(.badSettings, "AE_TITLE is no AE title.", suggestion: "Correct it in [dicom].")
        }
        var configuration = ListenerConfiguration(title: title, host: dicom.bind, port: dicom.port)
        configuration.takesAnyCalledTitle = dicom.acceptsAnyCalledTitle
        configuration.allowedPeers = dicom.allowedAE.isEmpty ? nil : dicom.allowedAE.compactMap(Self.allowed)
        configuration.maxAssociations = dicom.maxAssociations
        configuration.maxPDU = dicom.maxPDU
        configuration.storageClasses = storageClasses
        configuration.deadlines.artim = dicom.timeouts.artim
        configuration.deadlines.idle = dicom.timeouts.idle
        configuration.deadlines.dimse = dicom.timeouts.idle
        configuration.deadlines.total = dicom.timeouts.association
        if dicom.tls.certificate != nil { configuration.tls = try tlsProfile() }
        return configuration
    }

    /// `AE` or `AE@address`.
    private static func allowed(_ text: String) -> ListenerConfiguration.AllowedPeer? {
        let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
        return AETitle(rawValue: parts.first ?? "").map {
            ListenerConfiguration.AllowedPeer(title: $0, host: parts.count > 1 ? parts[1] : nil)
        }
    }
}
