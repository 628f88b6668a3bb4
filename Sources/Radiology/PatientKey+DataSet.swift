import DICOM

extension PatientKey {
    /// The key of the patient a data set belongs to.
    ///
    /// - A Patient ID (0010,0020) is the key as it stands, so that rows of older databases are met again.
    /// - With an Issuer of Patient ID (0010,0021), an id that is no valid CNP becomes `ID^^^ISSUER` (the form of HL7
    ///   CX): number 17 of one hospital is not number 17 of another. A CNP is the same person everywhere.
    /// - Without a Patient ID the key is `unknown:` and the study, or the image when there is no study: films of one
    ///   visit stay together, two visits never share a patient.
    public init(dataSet: DataSet, study: StudyInstanceUID?, uid: SOPInstanceUID) {
        guard let id = dataSet.string(.patientID) else {
            self.init(rawValue: Self.unknownPrefix + (study?.rawValue ?? uid.rawValue))
            return
        }
        let issuer = dataSet.string(.issuerOfPatientID) ?? ""
        // An id that only looks like a made-up key must not meet one.
        let needsIssuer = CNP(id) == nil && (!issuer.isEmpty || id.hasPrefix(Self.unknownPrefix))
        self.init(rawValue: needsIssuer ? "\(id)^^^\(issuer)" : id)
    }

    /// Whether the film named no patient.
    public var isUnknown: Bool { rawValue.hasPrefix(Self.unknownPrefix) && !rawValue.contains("^") }

    private static let unknownPrefix = "unknown:"
}
