import Foundation
import GRDB
import Radiology

/// The people who were X-rayed, and what the hospital knows of them beyond their films.
public struct Patients: Sendable {
    let connection: Connection

    /// Films of one patient are asked about together.
    public func patient(_ key: PatientKey) throws(StoreError) -> Patient? {
        try connection.read { db in
            try db.first("SELECT cnp, id, name, birthdate, sex FROM patients WHERE cnp = ?", [key.rawValue]).map {
                row in
                Patient(
                    key: key, name: row[2] ?? "", sex: (row[4] as String?).flatMap(Sex.init(rawValue:)),
                    birthDate: OldColumn.day(row[3]), hospitalID: (row[1] as String?).flatMap { $0.isEmpty ? nil : $0 })
            }
        }
    }

    /// Fills in what is not known yet; what is known stays, also when the hospital says otherwise. That leaves a
    /// `patient_differs` event which names the fields, not their values. An id of `-1` is the predecessor's "unknown".
    /// - Returns: the columns that were filled in: `id name birthdate sex`; empty for a patient who is not here.
    @discardableResult
    public func fill(_ patient: Patient, now: Date) throws(StoreError) -> [String] {
        try connection.write { db in
            let key = patient.key.rawValue
            guard let row = try db.first("SELECT id, name, birthdate, sex FROM patients WHERE cnp = ?", [key]) else {
                return []
            }
            var (filled, differing): ([String], [String]) = ([], [])
            let offers: [(column: String, stored: String?, isUnknown: Bool, offer: String?)] = [
                ("id", row[0], ["", "-1"].contains(row[0] ?? ""), patient.hospitalID),
                ("name", row[1], (row[1] ?? "").isEmpty, patient.name),
                ("birthdate", row[2], OldColumn.day(row[2]) == nil, patient.birthDate?.description),
                ("sex", row[3], (row[3] ?? "O") == "O", patient.sex?.rawValue),
            ]
            for (column, stored, isUnknown, offer) in offers {
                guard let offer, !offer.isEmpty, offer != stored else { continue }
                if !isUnknown {
                    differing.append(column)
                } else {
                    try db.run("UPDATE patients SET \(column) = ? WHERE cnp = ?", [offer, key])
                    filled.append(column)
                }
            }
            if !differing.isEmpty {
                let detail = ["fields": EventValue.text(differing.joined(separator: " ")), "source": .text("hospital")]
                try Events.append("patient_differs", uid: nil, detail: detail, at: now, in: db)
            }
            return filled
        }
    }
}
