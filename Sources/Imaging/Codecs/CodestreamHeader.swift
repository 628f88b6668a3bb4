/// The image and tile sizes of a JPEG 2000 codestream: what OpenJPEG would allocate by, read before it does.
///
/// Standard: ISO/IEC 15444-1 §A.5.1 (SIZ).
struct CodestreamHeader: Equatable {
    /// The image on the reference grid; the first tile begins at or before its upper left corner.
    let columns: Range<Int>
    let rows: Range<Int>
    let tileColumns: CodestreamTiling
    let tileRows: CodestreamTiling
    let components: Int
    /// Bits of the components, 1 … 38.
    let precision: Int
    let isSigned: Bool
    /// All components have one precision, one sign, and a sample at each point of the grid.
    let isUniform: Bool
    /// Rsiz says that the stream needs Part 15 (High-Throughput JPEG 2000, bit 14).
    let isHighThroughput: Bool
    /// The codestream itself: without the boxes of a JP2 file, which do not belong into DICOM and are met all the same.
    let codestream: ArraySlice<UInt8>

    var width: Int { columns.count }
    var height: Int { rows.count }
    var tiles: Int {
        let (product, overflow) = tileColumns.count.multipliedReportingOverflow(by: tileRows.count)
        return overflow ? .max : product
    }

    init(_ bytes: ArraySlice<UInt8>) throws(ImagingError) {
        let stream = Self.unboxed(bytes)
        func number(_ offset: Int, _ count: Int) -> Int {
            stream.dropFirst(offset).prefix(count).reduce(0) { $0 << 8 | Int($1) }
        }
        guard stream.count >= 43, number(0, 4) == 0xFF4F_FF51 else {
            throw .codec("JPEG 2000: the data does not begin with SOC and SIZ")
        }
        let (xEnd, yEnd, x, y) = (number(8, 4), number(12, 4), number(16, 4), number(20, 4))
        let (tileWidth, tileHeight, tileX, tileY) = (number(24, 4), number(28, 4), number(32, 4), number(36, 4))
        components = number(40, 2)
        guard xEnd > x, yEnd > y, tileWidth > 0, tileHeight > 0, tileX <= x, tileY <= y, tileX + tileWidth > x,
            tileY + tileHeight > y, components > 0, stream.count >= 42 + 3 * components
        else { throw .codec("JPEG 2000: the sizes in SIZ contradict each other") }
        (columns, rows) = (x..<xEnd, y..<yEnd)
        tileColumns = CodestreamTiling(of: columns, from: tileX, step: tileWidth)
        tileRows = CodestreamTiling(of: rows, from: tileY, step: tileHeight)
        let depth = number(42, 1)
        (precision, isSigned) = ((depth & 0x7F) + 1, depth & 0x80 != 0)
        isUniform = (0..<components).allSatisfy { number(42 + 3 * $0, 3) == depth << 16 | 0x0101 }
        isHighThroughput = number(6, 2) & 0x4000 != 0
        codestream = stream
    }

    /// Looks for the contiguous codestream box. Standard: ISO/IEC 15444-1 §I.4, §I.5.4.
    private static func unboxed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes
        guard rest.dropFirst(4).prefix(4).elementsEqual("jP  ".utf8) else { return bytes }
        while rest.count >= 8 {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            if rest.dropFirst(4).prefix(4).elementsEqual("jp2c".utf8) { return rest.dropFirst(length == 1 ? 16 : 8) }
            guard length >= 8 else { break }
            rest = rest.dropFirst(length)
        }
        return bytes
    }
}

/// The tiles of an image in one direction. Standard: ISO/IEC 15444-1 §B.3.
struct CodestreamTiling: Equatable {
    let image: Range<Int>
    let origin: Int
    let step: Int

    init(of image: Range<Int>, from origin: Int, step: Int) {
        (self.image, self.origin, self.step) = (image, origin, step)
    }

    var count: Int { (image.upperBound - origin + step - 1) / step }

    /// What the tile covers of the image.
    subscript(index: Int) -> Range<Int> {
        let start = max(image.lowerBound, origin + index * step)
        return start..<max(start, min(image.upperBound, origin + (index + 1) * step))
    }
}
