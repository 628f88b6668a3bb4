/// The kind of an examination, under the predecessor's words for it.
public enum ExamType: String, Sendable, Codable, CaseIterable {
    case radiograph = "radio"
    case ct
    case magneticResonance = "irm"
    case ultrasound = "eco"
    case fluoroscopy = "rads"

    /// Of a film; what is none of the others counts as a radiograph.
    public init(modality: String) { self = Self.codes[modality.uppercased()] ?? .radiograph }

    /// What codes and texts of a record name; `nil` when they name nothing, or two kinds.
    package static func named(in texts: [String], codes: [String]) -> ExamType? {
        let byCode = Set(codes.compactMap { Self.codes[$0.uppercased()] })
        let byWord = named(in: texts)
        // A section says less than a word: what is a CT in its name is none of another section.
        guard byCode.count <= 1, byWord.count <= 1 else { return nil }
        guard let code = byCode.first, let word = byWord.first else { return byCode.first ?? byWord.first }
        return code == word ? code : nil
    }

    /// Whether a kind is named at all, though it may be two.
    static func isNamed(in texts: [String], codes: [String]) -> Bool {
        codes.contains { Self.codes[$0.uppercased()] != nil } || !named(in: texts).isEmpty
    }

    private static func named(in texts: [String]) -> Set<ExamType> {
        Set(
            texts.flatMap { text in
                let tokens = FoldedName.tokens(text)
                let isXRay = zip(tokens, tokens.dropFirst()).contains { $0 == "x" && $1.hasPrefix("ray") }
                return tokens.compactMap { Self.words[$0] } + (isXRay ? [.radiograph] : [])
            })
    }

    /// A radiograph and a fluoroscopy are made on the same table and ordered under each other's name.
    package func fits(_ other: ExamType?) -> Bool {
        guard let other else { return true }
        return self == other || [self, other].allSatisfy { $0 == .radiograph || $0 == .fluoroscopy }
    }

    /// Modalities of DICOM (PS3.3 §C.7.3.1.1.1), sections of HL7 table 0074, and procedures of SNOMED CT.
    private static let codes: [String: ExamType] = [
        "CR": .radiograph, "DX": .radiograph, "RG": .radiograph, "XR": .radiograph, "RX": .radiograph,
        "XRC": .radiograph, "CT": .ct, "MR": .magneticResonance, "NMR": .magneticResonance, "US": .ultrasound,
        "RUS": .ultrasound, "OUS": .ultrasound, "VUS": .ultrasound, "CUS": .ultrasound, "RF": .fluoroscopy,
        "MG": .radiograph,
        "363680008": .radiograph, "168537006": .radiograph, "399208008": .radiograph, "77477000": .ct,
        "113091000": .magneticResonance, "16310003": .ultrasound, "44491008": .fluoroscopy,
    ]

    private static let words: [String: ExamType] = [
        "radiografie": .radiograph, "radiografia": .radiograph, "radiografii": .radiograph, "rx": .radiograph,
        "xray": .radiograph, "xr": .radiograph, "radiograph": .radiograph, "radiography": .radiograph,
        "radiographic": .radiograph, "radiographs": .radiograph, "cxr": .radiograph,
        "rontgen": .radiograph, "roentgen": .radiograph, "mamografie": .radiograph, "mamografia": .radiograph,
        "mammography": .radiograph, "mammogram": .radiograph, "tc": .ct, "ct": .ct, "tomografie": .ct,
        "tomografia": .ct,
        "tomography": .ct, "angioct": .ct, "irm": .magneticResonance, "rmn": .magneticResonance,
        "mri": .magneticResonance, "mr": .magneticResonance, "rezonanta": .magneticResonance,
        "resonance": .magneticResonance, "eco": .ultrasound, "ecografie": .ultrasound, "ecografia": .ultrasound,
        "ultrasound": .ultrasound, "sonography": .ultrasound, "fluoroscopy": .fluoroscopy,
        "radioscopie": .fluoroscopy, "fluoroscopie": .fluoroscopy,
    ]
}
