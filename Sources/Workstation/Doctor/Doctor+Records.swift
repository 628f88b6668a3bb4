import Foundation
import HTTPClient
import HospitalRecords

/// The hospital's record server, if it is asked.
extension Doctor {
    func records(_ loaded: LoadedSettings) async -> [Finding] {
        guard loaded.settings.processing.enableHIS else { return [] }
        let fhir = loaded.settings.fhir
        do throws(WorkstationError) {
            var server = fhir.server(zone: .current, authorities: try fhir.authorityBytes())
            server.timeout = min(server.timeout, patience)
            let client = FHIRClient(
                server: server, client: HTTPClient(), programVersion: "xrayvision/\(Workstation.version)")
            do throws(RecordError) {
                let version = try await client.alive()
                return [.ok("records", "\(fhir.shownURL) answers" + (version.map { ", FHIR \($0)" } ?? ""))]
            } catch {
                return [
                    .warning(
                        "records", "\(fhir.shownURL) cannot be asked now; films are read without it.",
                        error.suggestion)
                ]
            }
        } catch {
            return [.problem("records", .badSettings, error.message, error.suggestion)]
        }
    }
}
