/// Colour to grey.
///
/// The luminance of the standard's own YBR_FULL: `Y = 0.2990·R + 0.5870·G + 0.1140·B`, rounded.
/// Standard: PS3.3 §C.7.6.3.1.2 (after ITU-R BT.601).
enum Luminance {
    /// 0 … the highest of the three; exact in whole numbers.
    static func of(_ red: UInt32, _ green: UInt32, _ blue: UInt32) -> UInt32 {
        UInt32((299 * UInt64(red) + 587 * UInt64(green) + 114 * UInt64(blue) + 500) / 1000)
    }

    /// Studio levels to the whole range: black 16/255 and white 235/255 of the highest value, clamped.
    static func ofStudio(_ value: UInt32, bits: Int) -> UInt32 {
        let (unit, top) = (UInt64(1) << UInt64(max(0, bits - 8)), (UInt64(1) << UInt64(bits)) - 1)
        let (black, white) = (16 * unit, 235 * unit)
        let inside = min(max(UInt64(value), black), white) - black
        return UInt32((inside * top + (white - black) / 2) / (white - black))
    }
}

extension StoredFrame {
    /// The luminance of a colour frame: one component, unsigned, of at most 16 bits.
    init(luminanceOf colour: ColourFrame) {
        let shift = UInt32(max(0, colour.bits - 16))
        let count = colour.columns * colour.rows
        let components = (colour.components, colour.bits)
        let grey = [UInt16](unsafeUninitializedCapacity: count) { out, written in
            switch colour.samples {
            case .words(let words):
                let words = words.span
                for i in 0..<count {
                    let pixel = (UInt32(words[3 * i]), UInt32(words[3 * i + 1]), UInt32(words[3 * i + 2]))
                    out[i] = UInt16(truncatingIfNeeded: Self.grey(pixel, components) >> shift)
                }
            case .longs(let longs):
                let longs = longs.span
                for i in 0..<count {
                    let pixel = (longs[3 * i], longs[3 * i + 1], longs[3 * i + 2])
                    out[i] = UInt16(truncatingIfNeeded: Self.grey(pixel, components) >> shift)
                }
            }
            written = count
        }
        self.init(
            .samples(grey), columns: colour.columns, rows: colour.rows, base: 0, bits: min(16, colour.bits),
            notes: colour.notes)
    }

    private static func grey(
        _ pixel: (UInt32, UInt32, UInt32), _ meaning: (ColourFrame.Components, bits: Int)
    ) -> UInt32 {
        switch meaning.0 {
        case .redGreenBlue: Luminance.of(pixel.0, pixel.1, pixel.2)
        case .luminanceFirst(isStudio: false): pixel.0
        case .luminanceFirst(isStudio: true): Luminance.ofStudio(pixel.0, bits: meaning.bits)
        }
    }
}
