import DICOM

/// How one film's stored values become greys, as its header says and in the standard's order: modality LUT or rescale,
/// padding left out, VOI LUT or window, presentation LUT shape.
///
/// Between storage and window stand *levels*: 16-bit numbers whose modality value is `slope · level + intercept`. A level is
/// a frame's sample, unless a modality LUT has turned it into one of its entries. Levels are what is averaged, counted and
/// sent to the viewer; slope and intercept only say what they mean.
///
/// Standard: PS3.3 §C.11.1, §C.7.5.1.1.2, §C.11.2, §C.11.6 and §C.7.6.3.1.2; the order is that of PS3.4 Figure N.2-1.
package struct GreyPath: Sendable, Equatable {
    /// The level of each of the 65 536 samples; `nil` when a level is its sample.
    let levels: [UInt16]?
    /// Not 0; negative when a rescale turns the order of the stored values round.
    package let slope: Double
    package let intercept: Double
    /// What modality values are measured in, such as `HU`.
    let unit: String?
    /// Significant bits of the levels.
    package let bits: Int
    /// Low modality values are white.
    package let isInverted: Bool
    /// Grey made from colour: 0 … 2^`bits` - 1, black to white; none of the steps applies to it.
    let isColour: Bool
    /// Levels that are no film.
    package let padding: ClosedRange<UInt16>?
    /// What the header offers to choose from.
    package let windows: [VOIFunction]
    /// Sentences for the exam page.
    package let notes: [String]

    /// - Parameters:
    ///   - frame: zero-based; frames may have windows of their own.
    ///   - base, step: the stored value of a sample is `base + step · sample`.
    ///   - bits: significant bits of the stored values.
    ///   - isSigned: of the stored values, by Pixel Representation.
    ///   - padding: samples that are known to be padding; otherwise the header is asked, where a sample is one value.
    /// - Throws: `.unsupportedPixels` where the order of the values, and with it black and white, cannot be told.
    package init(
        _ dataSet: DataSet, frame: Int = 0, base: Int, step: Int, bits: Int, isSigned: Bool, isMonochrome1: Bool,
        isColour: Bool, padding known: ClosedRange<UInt16>? = nil
    ) throws(ImagingError) {
        // What a header says about greys does not hold for greys made from colour.
        let dataSet = isColour ? DataSet() : dataSet
        let modality = try ModalityStep(dataSet, frame: frame, isSigned: isSigned)
        let presentation = PresentationStep(dataSet, isMonochrome1: isMonochrome1 && !isColour)
        let padding = known ?? (step == 1 ? PixelPadding.samples(dataSet, isSigned: isSigned, base: base) : nil)
        (self.isColour, isInverted, unit) = (isColour, presentation.isInverted, modality.unit)
        let mayBeNegative: Bool
        if let table = modality.table {
            (levels, self.padding) = Self.levels(table, base: base, step: step, padding: padding)
            (slope, intercept, self.bits) = (1, 0, table.bits)
            mayBeNegative = false
        } else {
            (levels, self.padding) = (nil, padding)
            self.bits = max(1, bits - (Int.bitWidth - 1 - max(step, 1).leadingZeroBitCount))
            slope = modality.slope * Double(step)
            intercept = modality.slope * Double(base) + modality.intercept
            mayBeNegative = modality.mayBeNegative(bits: bits, isSigned: isSigned)
        }
        let offered = VOIFunction.all(in: dataSet, frame: frame, isInputSigned: mayBeNegative)
        windows = offered.functions
        notes = modality.notes + presentation.notes + offered.notes
    }

    /// Levels run from white to black.
    var isLevelOrderInverted: Bool { isInverted != (slope < 0) }

    /// The modality value of a level, or of a mean of levels.
    package func modalityValue(_ level: Double) -> Double { slope * level + intercept }

    /// The table's entry for each sample. Padding gets a level of its own, which no film has: where one of 65 536 samples
    /// is padding, at least one level is left over.
    private static func levels(
        _ table: LookUpTable, base: Int, step: Int, padding: ClosedRange<UInt16>?
    ) -> (levels: [UInt16], padding: ClosedRange<UInt16>?) {
        var levels = (0...65_535).map { table.value(at: base + step * $0) }
        guard let padding else { return (levels, nil) }
        var isTaken = [Bool](repeating: false, count: 65_536)
        for sample in 0...65_535 where !padding.contains(UInt16(sample)) { isTaken[Int(levels[sample])] = true }
        let spare = UInt16(truncatingIfNeeded: isTaken.firstIndex(of: false) ?? 0)
        for sample in padding { levels[Int(sample)] = spare }
        return (levels, spare...spare)
    }
}
