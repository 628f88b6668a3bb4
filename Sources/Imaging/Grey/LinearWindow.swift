/// A LINEAR window in modality units. Standard: PS3.3 §C.11.2.1.2.1.
public struct LinearWindow: Sendable, Hashable {
    public let center: Double
    /// At least 1.
    public let width: Double

    public init(center: Double, width: Double) {
        (self.center, self.width) = (center, max(width, 1))
    }

    /// The window that draws `low` just black and `high` just white.
    ///
    /// - Parameter isInverted: a film of one value is drawn black whatever its polarity.
    init(from low: Double, to high: Double, isInverted: Bool) {
        if low < high {
            self.init(center: (low + high + 1) / 2, width: high - low + 1)
        } else {
            self.init(center: isInverted ? low : low + 1, width: 1)
        }
    }

    func function(named name: String) -> VOIFunction {
        VOIFunction(name: name, kind: .linear(center: center, width: width))
    }
}
