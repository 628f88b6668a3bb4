import DICOM

/// What a data set is, as far as reading goes: a radiograph, a slice, another picture, or none.
public enum RadiographKind: Equatable, Sendable {
    /// One projection of X-rays; of several frames the first.
    case radiograph
    /// CT or MR: read only where the settings choose a slice (`SliceRules`).
    case slice(SliceModality)
    /// Kept and shown, not read. The reason is a sentence.
    case otherPicture(reason: String)
    /// Nothing to show: a report, a presentation state, a directory. The reason is a sentence for the rejection
    /// (`not-a-radiograph`).
    case noPicture(reason: String)

    /// The modality decides: CR, DX, RG, MG, RF and XA are radiographs, unless the SOP class says that the file holds
    /// reconstructed slices. Where the modality says nothing (`OT`, `SC`, missing), the SOP class does; a secondary
    /// capture then needs evidence (`ScreenOrFilm`), and a grey image without either counts as a radiograph: a missing
    /// attribute must not lose a film.
    public init(dataSet: DataSet, rules: RegionRules = .standard) {
        let modality = dataSet.string(.modality)?.uppercased() ?? ""
        let sopClass = dataSet.string(.sopClassUID) ?? ""
        let kind = Self.kind(modality, ImageClass(uid: sopClass), isNameless: sopClass.isEmpty, dataSet, rules)
        switch kind {
        case .slice, .otherPicture:
            self = dataSet.hasPicture ? kind : .noPicture(reason: Self.reason(modality))
        case .radiograph, .noPicture: self = kind
        }
    }

    private static func kind(
        _ modality: String, _ image: ImageClass?, isNameless: Bool, _ dataSet: DataSet, _ rules: RegionRules
    ) -> RadiographKind {
        if isXRay(modality) {
            guard case .other(let what)? = image else { return .radiograph }
            return .otherPicture(reason: "The picture is \(what); \(onlyRadiographs)")
        }
        if let slice = SliceModality(rawValue: modality) {
            guard image == .secondaryCapture else { return .slice(slice) }
            return .otherPicture(reason: "The picture is a capture made from \(modality), not a slice.")
        }
        guard ["", "OT", "SC"].contains(modality) else { return .otherPicture(reason: reason(modality)) }
        switch image {
        case .radiograph?: return .radiograph
        case .slice(let slice)?: return .slice(slice)
        case .other(let what)?: return .otherPicture(reason: "The picture is \(what); \(onlyRadiographs)")
        case nil where isNameless && modality.isEmpty && dataSet.isGrey && dataSet.hasPicture: return .radiograph
        case .secondaryCapture?, nil:
            return ScreenOrFilm.isFilm(dataSet, rules) ? .radiograph : .otherPicture(reason: reason(modality))
        }
    }

    /// The modalities whose pictures are projections of X-rays. Standard: PS3.3 §C.7.3.1.1.1.
    private static func isXRay(_ modality: String) -> Bool {
        ["CR", "DX", "RG", "MG", "RF", "XA"].contains(modality)
    }

    /// `CR`, `DX`, `MG`, `XA` or `RF` for the storage classes of radiographs, `CT` or `MR` for those of slices.
    static func modality(ofSOPClass uid: String) -> String? {
        switch ImageClass(uid: uid) {
        case .radiograph(let modality)?: modality
        case .slice(let slice)?: slice.rawValue
        case .secondaryCapture?, .other?, nil: nil
        }
    }

    private static let onlyRadiographs = "only radiographs (CR, DX, RG, MG, RF or XA) are read."

    private static func reason(_ modality: String) -> String {
        guard !modality.isEmpty else {
            return "Neither the modality nor the SOP class says that this is a radiograph (CR, DX, RG, MG, RF or XA)."
        }
        let isCode = modality.utf8.count <= 16 && modality.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        let name = names[modality].map { " (\($0))" } ?? ""
        return "The modality is \(isCode ? modality : "not a code")\(name); \(onlyRadiographs)"
    }

    private static let names = [
        "CT": "computed tomography", "MR": "magnetic resonance", "US": "ultrasound", "IO": "intra-oral film",
        "PX": "panoramic dental film", "NM": "nuclear medicine", "PT": "positron emission tomography",
        "SR": "structured report", "PR": "presentation state", "KO": "selection of key images",
        "SC": "secondary capture", "OT": "other", "DOC": "document", "ES": "endoscopy", "XC": "photograph",
        "SEG": "segmentation", "REG": "registration", "BMD": "bone density", "GM": "microscopy",
        "SM": "slide microscopy", "OP": "ophthalmic photograph", "OCT": "optical coherence tomography",
        "ECG": "electrocardiogram", "RTIMAGE": "radiotherapy image", "RTDOSE": "radiotherapy dose",
        "RTPLAN": "radiotherapy plan", "RTSTRUCT": "radiotherapy contours", "IVUS": "ultrasound inside a vessel",
    ]
}

/// Tells a digitised film from a captured screen or a scanned letter, all of which are Secondary Capture.
enum ScreenOrFilm {
    /// A film, when Conversion Type (0008,0064) says "digitized film", or when a grey picture names both its
    /// projection (View Position or words such as "PA") and a region of the body. Standard: PS3.3 §C.8.6.1.
    static func isFilm(_ dataSet: DataSet, _ rules: RegionRules) -> Bool {
        guard dataSet.hasPicture else { return false }
        if dataSet.string(Tag(0x0008, 0x0064))?.uppercased() == "DF" { return true }
        return dataSet.isGrey && Projection(dataSet: dataSet) != nil && rules.region(of: dataSet) != nil
    }
}

extension DataSet {
    /// Pixel Data, or its floating-point kinds (7FE0,0008) and (7FE0,0009), with something in it.
    var hasPicture: Bool {
        [.pixelData, Tag(0x7FE0, 0x0008), Tag(0x7FE0, 0x0009)].contains { self[$0]?.isEmpty == false }
    }

    /// Not said to be in colour.
    fileprivate var isGrey: Bool { string(.photometricInterpretation)?.hasPrefix("MONOCHROME") ?? true }
}
