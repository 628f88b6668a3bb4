import DICOM

/// Stored values to modality values: a table, or `slope · stored + intercept`.
///
/// Standard: PS3.3 §C.11.1 (Modality LUT module).
struct ModalityStep: Equatable {
    private(set) var table: LookUpTable?
    /// Slope 1 and intercept 0 where there is a table, nothing at all, or nothing usable.
    private(set) var slope = 1.0
    private(set) var intercept = 0.0
    /// Rescale Type or Modality LUT Type, such as `HU`; `nil` when unspecified.
    private(set) var unit: String?
    private(set) var notes: [String] = []

    /// - Throws: `.unsupportedPixels` for a table that cannot be used: it may turn black and white round.
    init(_ dataSet: DataSet, frame: Int, isSigned: Bool) throws(ImagingError) {
        let items = dataSet.items(.modalityLUTSequence)
        if let item = items.first {
            // The table of an angiogram leads back to X-ray intensity and is not for display: PS3.4 §N.2.5 ignores it.
            if Self.intensityTables.contains(dataSet.string(.sopClassUID) ?? "") {
                notes.append(
                    "The Modality LUT of an angiographic or fluoroscopic film is not for display and was not used.")
            } else {
                try take(item, isSigned: isSigned)
            }
        }
        let rescale = dataSet.functionalGroup(.pixelValueTransformation, ofFrame: frame)
        if table == nil {
            takeRescale(rescale)
        } else if rescale.contains(.rescaleSlope) {
            notes.append("Both a Modality LUT and Rescale Slope are present; the Modality LUT was used.")
        }
    }

    /// Whether the rescale can give negative values, for stored values of so many bits.
    func mayBeNegative(bits: Int, isSigned: Bool) -> Bool {
        let half = Double(1 << min(max(bits - 1, 0), 62))
        let ends = isSigned ? [-half, half - 1] : [0, 2 * half - 1]
        return ends.contains { slope * $0 + intercept < 0 }
    }

    private mutating func take(_ item: DataSet, isSigned: Bool) throws(ImagingError) {
        switch LookUpTable.read(item, isInputSigned: isSigned) {
        case .table(let table, let remark):
            self.table = table
            unit = Self.unit(item.string(.modalityLUTType))
            if let remark { notes.append("The Modality LUT: \(remark).") }
        case .unusable(let flaw):
            throw .unsupportedPixels("The Modality LUT cannot be used: \(flaw)")
        }
    }

    private mutating func takeRescale(_ dataSet: DataSet) {
        func number(_ tag: Tag, otherwise: Double) -> Double {
            dataSet[tag].map { $0.isEmpty } ?? true ? otherwise : dataSet.number(tag) ?? .nan
        }
        let (slope, intercept) = (number(.rescaleSlope, otherwise: 1), number(.rescaleIntercept, otherwise: 0))
        guard Self.slopes.contains(abs(slope)), abs(intercept) <= Self.largestIntercept else {
            notes.append("Rescale Slope and Intercept are unusable and were ignored.")
            return
        }
        (self.slope, self.intercept) = (slope, intercept)
        unit = Self.unit(dataSet.string(.rescaleType))
    }

    /// Beyond these the arithmetic of windows loses grey levels; no detector comes near.
    private static let slopes = 1e-9...1e9
    private static let largestIntercept = 1e12

    /// X-Ray Angiographic and X-Ray Radiofluoroscopic Image Storage.
    private static let intensityTables: Set = ["1.2.840.10008.5.1.4.1.1.12.1", "1.2.840.10008.5.1.4.1.1.12.2"]

    /// `US` is the standard's word for unspecified. Standard: PS3.3 §C.11.1.1.2.
    private static func unit(_ text: String?) -> String? {
        guard let text, !text.isEmpty, text.uppercased() != "US" else { return nil }
        return String(text.prefix(16))
    }
}
