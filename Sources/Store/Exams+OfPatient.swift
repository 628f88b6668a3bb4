import GRDB
import Radiology

/// Exams by the number of their patient.
extension Exams {
    package static let ofPatient =
        "WHERE (e.cnp = ?1 OR (e.cnp >= ?1 || '^^^' AND e.cnp < ?1 || '^^_')) " + newestFirst + " LIMIT ?2"

    /// The exams of a patient, newest first; also those under the number with an issuer (`ID^^^ISSUER`). Empty for an
    /// empty number: a film without one belongs to nobody else.
    public func records(
        ofPatient number: String, limit: Int = 1000, _ detail: RecordDetail = .list
    ) throws(StoreError) -> [ExamRecord] {
        if number.isEmpty { return [] }
        return try connection.read { db in try RecordQuery.all(detail, Self.ofPatient, [number, limit], in: db) }
    }
}
