/// A window or look-up table that the viewer can show a film with. Standard: PS3.3 §C.11.2.1.
public struct ViewerWindow: Sendable, Equatable {
    public enum Shape: Sendable, Equatable {
        /// LINEAR (§C.11.2.1.2.1); width at least 1.
        case linear(center: Double, width: Double)
        /// LINEAR_EXACT (§C.11.2.1.3.2); width above 0.
        case linearExact(center: Double, width: Double)
        /// SIGMOID (§C.11.2.1.3.1); width above 0.
        case sigmoid(center: Double, width: Double)
        /// VOI LUT Sequence (§C.11.2.1.1): the entry for modality value `first`, the next …; `bits` per entry, 8 … 16.
        case table(first: Int, bits: Int, values: [UInt16])
    }

    /// What it is called; `nil` for windows of our own.
    public var name: String?
    public var shape: Shape

    public init(name: String?, shape: Shape) {
        self.name = name
        self.shape = shape
    }
}
