/// Pixel cells before anything is masked off, for overlays of old that lie beside the values.
enum UnusedBits: Sendable {
    /// Cells of 8, 16 or 32 bits, little endian.
    case cells(ArraySlice<UInt8>, bytesEach: Int)
    case words([UInt16])

    /// Those of a grey frame; `nil` where a codec has kept the values only.
    init?(_ frame: FramePixels, _ shape: PixelDescription) {
        guard case .grey(let frame) = frame, shape.bitsAllocated >= 8 else { return nil }
        switch frame.storage {
        case .cells(let bytes, _): self = .cells(bytes, bytesEach: shape.bitsAllocated / 8)
        case .samples: if let words = frame.unmasked { self = .words(words) } else { return nil }
        case .bits, .deep: return nil
        }
    }

    var count: Int {
        switch self {
        case .cells(let bytes, let width): bytes.count / width
        case .words(let words): words.count
        }
    }

    /// - Precondition: `index` is below `count`.
    func isSet(_ bit: Int, in index: Int) -> Bool {
        switch self {
        case .cells(let bytes, let width):
            bytes[bytes.startIndex + index * width + bit / 8] >> UInt8(bit % 8) & 1 == 1
        case .words(let words): words[index] >> UInt16(bit) & 1 == 1
        }
    }
}
