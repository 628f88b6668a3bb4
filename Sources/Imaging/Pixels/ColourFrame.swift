/// One decoded frame of three components a pixel.
struct ColourFrame: Sendable {
    enum Samples: Sendable {
        /// `rows × columns × 3`, the components of a pixel side by side.
        case words([UInt16])
        case longs([UInt32])
    }

    /// What the three components are.
    enum Components: Sendable, Equatable {
        case redGreenBlue
        /// The first is the luminance, 0 … the highest value, or in the levels of studio video.
        case luminanceFirst(isStudio: Bool)
    }

    let columns: Int
    let rows: Int
    /// Significant bits of a sample, 1 … 32.
    let bits: Int
    let components: Components
    let samples: Samples
    let notes: [String]

    init(columns: Int, rows: Int, bits: Int, components: Components, samples: Samples, notes: [String] = []) {
        (self.columns, self.rows, self.bits) = (columns, rows, bits)
        (self.components, self.samples, self.notes) = (components, samples, notes)
    }

    /// As a codec left it. What the header calls YBR_ICT or YBR_RCT is red, green and blue again by then.
    init(_ frame: DecodedFrame, _ photometric: Photometric) {
        self.init(
            columns: frame.columns, rows: frame.rows, bits: frame.bits,
            components: frame.isRGB ? .redGreenBlue : Components(photometric), samples: .words(frame.samples),
            notes: frame.notes)
    }

    /// Every sample in order. Slow and large; for comparisons.
    var values: [Int] {
        switch samples {
        case .words(let words): words.map(Int.init)
        case .longs(let longs): longs.map(Int.init)
        }
    }
}

extension ColourFrame.Components {
    init(_ photometric: Photometric) {
        switch photometric {
        case .ybrPartial420, .ybrPartial422: self = .luminanceFirst(isStudio: true)
        case .ybrFull, .ybrFull422: self = .luminanceFirst(isStudio: false)
        default: self = .redGreenBlue
        }
    }
}
