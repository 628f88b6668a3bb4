import DICOMNetwork
import Foundation

extension DICOMSettings {
    /// The certificates of the settings, read and matched.
    /// - Throws: `.badSettings` when a file cannot be read, or what is in them does not belong together.
    func tlsProfile() throws(WorkstationError) -> TLSProfile {
        var material = TLSProfile.Material()
        material.certificateChain = try Self.pem(tls.certificate, "TLS_CERT")
        material.key = try Self.pem(tls.key, "TLS_KEY")
        material.authorities = try Self.pem(tls.authorities, "TLS_CA")
        material.checksHost = tls.checksHost
        do throws(TLSProfileError) {
            return try TLSProfile(material)
        } catch {
            throw WorkstationError(.badSettings, "TLS cannot be used: \(error).", suggestion: error.suggestion)
        }
    }

    private static func pem(_ file: URL?, _ key: String) throws(WorkstationError) -> [UInt8] {
        guard let file else { return [] }
        do throws(FileBytes.Failure) {
            return try FileBytes.read(file.resolvingSymlinksInPath().path, limit: 1 << 20).bytes
        } catch {
            throw WorkstationError(
                .badSettings, "[dicom] \(key) cannot be read: \(error.words).",
                suggestion: "Name a PEM file that this user may read.")
        }
    }
}
