import DICOM

/// The two trees that an archive can be asked through. Standard: PS3.4 §C.6.1, §C.6.2.
public enum QueryModel: String, Sendable, CaseIterable {
    case patientRoot
    /// Patients are attributes of their studies.
    case studyRoot

    public var findClass: SOPClass { self == .patientRoot ? .patientRootFind : .studyRootFind }
    public var moveClass: SOPClass { self == .patientRoot ? .patientRootMove : .studyRootMove }
    public var getClass: SOPClass { self == .patientRoot ? .patientRootGet : .studyRootGet }

    /// What nearly every archive has, then the other.
    public static let preferred: [QueryModel] = [.studyRoot, .patientRoot]

    /// From the root down.
    public var levels: [QueryLevel] {
        self == .patientRoot ? [.patient, .study, .series, .image] : [.study, .series, .image]
    }
}

/// What one answer of a query is about: Query/Retrieve Level (0008,0052). Standard: PS3.4 §C.3.1.
public enum QueryLevel: String, Sendable, CaseIterable {
    case patient = "PATIENT"
    case study = "STUDY"
    case series = "SERIES"
    case image = "IMAGE"

    /// The attribute that names one entity of this level. Standard: PS3.4 tables C.6-1 to C.6-5.
    public var uniqueKey: Tag {
        switch self {
        case .patient: .patientID
        case .study: .studyInstanceUID
        case .series: .seriesInstanceUID
        case .image: .sopInstanceUID
        }
    }

    /// What a retrieval is decided by and what pages show: asked for at this level.
    /// Standard: PS3.4 §C.6.1.1 (required and optional keys).
    public var usualReturnKeys: [Tag] {
        switch self {
        case .patient: [.patientID, .patientName, .patientBirthDate, .patientSex, .numberOfPatientRelatedStudies]
        case .study:
            [
                .patientID, .patientName, .patientBirthDate, .patientSex, .studyInstanceUID, .studyDate, .studyTime,
                .studyID, .accessionNumber, .studyDescription, .modalitiesInStudy, .referringPhysicianName,
                .numberOfStudyRelatedSeries, .numberOfStudyRelatedInstances,
            ]
        case .series:
            [
                .seriesInstanceUID, .modality, .seriesNumber, .seriesDescription, .seriesDate, .seriesTime,
                .bodyPartExamined, .numberOfSeriesRelatedInstances,
            ]
        case .image: [.sopInstanceUID, .sopClassUID, .instanceNumber]
        }
    }
}
