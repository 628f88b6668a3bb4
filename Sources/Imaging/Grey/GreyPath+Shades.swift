extension GreyPath {
    /// Greys in 1/256, so that a mean of many is not a mean of rounded ones; `ShadeTable.background` is no grey.
    enum ShadeTable {
        static let fine = 256.0
        static let background = UInt16.max
    }

    /// The 8-bit grey of each of the 65 536 samples: truncated, as DCMTK does; padding is black.
    ///
    /// Inversion comes before truncation, as there: a grey between two is the darker one in a negative too.
    func greys(_ function: VOIFunction) -> [UInt8] {
        shades(function, background: 0) { UInt8(truncatingIfNeeded: Int32($0)) }
    }

    /// The grey of each of the 65 536 samples in 1/256, and `ShadeTable.background` for padding.
    func fineShades(_ function: VOIFunction) -> [UInt16] {
        shades(function, background: ShadeTable.background) {
            UInt16(truncatingIfNeeded: Int32(($0 * ShadeTable.fine).rounded()))
        }
    }

    /// - Parameter shade: given 0 … 255.
    private func shades<Shade>(
        _ function: VOIFunction, background: Shade, _ shade: (Double) -> Shade
    ) -> [Shade] {
        let (low, high): (Double, Double) = isInverted ? (255, 0) : (0, 255)
        let byLevel = (0...65_535).map { level in
            padding?.contains(UInt16(level)) == true
                ? background
                : shade(function.output(modalityValue(Double(level)), low: low, high: high).clamped(to: 0...255))
        }
        return levels.map { $0.map { byLevel[Int($0)] } } ?? byLevel
    }
}
