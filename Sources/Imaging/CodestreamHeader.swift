/// The first marker segments of a JPEG 2000 codestream: what OpenJPEG would allocate by, read before it does.
///
/// Standard: ISO/IEC 15444-1 §A.5.1 (SIZ).
struct CodestreamHeader: Equatable {
    let width: Int
    let height: Int
    let tiles: Int
    let components: Int
    /// Bits of the first component, 1 … 38.
    let precision: Int
    let isSigned: Bool
    /// The codestream itself: without the boxes of a JP2 file, which do not belong into DICOM and are met all the same.
    let codestream: ArraySlice<UInt8>

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
        guard xEnd > x, yEnd > y, tileWidth > 0, tileHeight > 0, tileX <= x, tileY <= y else {
            throw .codec("JPEG 2000: the sizes in SIZ contradict each other")
        }
        (width, height, components) = (xEnd - x, yEnd - y, number(40, 2))
        let across = (xEnd - tileX + tileWidth - 1) / tileWidth
        let down = (yEnd - tileY + tileHeight - 1) / tileHeight
        let (product, overflow) = across.multipliedReportingOverflow(by: down)
        tiles = overflow ? .max : product
        let depth = number(42, 1)
        (precision, isSigned, codestream) = ((depth & 0x7F) + 1, depth & 0x80 != 0, stream)
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
