/// One decoded frame: the stored pixel values, before any rescale.
///
/// Values are seen as 16-bit samples, offset so that their order is the order of the unsigned numbers: a stored value is
/// `base + step · sample`. Uncompressed cells stay where they are in the file's buffer and are unpacked a row at a time: a film
/// of nine million pixels is not copied.
package struct StoredFrame: Sendable, Equatable {
    enum Storage: Sendable, Equatable {
        /// `rows × columns`, row-major.
        case samples([UInt16])
        /// Packed cells of 8 or 16 bits, at least `rows × columns` of them.
        case cells(ArraySlice<UInt8>, PixelCell)
        /// One bit a pixel, the first in bit `first` of the bytes, lower bits before higher ones.
        case bits(ArraySlice<UInt8>, first: Int)
        /// Values of 32-bit cells, above `base`. They are drawn after `fitted` has made samples of them.
        case deep([UInt32])
    }

    package let rows: Int
    package let columns: Int
    let storage: Storage
    /// The stored value of sample 0: 0 for unsigned films, -2^(bits-1) for signed ones.
    package let base: Int
    /// Stored values from one sample to the next: a power of two, 1 unless the values span more than 65 536.
    package let step: Int
    /// Significant bits of the stored values (Bits Stored, or the codestream's precision).
    package let bits: Int
    /// What the pixel data says differently from the header.
    let notes: [String]
    /// Samples that stand for padding and for nothing else, where `fitted` has set them apart.
    let padding: ClosedRange<UInt16>?
    /// Decoded samples with the bits around the values, where these are not all 0: overlays of old may lie there.
    let unmasked: [UInt16]?

    init(
        _ storage: Storage, columns: Int, rows: Int, base: Int, step: Int = 1, bits: Int, notes: [String] = [],
        padding: ClosedRange<UInt16>? = nil, unmasked: [UInt16]? = nil
    ) {
        (self.columns, self.rows, self.storage) = (columns, rows, storage)
        (self.base, self.step, self.bits, self.notes) = (base, step, bits, notes)
        (self.padding, self.unmasked) = (padding, unmasked)
    }

    /// Unpacks one row into `line`, which holds `columns` samples.
    func copyRow(_ row: Int, into line: inout [UInt16]) {
        let start = row * columns
        switch storage {
        case .samples(let samples):
            let source = samples.span.extracting(start..<start + columns)
            var line = line.mutableSpan
            for x in source.indices { line[x] = source[x] }
        case .cells(let bytes, let cell):
            cell.unpack(bytes.span, from: start, into: &line)
        case .bits(let bytes, let first):
            let source = bytes.span
            var line = line.mutableSpan
            for x in line.indices { line[x] = Self.bit(first + start + x, of: source) }
        case .deep(let values):
            let source = values.span.extracting(start..<start + columns)
            var line = line.mutableSpan
            for x in source.indices { line[x] = UInt16(truncatingIfNeeded: source[x]) }
        }
    }

    /// The sample of one pixel. - Precondition: `column` and `row` lie within the frame.
    func sample(column: Int, row: Int) -> UInt16 {
        let index = row * columns + column
        return switch storage {
        case .samples(let samples): samples[index]
        case .cells(let bytes, let cell): cell.sample(bytes.span, at: index)
        case .bits(let bytes, let first): Self.bit(first + index, of: bytes.span)
        case .deep(let values): UInt16(truncatingIfNeeded: values[index])
        }
    }

    private static func bit(_ place: Int, of bytes: Span<UInt8>) -> UInt16 {
        UInt16(bytes[place / 8] >> UInt8(place % 8) & 1)
    }

    /// All samples, row-major.
    package var samples: [UInt16] {
        if case .samples(let samples) = storage { return samples }
        var (all, line) = ([UInt16](), [UInt16](repeating: 0, count: columns))
        all.reserveCapacity(rows * columns)
        for row in 0..<rows {
            copyRow(row, into: &line)
            all.append(contentsOf: line)
        }
        return all
    }

    /// The stored values, row-major. Slow and large; for comparisons.
    package var storedValues: [Int] {
        if case .deep(let values) = storage { return values.map { Int($0) + base } }
        return samples.map { Int($0) * step + base }
    }
}
