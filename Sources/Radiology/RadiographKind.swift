import DICOM

/// Whether a data set is a radiograph, which is all that is read here.
public enum RadiographKind: Equatable, Sendable {
    case radiograph
    /// With the reason, a sentence for the rejection (`not-a-radiograph`).
    case other(reason: String)

    /// Modality CR, DX or RG is a radiograph. Where the modality is missing or `OT`, the SOP Class decides, and where
    /// that is missing too a grey image counts as one: a missing attribute must not lose a film.
    public init(dataSet: DataSet) {
        let modality = dataSet.string(.modality)?.uppercased() ?? ""
        let sopClass = dataSet.string(.sopClassUID) ?? ""
        switch modality {
        case "CR", "DX", "RG":
            self = .radiograph
        case "", "OT":
            let isNameless = sopClass.isEmpty && modality.isEmpty && Self.isGreyImage(dataSet)
            let isRadiograph = Self.modality(ofSOPClass: sopClass) != nil || isNameless
            self = isRadiograph ? .radiograph : .other(reason: Self.reason(modality: modality))
        default:
            self = .other(reason: Self.reason(modality: modality))
        }
    }

    /// `CR` or `DX` for the storage classes of radiographs. Standard: PS3.4 §B.5.
    static func modality(ofSOPClass uid: String) -> String? {
        switch uid {
        case "1.2.840.10008.5.1.4.1.1.1": "CR"
        case "1.2.840.10008.5.1.4.1.1.1.1", "1.2.840.10008.5.1.4.1.1.1.1.1": "DX"
        default: nil
        }
    }

    private static func isGreyImage(_ dataSet: DataSet) -> Bool {
        dataSet.contains(.pixelData) && dataSet.string(.photometricInterpretation)?.hasPrefix("MONOCHROME") ?? true
    }

    private static func reason(modality: String) -> String {
        guard !modality.isEmpty else {
            return "Neither the modality nor the SOP class says that this is a radiograph (CR, DX or RG)."
        }
        let isCode = modality.utf8.count <= 16 && modality.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        let name = names[modality].map { " (\($0))" } ?? ""
        return "The modality is \(isCode ? modality : "not a code")\(name); only radiographs (CR, DX or RG) are read."
    }

    private static let names = [
        "CT": "computed tomography", "MR": "magnetic resonance", "US": "ultrasound", "MG": "mammography",
        "IO": "intra-oral film", "PX": "panoramic dental film", "XA": "angiography", "RF": "fluoroscopy",
        "NM": "nuclear medicine", "PT": "positron emission tomography", "SR": "structured report",
        "PR": "presentation state", "KO": "selection of key images", "SC": "secondary capture", "OT": "other",
        "DOC": "document", "ES": "endoscopy", "XC": "photograph", "SEG": "segmentation", "REG": "registration",
    ]
}
