import DICOMNetwork
import Foundation
import Logging
import Web

/// Whether the dashboard can be served at all; asked before anything starts.
extension Workstation {
    /// - Throws: `.badSettings` when the port cannot be had, or the certificate not be used.
    func requireDashboardPort() throws(WorkstationError) {
        let dashboard = settings.dashboard
        if let problem = dashboard.portProblem() {
            throw WorkstationError(
                .badSettings, "The dashboard cannot be served at \(dashboard.bind) port \(dashboard.port): \(problem).",
                suggestion:
                    "End the programme that uses the port, or choose another: DASHBOARD_PORT, BIND and LISTEN are "
                    + "in [dashboard].")
        }
        if let profile = try dashboard.tlsProfile(), let fault = profile.fault(at: clock.now()) {
            log.warning("The dashboard's certificate: \(fault). \(fault.suggestion)")
        }
    }
}

extension DashboardSettings {
    /// Why nobody can listen there now; `nil` when it can be done.
    func portProblem() -> String? { PortProbe.problem(bind: bind, port: port) }

    /// `nil` without a certificate.
    /// - Throws: `.badSettings` for files that cannot be used.
    func tlsProfile() throws(WorkstationError) -> TLSProfile? {
        guard let tlsCertificate, let tlsKey else { return nil }
        var material = TLSProfile.Material()
        material.certificateChain = try Self.bytes(of: tlsCertificate, "TLS_CERT")
        material.key = try Self.bytes(of: tlsKey, "TLS_KEY")
        do {
            return try TLSProfile(material)
        } catch {
            throw WorkstationError(
                .badSettings, "The dashboard cannot use its certificate: \(error).",
                suggestion: "\(error.suggestion) TLS_CERT and TLS_KEY are in [dashboard].")
        }
    }

    private static func bytes(of file: URL, _ key: String) throws(WorkstationError) -> [UInt8] {
        do {
            return try FileBytes.read(file.resolvingSymlinksInPath().path, limit: 1 << 20).bytes
        } catch {
            throw WorkstationError(
                .badSettings, "The dashboard cannot read the file of \(key): \(error.words).",
                suggestion: "Correct \(key) in [dashboard]; the file must be readable for the user who runs this.")
        }
    }
}
