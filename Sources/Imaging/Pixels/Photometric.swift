/// What the samples of a pixel stand for. Standard: PS3.3 §C.7.6.3.1.2.
enum Photometric: String, Sendable {
    /// The lowest value is white.
    case monochrome1 = "MONOCHROME1"
    /// The lowest value is black.
    case monochrome2 = "MONOCHROME2"
    case palette = "PALETTE COLOR"
    case rgb = "RGB"
    /// Luminance first, then blue and red difference; all values of each are used.
    case ybrFull = "YBR_FULL"
    /// As `ybrFull`, with half as many differences along a row.
    case ybrFull422 = "YBR_FULL_422"
    /// As `ybrFull422` in the levels of studio video: black is 16 and white 235 of 255. Retired.
    case ybrPartial422 = "YBR_PARTIAL_422"
    case ybrPartial420 = "YBR_PARTIAL_420"
    /// The transforms inside of JPEG 2000, which its decoder undoes.
    case ybrICT = "YBR_ICT"
    case ybrRCT = "YBR_RCT"

    /// Samples per Pixel.
    var components: Int {
        switch self {
        case .monochrome1, .monochrome2, .palette: 1
        default: 3
        }
    }

    var isMonochrome: Bool { self == .monochrome1 || self == .monochrome2 }

    /// The first sample of a pixel is its luminance.
    var hasLuminance: Bool {
        switch self {
        case .ybrFull, .ybrFull422, .ybrPartial422, .ybrPartial420: true
        default: false
        }
    }
}
