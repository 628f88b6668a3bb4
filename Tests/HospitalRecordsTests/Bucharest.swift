import Foundation
import HospitalRecords
import Radiology

/// The words of these tests: a hospital in Bucharest and its films.
enum Bucharest {
    static let zone = TimeZone(identifier: "Europe/Bucharest") ?? .gmt
    static let cnp = "1800101221144"

    static func server(
        _ dialect: RecordServer.Dialect = .r4, base: String = "http://127.0.0.1:1", system: String = ""
    ) -> RecordServer {
        RecordServer(
            dialect: dialect, base: base, authorization: .basic(user: "hipocrate", password: "test"),
            timeout: .seconds(20), identifierSystem: system, zone: zone)
    }

    /// A chest film of a man of 1980, of the second of March 2026 at ten.
    static func film(
        patient: String = cnp, name: String = "POPESCU^ION", born: String? = "1980-01-01", sex: Sex? = .male,
        issuer: String? = nil, accession: String? = nil, study: String? = nil, at time: String = "2026-03-02 10:00:00",
        region: String? = "chest", modality: String = "CR", known: RememberedRequest? = nil
    ) throws -> FilmInQuestion {
        guard let exposed = RecordTime(time) else { throw NoTime() }
        return FilmInQuestion(
            patientID: patient, issuer: issuer, name: name, birthDate: born.flatMap { CalendarDay($0) }, sex: sex,
            accessionNumber: accession, study: study.flatMap { StudyInstanceUID(rawValue: $0) }, exposed: exposed,
            modality: modality, region: region.map { BodyRegion(rawValue: $0) }, knownRequest: known)
    }

    struct NoTime: Error {}
}
