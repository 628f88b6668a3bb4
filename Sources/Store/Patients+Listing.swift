import GRDB
import Radiology

/// A page of the patients' list.
public struct PatientPage: Sendable, Equatable {
    public let patients: [Patient]
    public let total: Int
    /// At least 1.
    public let pages: Int
}

extension ExamIndex {
    /// Patients by name, also those without an exam.
    /// - Parameters:
    ///   - search: part of the name, the number or the hospital id; as in `ExamFilter`.
    ///   - wholeWords: as in `ExamFilter`.
    ///   - page: from 1 on; what is below is the first.
    public func patients(
        search: String? = nil, wholeWords: Bool = false, page: Int = 1, size: Int
    ) throws(StoreError) -> PatientPage {
        let size = min(max(size, 1), Self.largestPage)
        let folded = search.map(SearchText.folded) ?? []
        let before = max(page, 1).multipliedReportingOverflow(by: size)
        let start = before.overflow ? Int.max - size : before.partialValue - size
        let (keys, total) = try current { columns in
            let listed = columns.people.listed
            let marks =
                if folded.isEmpty { listed } else if wholeWords { columns.people.marks(ofWhole: folded) } else {
                    columns.people.marks(containing: folded)
                }
            let total = marks.indices.reduce(0) { $0 + Int(marks[$1] & listed[$1]) }
            var places: [UInt32] = []
            var index = 0
            if start < total {
                columns.people.eachByName { place in
                    if marks[Int(place)] == 0 { return true }
                    if index >= start { places.append(place) }
                    index += 1
                    return places.count < size
                }
            }
            return (places.map(columns.people.key), total)
        }
        let patients = Patients(connection: connection)
        var page: [Patient] = []
        for key in keys { if let patient = try patients.patient(PatientKey(rawValue: key)) { page.append(patient) } }
        return PatientPage(patients: page, total: total, pages: max(1, (total + size - 1) / size))
    }
}

extension Patients {
    /// The exams of exactly this number, newest first.
    public func exams(of key: PatientKey) throws(StoreError) -> [SOPInstanceUID] {
        try connection.read { db in
            try db.all(Self.examsOfPatient, [key.rawValue]).compactMap { row in
                (row[0] as String?).flatMap(SOPInstanceUID.init(rawValue:))
            }
        }
    }

    package static let examsOfPatient = "SELECT uid FROM exams WHERE cnp = ? ORDER BY created DESC, uid"
}
