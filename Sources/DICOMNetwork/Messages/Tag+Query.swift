import DICOM

/// Attributes that only queries and retrievals have. Standard: PS3.4 §C.6, PS3.7 §9.3.
extension Tag {
    static let instanceAvailability = Tag(0x0008, 0x0056)
    static let failedSOPInstanceUIDList = Tag(0x0008, 0x0058)
    static let sopClassesInStudy = Tag(0x0008, 0x0062)
    static let numberOfPatientRelatedStudies = Tag(0x0020, 0x1200)
    static let numberOfPatientRelatedSeries = Tag(0x0020, 0x1202)
    static let numberOfPatientRelatedInstances = Tag(0x0020, 0x1204)
    static let numberOfStudyRelatedSeries = Tag(0x0020, 0x1206)
    static let numberOfStudyRelatedInstances = Tag(0x0020, 0x1208)
    static let numberOfSeriesRelatedInstances = Tag(0x0020, 0x1209)
}
