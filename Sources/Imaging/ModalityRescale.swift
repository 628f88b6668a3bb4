import DICOM

/// Stored values to modality values: `slope · stored + intercept`.
///
/// Only the direction matters to a picture that is stretched between percentiles: a straight line keeps the order of
/// values, or turns it round when the slope is negative.
///
/// Standard: PS3.3 §C.11.1.1.2.
struct ModalityRescale: Equatable {
    let slope: Double
    let intercept: Double
    private(set) var notes: [String] = []

    /// Slope 1 and intercept 0 where the data set has none, or none that a value can be multiplied with.
    init(_ dataSet: DataSet) {
        let (slope, intercept) = (dataSet.number(.rescaleSlope) ?? 1, dataSet.number(.rescaleIntercept) ?? 0)
        guard slope.isFinite, slope != 0, intercept.isFinite else {
            (self.slope, self.intercept) = (1, 0)
            notes = ["Rescale Slope and Intercept are unusable and were ignored."]
            return
        }
        (self.slope, self.intercept) = (slope, intercept)
    }

    /// Higher stored values are lower modality values.
    var isFalling: Bool { slope < 0 }
}
