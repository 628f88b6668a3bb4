/// Who was X-rayed, as far as the film and the hospital say.
public struct Patient: Sendable, Equatable, Codable {
    /// The key of the `patients` table: the DICOM PatientID, or a key of its own when that is empty (`PatientKey`).
    public var key: PatientKey
    /// DICOM person name with `^` kept, e.g. `POPESCU^ION`; empty when unknown.
    public var name: String
    public var sex: Sex?
    /// `YYYY-MM-DD`; `nil` when unknown.
    public var birthDate: CalendarDay?
    /// The hospital's own patient id (FHIR).
    public var hospitalID: String?

    public init(
        key: PatientKey, name: String, sex: Sex? = nil, birthDate: CalendarDay? = nil, hospitalID: String? = nil
    ) {
        self.key = key
        self.name = name
        self.sex = sex
        self.birthDate = birthDate
        self.hospitalID = hospitalID
    }
}

public enum Sex: String, Sendable, Codable, CaseIterable { case male = "M", female = "F", other = "O" }

/// Tells patients apart. Normally the DICOM PatientID; a patient without one never shares a key with another.
public struct PatientKey: RawRepresentable, Hashable, Sendable, Codable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}
