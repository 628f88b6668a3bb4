import DICOM

/// The colours of a PALETTE COLOR picture.
///
/// Standard: PS3.3 §C.7.6.3.1.5 (descriptors), §C.7.6.3.1.6 (data), §C.7.9.2 (segmented).
struct PaletteColour: Sendable {
    /// Stored value of the first entry; lower ones take it as well, and higher ones than the last the last.
    let first: Int
    /// Luminance of each entry, 0 … 2^`bits` - 1.
    let luminances: [UInt16]
    /// 8 or 16.
    let bits: Int
    let notes: [String]

    private struct Curve {
        let first: Int
        let bits: Int
        /// Not empty.
        let values: [UInt32]
        /// Entries are missing that the descriptor promises.
        let isShort: Bool

        var last: Int { first + values.count - 1 }

        func value(at index: Int) -> UInt32 { values[min(max(index - first, 0), values.count - 1)] }
    }

    /// - Throws: `.unsupportedPixels` when the tables are missing or do not hold what their descriptors say.
    init(_ dataSet: DataSet) throws(ImagingError) {
        let red = try Self.curve(
            dataSet, .redPaletteColorLookupTableDescriptor, .redPaletteColorLookupTableData,
            .segmentedRedPaletteColorLookupTableData)
        let green = try Self.curve(
            dataSet, .greenPaletteColorLookupTableDescriptor, .greenPaletteColorLookupTableData,
            .segmentedGreenPaletteColorLookupTableData)
        let blue = try Self.curve(
            dataSet, .bluePaletteColorLookupTableDescriptor, .bluePaletteColorLookupTableData,
            .segmentedBluePaletteColorLookupTableData)
        guard red.bits == green.bits, red.bits == blue.bits else {
            throw .unsupportedPixels("The red, green and blue palettes differ in depth")
        }
        // Each may begin and end elsewhere; beyond its ends it goes on with its first or last entry.
        let curves = [red, green, blue]
        let (low, high) = (curves.map(\.first).min() ?? 0, curves.map(\.last).max() ?? 0)
        (first, bits) = (low, red.bits)
        luminances = (low...high).map {
            UInt16(truncatingIfNeeded: Luminance.of(red.value(at: $0), green.value(at: $0), blue.value(at: $0)))
        }
        notes = curves.contains { $0.isShort } ? ["The palette has fewer entries than it promises."] : []
    }

    private static func curve(
        _ dataSet: DataSet, _ descriptor: Tag, _ data: Tag, _ segmented: Tag
    ) throws(ImagingError) -> Curve {
        let words = dataSet.integers(descriptor)
        guard words.count == 3, words[2] == 8 || words[2] == 16 else {
            throw .unsupportedPixels("The palette has no usable descriptor")
        }
        // Zero stands for 2¹⁶; a descriptor read as signed says the same in two's complement.
        let entries = words[0] & 0xFFFF == 0 ? 65_536 : words[0] & 0xFFFF
        let values: [UInt32]
        if let bytes = dataSet.bytes(data), !bytes.isEmpty {
            values = Self.entries(bytes, entries, bits: words[2])
        } else if let bytes = dataSet.bytes(segmented), !bytes.isEmpty {
            values = try SegmentedPalette.expand(bytes, bits: words[2], entries: entries)
        } else {
            throw .unsupportedPixels("The palette has no data")
        }
        guard values.count >= (entries + 1) / 2, (-32_768...65_535).contains(words[1]) else {
            throw .unsupportedPixels("The palette has \(values.count) entries where \(entries) were promised")
        }
        return Curve(first: words[1], bits: words[2], values: values, isShort: values.count < entries)
    }

    /// 8-bit entries may lie one in a byte or, as some writers have it, one in a 16-bit word.
    private static func entries(_ bytes: ArraySlice<UInt8>, _ entries: Int, bits: Int) -> [UInt32] {
        if bits == 8, bytes.count < 2 * entries { return bytes.prefix(entries).map(UInt32.init) }
        let top: UInt32 = bits == 8 ? 0xFF : 0xFFFF
        return stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).prefix(entries).map {
            (UInt32(bytes[$0]) | UInt32(bytes[$0 + 1]) << 8) & top
        }
    }

    /// The picture in grey: indices become luminances.
    func grey(_ frame: StoredFrame) -> StoredFrame {
        var samples = frame.samples
        // One entry for each sample there can be; cheaper than clamping nine million times.
        let table = (0...65_535).map { sample in
            luminances[min(max(frame.base + frame.step * sample - first, 0), luminances.count - 1)]
        }
        for i in samples.indices { samples[i] = table[Int(samples[i])] }
        return StoredFrame(
            .samples(samples), columns: frame.columns, rows: frame.rows, base: 0, bits: bits, notes: frame.notes + notes
        )
    }
}
