import Radiology

/// What is known of a film whose report the hospital may have.
public struct FilmInQuestion: Sendable, Equatable {
    /// PatientID (0010,0020), normally the Romanian CNP; empty when unknown.
    public var patientID: String
    /// IssuerOfPatientID (0010,0021); `nil` when the film names none.
    public var issuer: String?
    /// DICOM person name with `^` kept; empty when unknown.
    public var name: String
    public var birthDate: CalendarDay?
    public var sex: Sex?
    /// AccessionNumber (0008,0050); `nil` when unknown. Decides alone.
    public var accessionNumber: String?
    /// Decides alone.
    public var study: StudyInstanceUID?
    /// When the film was made, local to the modality.
    public var exposed: RecordTime
    /// DICOM Modality, e.g. `CR`.
    public var modality: String
    public var region: BodyRegion?
    /// Regions of other films of its study: what names the study and no region could be theirs.
    public var otherRegions: Set<BodyRegion> = []
    /// The hospital's request that was found before: it is matched anew, and not searched for.
    public var knownRequest: RememberedRequest?

    public init(
        patientID: String, issuer: String? = nil, name: String = "", birthDate: CalendarDay? = nil, sex: Sex? = nil,
        accessionNumber: String? = nil, study: StudyInstanceUID? = nil, exposed: RecordTime, modality: String = "CR",
        region: BodyRegion? = nil, knownRequest: RememberedRequest? = nil
    ) {
        self.patientID = patientID
        self.issuer = issuer
        self.name = name
        self.birthDate = birthDate
        self.sex = sex
        self.accessionNumber = accessionNumber
        self.study = study
        self.exposed = exposed
        self.modality = modality
        self.region = region
        self.knownRequest = knownRequest
    }

    /// What the database knows of an exam; `nil` when its time cannot be read.
    /// - Parameter patientID: of the film; a key of our own for a patient without one finds nobody.
    public init?(
        exam: Exam, patientID: String, issuer: String? = nil, accessionNumber: String? = nil,
        knownRequest: RememberedRequest? = nil
    ) {
        guard let exposed = RecordTime(exam.created) else { return nil }
        self.init(
            patientID: patientID, issuer: issuer, name: exam.patient.name, birthDate: exam.patient.birthDate,
            sex: exam.patient.sex, accessionNumber: accessionNumber, study: exam.study, exposed: exposed,
            modality: exam.modality, region: exam.region, knownRequest: knownRequest)
    }

    /// The accession number without blanks; `nil` when there is nothing in it.
    var accession: String? { accessionNumber.flatMap { $0.trimmed.nonEmpty } }

    /// What the film says, else what a personal number says.
    var born: CalendarDay? { birthDate ?? CNP(patientID.trimmed, aliveOn: exposed.day)?.birthDate }

    var type: ExamType { ExamType(modality: modality) }
}

/// A film in question is about a person: it does not print itself.
extension FilmInQuestion: CustomStringConvertible, CustomReflectable {
    public var description: String { "FilmInQuestion(…)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A hospital's order that was found for a film, and where: on another server its id is somebody else's.
public struct RememberedRequest: Sendable, Equatable, Codable {
    /// `RecordServer.identity`.
    public var server: String
    public var id: String
    /// What came with the last answer about it.
    public var validator: Validator?

    public init(server: String, id: String, validator: Validator? = nil) {
        (self.server, self.id, self.validator) = (server, id, validator)
    }
}

/// What a server gave with an answer, so that the same answer need not come twice. RFC 9110 §8.8.
public struct Validator: Sendable, Equatable, Codable {
    /// `ETag`, as it came, quotes included.
    public var etag: String?
    /// `Last-Modified`, as it came.
    public var modified: String?

    /// `nil` when there is neither.
    public init?(etag: String?, modified: String?) {
        func usable(_ text: String?) -> String? {
            guard let text, (1...256).contains(text.utf8.count), text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
            else { return nil }
            return text
        }
        self.etag = usable(etag)
        self.modified = usable(modified)
        if self.etag == nil, self.modified == nil { return nil }
    }
}
