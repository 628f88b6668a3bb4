/// The reversible colour transforms that Hewlett-Packard added to JPEG-LS; some encoders write them.
///
/// They are announced by an APP8 segment "mrfx" and no part of the standard; the formulas are those of HP's reference
/// coder, for samples of 8 or 16 bits, modulo their range.
struct JPEGLSColourTransform: Sendable {
    private enum Kind: Int, Sendable { case hp1 = 1, hp2, hp3 }

    private let kind: Kind
    /// Half of the range: 128 or 32768.
    private let half: Int32

    /// `nil` without a transform.
    /// - Throws: `.unsupportedPixels` for others, and where the components are not coded together.
    init?(_ header: JPEGLSHeader) throws(ImagingError) {
        guard header.colourTransform != 0 else { return nil }
        guard let kind = Kind(rawValue: header.colourTransform), header.scan.components.count == 3,
            header.bits == 8 || header.bits == 16
        else { throw .unsupportedPixels("The JPEG-LS picture has a colour transform that is not known") }
        (self.kind, half) = (kind, 1 << Int32(header.bits - 1))
    }

    /// Turns pixels into red, green and blue.
    func undo(_ samples: inout MutableSpan<UInt16>, from start: Int, pixels: Int) {
        for pixel in 0..<pixels {
            let at = start &+ 3 &* pixel
            let (red, green, blue) = colour(Int32(samples[at]), Int32(samples[at &+ 1]), Int32(samples[at &+ 2]))
            let mask = 2 &* half &- 1
            samples[at] = UInt16(truncatingIfNeeded: red & mask)
            samples[at &+ 1] = UInt16(truncatingIfNeeded: green & mask)
            samples[at &+ 2] = UInt16(truncatingIfNeeded: blue & mask)
        }
    }

    private func colour(_ first: Int32, _ second: Int32, _ third: Int32) -> (Int32, Int32, Int32) {
        switch kind {
        case .hp1: return (first &+ second &- half, second, third &+ second &- half)
        case .hp2:
            let red = (first &+ second &- half) & (2 &* half &- 1)
            return (red, second, third &+ (red &+ second) &>> 1 &- half)
        case .hp3:
            let green = first &- (third &+ second) &>> 2 &+ half / 2
            return (third &+ green &- half, green, second &+ green &- half)
        }
    }
}
