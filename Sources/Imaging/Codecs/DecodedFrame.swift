/// One frame as its encoding holds it, before sign, bit masks and colour are looked at.
package struct DecodedFrame: Sendable, Equatable {
    package let columns: Int
    package let rows: Int
    /// Samples in a pixel: 1 or 3.
    package let components: Int
    /// Sample precision as the codestream states it, 1 … 16.
    package let bits: Int
    /// What the codestream says about sign; `nil` where the encoding knows none.
    package let isSigned: Bool?
    /// The codec has undone a colour transform of its own: the components are red, green and blue whatever the header says.
    package let isRGB: Bool
    /// `rows × columns × components`, row-major, the components of a pixel side by side. Each value is the low `bits` bits;
    /// negative ones stand in two's complement of that width.
    package let samples: [UInt16]
    /// What was met and tolerated; sentences for the exam page, without patient data.
    package let notes: [String]

    package init(
        _ shape: FrameShape, bits: Int, isSigned: Bool? = nil, isRGB: Bool = false, samples: [UInt16],
        notes: [String] = []
    ) {
        (columns, rows, components) = (shape.columns, shape.rows, shape.components)
        (self.bits, self.isSigned, self.isRGB) = (bits, isSigned, isRGB)
        (self.samples, self.notes) = (samples, notes)
    }
}
