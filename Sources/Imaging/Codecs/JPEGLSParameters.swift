/// The preset coding parameters as an LSE segment states them; 0 stands for the default.
///
/// Standard: ISO/IEC 14495-1 §C.2.4.1.1.
struct JPEGLSPresets: Equatable, Sendable {
    var maximum = 0
    var thresholds = [0, 0, 0]
    var reset = 0

    init() {}

    /// `nil` when the segment does not hold five numbers of 16 bits.
    init?(_ content: ArraySlice<UInt8>) {
        guard content.count == 10 else { return nil }
        let bytes = Array(content)
        let numbers = stride(from: 0, to: 10, by: 2).map { Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]) }
        (maximum, thresholds, reset) = (numbers[0], Array(numbers[1...3]), numbers[4])
    }
}

/// What a scan is decoded by.
///
/// Standard: ISO/IEC 14495-1 §A.2.1 (derived values), §C.2.4.1.1 (defaults and legal ranges).
struct JPEGLSParameters: Equatable, Sendable {
    /// MAXVAL: the largest sample.
    let maximum: Int32
    /// NEAR: 0 is lossless.
    let near: Int32
    /// T1, T2, T3: where the local gradients are cut into classes.
    let thresholds: (Int32, Int32, Int32)
    /// RESET: how often a context is met before its sums are halved.
    let reset: Int32
    /// RANGE: how many prediction errors there are.
    let range: Int32
    /// qbpp: bits for a prediction error that is not Golomb-coded.
    let errorBits: Int
    /// LIMIT: longest code, in bits.
    let limit: Int

    /// `2 NEAR + 1`: distance of two reconstructed values.
    let step: Int32
    /// MAXVAL when reconstruction is but a mask: lossless, all bits used; else 0.
    let mask: Int32

    /// - Throws: `.codec` when the values are outside their ranges.
    init(_ presets: JPEGLSPresets, bits: Int, near: Int) throws(ImagingError) {
        let most = presets.maximum == 0 ? 1 << bits - 1 : presets.maximum
        guard most < 1 << bits, near <= min(255, most / 2) else {
            throw JPEGLSHeader.damage("the presets contradict each other")
        }
        let defaults = Self.defaultThresholds(most, near: near)
        let cuts = zip(presets.thresholds, defaults).map { $0 == 0 ? $1 : $0 }
        let reset = presets.reset == 0 ? 64 : presets.reset
        guard near < cuts[0], cuts[0] <= cuts[1], cuts[1] <= cuts[2], cuts[2] <= max(most, near + 1),
            (3...max(255, most)).contains(reset)
        else { throw JPEGLSHeader.damage("the presets contradict each other") }
        let range = (most + 2 * near) / (2 * near + 1) + 1
        errorBits = Self.bitsFor(range - 1)
        let sampleBits = max(2, Self.bitsFor(most))
        limit = 2 * (sampleBits + max(8, sampleBits))
        (maximum, self.near, self.reset, self.range) = (Int32(most), Int32(near), Int32(reset), Int32(range))
        step = Int32(2 * near + 1)
        mask = near == 0 && most & (most + 1) == 0 ? Int32(most) : 0
        thresholds = (Int32(cuts[0]), Int32(cuts[1]), Int32(cuts[2]))
    }

    static func == (one: Self, other: Self) -> Bool {
        one.thresholds == other.thresholds
            && (one.maximum, one.near, one.reset) == (other.maximum, other.near, other.reset)
    }

    private static func bitsFor(_ value: Int) -> Int { Int.bitWidth - value.leadingZeroBitCount }

    private static func defaultThresholds(_ most: Int, near: Int) -> [Int] {
        func clamped(_ value: Int, _ low: Int) -> Int { value > most || value < low ? low : value }
        let first: Int
        let (second, third): (Int, Int)
        if most >= 128 {
            let factor = (min(most, 4095) + 128) / 256
            (first, second, third) = (factor + 2 + 3 * near, 4 * factor + 3 + 5 * near, 17 * factor + 4 + 7 * near)
        } else {
            let factor = 256 / (most + 1)
            first = max(2, 3 / factor + 3 * near)
            (second, third) = (max(3, 7 / factor + 5 * near), max(4, 21 / factor + 7 * near))
        }
        let one = clamped(first, near + 1)
        let two = clamped(second, one)
        return [one, two, clamped(third, two)]
    }
}
