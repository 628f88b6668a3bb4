/// The distance of neighbouring pixels in millimetres, and in which plane that is true.
public struct FilmSpacing: Sendable, Equatable {
    public enum Plane: String, Sendable {
        /// At a known depth in the patient: calibrated, corrected for magnification, or a slice.
        case patient
        /// At the detector or on the film: what lies in the patient is magnified by an unknown amount.
        case detector
    }

    /// Between the centres of neighbouring rows (downwards).
    public let row: Double
    /// Between the centres of neighbouring columns (across).
    public let column: Double
    public let kind: Plane
}

extension FilmFacts {
    /// The spacing that a ruler may use; `nil` when the film gives none that is positive.
    ///
    /// Pixel Spacing that equals the spacing at the detector has not been corrected; one that differs has. Where it
    /// stands alone and no calibration is named, the standard leaves open which it is: the more careful answer is the
    /// detector. Standard: PS3.3 §10.7.1.1 and §10.7.1.3.
    public var spacing: FilmSpacing? {
        if let pixels = Self.pair(pixelSpacing) {
            let isCorrected = isCalibrated == true || Self.pair(imagerSpacing).map { !Self.isSame($0, pixels) } ?? false
            return FilmSpacing(
                row: pixels.row, column: pixels.column, kind: slice != nil || isCorrected ? .patient : .detector)
        }
        return Self.pair(imagerSpacing).map { FilmSpacing(row: $0.row, column: $0.column, kind: .detector) }
    }

    /// How many times as high as wide a pixel is: by the spacing, else by the aspect ratio; 1 when neither says.
    ///
    /// What is beyond 1 to 20 is a slip of the header. Standard: PS3.3 §C.7.6.3.1.7.
    public var pixelAspect: Double {
        let ratio = pixelAspectRatio.flatMap { Self.pair($0.map(Double.init)) }
        let aspect = (spacing.map { $0.row / $0.column } ?? ratio.map { $0.row / $0.column }) ?? 1
        guard (0.05...20).contains(aspect) else { return 1 }
        // Spacings that are equal but for their last digits.
        return abs(aspect - 1) < 0.001 ? 1 : aspect
    }

    private static func pair(_ numbers: [Double]?) -> (row: Double, column: Double)? {
        guard let numbers, numbers.count == 2, numbers.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        return (numbers[0], numbers[1])
    }

    /// Modalities write the same number with different digits.
    private static func isSame(_ a: (row: Double, column: Double), _ b: (row: Double, column: Double)) -> Bool {
        abs(a.row - b.row) <= 0.001 * b.row && abs(a.column - b.column) <= 0.001 * b.column
    }
}
