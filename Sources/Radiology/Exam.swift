/// One image of one patient: the unit that is queued, read and shown. One exam = one SOP Instance.
public struct Exam: Sendable, Equatable, Codable {
    public var uid: SOPInstanceUID
    public var patient: Patient
    public var study: StudyInstanceUID?
    public var series: SeriesInstanceUID?
    /// Local time of the modality, `YYYY-MM-DD HH:MM:SS` (SeriesDate/SeriesTime and its fall-backs).
    public var created: String
    /// ProtocolName, or what stands in for it: BodyPartExamined, then SeriesDescription. Never StudyDescription: it can
    /// hold the diagnosis, which a reader must not be told.
    public var protocolName: String
    public var region: BodyRegion?
    public var projection: Projection?
    /// DICOM Modality, e.g. `CR`.
    public var modality: String
    public var facts: FilmFacts

    public init(
        uid: SOPInstanceUID, patient: Patient, study: StudyInstanceUID? = nil, series: SeriesInstanceUID? = nil,
        created: String, protocolName: String = "", region: BodyRegion? = nil, projection: Projection? = nil,
        modality: String, facts: FilmFacts = FilmFacts()
    ) {
        self.uid = uid
        self.patient = patient
        self.study = study
        self.series = series
        self.created = created
        self.protocolName = protocolName
        self.region = region
        self.projection = projection
        self.modality = modality
        self.facts = facts
    }
}

/// What the film itself says beside the predecessor's columns; every field may be unknown.
public struct FilmFacts: Sendable, Equatable, Codable {
    /// Local time of exposure, `YYYY-MM-DD HH:MM:SS`, or only `YYYY-MM-DD` when no time belongs to the day
    /// (AcquisitionDateTime, AcquisitionDate, ContentDate, SeriesDate, StudyDate: the first not before birth).
    public var exposed: String?
    /// Completed days from birth to exposure; from PatientAge (0010,1010), so about, when a date is missing.
    public var ageInDays: Int?
    /// AccessionNumber (0008,0050): the order that the film was made for, as the hospital numbers it.
    public var accession: String?
    public var bodyPart: String?
    public var viewPosition: String?
    public var laterality: String?
    public var manufacturer: String?
    public var device: String?
    public var photometric: String?
    public var transferSyntax: String?
    public var rows: Int?
    public var columns: Int?
    public var bitsStored: Int?
    /// Number of Frames (0028,0008).
    public var frames: Int?
    /// The frame that is drawn and read, counted from 1; `nil` when there is only one.
    public var frame: Int?
    /// Overlay planes that were found in the film; `nil` when nobody looked, or it was never drawn.
    public var overlays: Int?
    /// BurnedInAnnotation (0028,0301) as a truth value.
    public var burnedInAnnotation: Bool?
    /// Pixel Spacing (0028,0030) in millimetres, as the standard orders it: between rows (downwards), between columns
    /// (across). `nil` when absent or not positive.
    public var pixelSpacing: [Double]?
    /// Imager Pixel Spacing (0018,1164), else Nominal Scanned Pixel Spacing (0018,2010): the same at the detector or on
    /// the film that was scanned.
    public var imagerSpacing: [Double]?
    /// Pixel Spacing Calibration Type (0028,0A02) says how `pixelSpacing` was calibrated.
    public var isCalibrated: Bool?
    /// Pixel Aspect Ratio (0028,0034): height and width of a pixel, each at least 1; `nil` when absent or nonsense.
    public var pixelAspectRatio: [Int]?
    /// For slices of CT and MR.
    public var slice: SliceFacts?
    /// Why a picture that is no radiograph is kept and shown, but not read: a sentence.
    public var whyNotRead: String?

    public init() {}
}

/// The part of the body a film shows; the raw value is the region key of the settings and the database.
public struct BodyRegion: RawRepresentable, Hashable, Sendable, Codable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// What every mammogram shows, whatever its protocol is called.
    public static let breast = BodyRegion(rawValue: "breast")

    /// The key as words: `lower_limb` is "lower limb".
    public var words: String { rawValue.split(separator: "_").joined(separator: " ") }
}

/// How the beam went through the patient, as far as it is named.
public enum Projection: String, Sendable, Codable, CaseIterable { case frontal, lateral, oblique }
