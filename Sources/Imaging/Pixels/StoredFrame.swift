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
        /// Values of more than 16 bits, above the lowest of them; `step` of them are one sample.
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
    /// What the codec saw differently from the header.
    let notes: [String]

    init(
        _ storage: Storage, columns: Int, rows: Int, base: Int, step: Int = 1, bits: Int, notes: [String] = []
    ) {
        (self.columns, self.rows, self.storage) = (columns, rows, storage)
        (self.base, self.step, self.bits, self.notes) = (base, step, bits, notes)
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
        case .deep(let values):
            let source = values.span.extracting(start..<start + columns)
            let shift = UInt32(step.trailingZeroBitCount)
            var line = line.mutableSpan
            for x in source.indices { line[x] = UInt16(truncatingIfNeeded: source[x] &>> shift) }
        }
    }

    /// The sample of one pixel. - Precondition: `column` and `row` lie within the frame.
    func sample(column: Int, row: Int) -> UInt16 {
        let index = row * columns + column
        return switch storage {
        case .samples(let samples): samples[index]
        case .cells(let bytes, let cell): cell.sample(bytes.span, at: index)
        case .deep(let values): UInt16(truncatingIfNeeded: values[index] >> UInt32(step.trailingZeroBitCount))
        }
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
