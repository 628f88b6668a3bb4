import DICOM

/// What a peer can be asked to do or to keep. Standard: PS3.4 annexes A, B.5 and C.6, PS3.6 annex A.
public struct SOPClass: Hashable, Sendable {
    public let uid: String

    public init(uid: String) { self.uid = uid }

    /// `Computed Radiography Image Storage`, or the UID when the standard does not name it.
    public var name: String { DataDictionary.name(ofUID: uid) ?? uid }

    public static let verification = SOPClass(uid: "1.2.840.10008.1.1")

    // Storage of radiographs (PS3.4 table B.5-1)
    public static let computedRadiography = storage("1")
    public static let digitalXRayForPresentation = storage("1.1")
    public static let digitalXRayForProcessing = storage("1.1.1")
    public static let mammographyForPresentation = storage("1.2")
    public static let mammographyForProcessing = storage("1.2.1")
    public static let intraOralForPresentation = storage("1.3")
    public static let intraOralForProcessing = storage("1.3.1")
    public static let secondaryCapture = storage("7")
    public static let multiFrameSingleBitSecondaryCapture = storage("7.1")
    public static let multiFrameGrayscaleByteSecondaryCapture = storage("7.2")
    public static let multiFrameGrayscaleWordSecondaryCapture = storage("7.3")
    public static let multiFrameTrueColorSecondaryCapture = storage("7.4")
    public static let angiography = storage("12.1")
    public static let enhancedAngiography = storage("12.1.1")
    public static let radiofluoroscopy = storage("12.2")
    public static let enhancedRadiofluoroscopy = storage("12.2.1")

    // Query and retrieval (PS3.4 §C.6)
    public static let patientRootFind = queryRetrieve("1.1")
    public static let patientRootMove = queryRetrieve("1.2")
    public static let patientRootGet = queryRetrieve("1.3")
    public static let studyRootFind = queryRetrieve("2.1")
    public static let studyRootMove = queryRetrieve("2.2")
    public static let studyRootGet = queryRetrieve("2.3")

    /// The kinds of film that are taken and asked for unless the settings say otherwise.
    public static let radiographs: [SOPClass] = [
        .computedRadiography, .digitalXRayForPresentation, .digitalXRayForProcessing, .mammographyForPresentation,
        .mammographyForProcessing, .intraOralForPresentation, .intraOralForProcessing, .angiography, .radiofluoroscopy,
        .secondaryCapture, .multiFrameSingleBitSecondaryCapture, .multiFrameGrayscaleByteSecondaryCapture,
        .multiFrameGrayscaleWordSecondaryCapture, .multiFrameTrueColorSecondaryCapture,
    ]

    /// Kinds that a setting may add: their frames are described by functional groups (PS3.3 §C.7.6.16).
    public static let enhancedRadiographs: [SOPClass] = [.enhancedAngiography, .enhancedRadiofluoroscopy]

    private static func storage(_ suffix: String) -> SOPClass { SOPClass(uid: "1.2.840.10008.5.1.4.1.1.\(suffix)") }
    private static func queryRetrieve(_ suffix: String) -> SOPClass {
        SOPClass(uid: "1.2.840.10008.5.1.4.1.2.\(suffix)")
    }
}
