import DICOM

/// Graphics or a region of interest that lie over the picture, one bit a pixel. Drawn only on request.
///
/// Standard: PS3.3 §C.9.2 (Overlay Plane module); planes inside of unused pixel bits are of the standard before 2004.
public struct OverlayPlane: Sendable, Equatable {
    /// Label or description, or `Overlay 1`. It may name a person.
    public let name: String
    public let columns: Int
    public let rows: Int
    /// Where its first pixel lies in the film, zero-based; negative when it begins outside.
    let left: Int
    let top: Int
    /// `rows × columns`, row-major, the first pixel in the lowest bit.
    private let bits: [UInt8]

    private func isSet(_ index: Int) -> Bool { bits[index / 8] >> UInt8(index % 8) & 1 == 1 }

    /// The plane over the whole film: 255 where it is set, 0 elsewhere.
    public func mask(columns filmColumns: Int, rows filmRows: Int) -> [UInt8] {
        var mask = [UInt8](repeating: 0, count: filmColumns * filmRows)
        for y in max(0, -top)..<max(max(0, -top), min(rows, filmRows - top)) {
            for x in max(0, -left)..<max(max(0, -left), min(columns, filmColumns - left))
            where isSet(y * columns + x) {
                mask[(y + top) * filmColumns + x + left] = 255
            }
        }
        return mask
    }
}

extension OverlayPlane {
    /// Every plane of a data set that can be read; the others are named in `notes`.
    ///
    /// - Parameter cells: the uncompressed pixel data, for planes that lie in it; `nil` when it is compressed.
    static func all(
        in dataSet: DataSet, _ shape: PixelDescription, cells: ArraySlice<UInt8>?, notes: inout [String]
    ) -> [OverlayPlane] {
        var planes: [OverlayPlane] = []
        for (number, group) in stride(from: UInt16(0x6000), through: 0x601E, by: 2).enumerated() {
            guard let rows = dataSet.integer(Tag(group, 0x0010)), let columns = dataSet.integer(Tag(group, 0x0011))
            else { continue }
            guard
                let plane = OverlayPlane(
                    dataSet, group, number: number + 1, rows: rows, columns: columns, shape, cells)
            else {
                notes.append("Overlay \(number + 1) could not be read.")
                continue
            }
            planes.append(plane)
        }
        return planes
    }

    private init?(
        _ dataSet: DataSet, _ group: UInt16, number: Int, rows: Int, columns: Int, _ shape: PixelDescription,
        _ cells: ArraySlice<UInt8>?
    ) {
        // Larger planes than films are of no use and a way to make us allocate.
        guard (1...65_535).contains(rows), (1...65_535).contains(columns),
            rows * columns <= max(1 << 20, 4 * shape.rows * shape.columns)
        else { return nil }
        let origin = dataSet.integers(Tag(group, 0x0050)).map { Int(Int16(truncatingIfNeeded: $0)) }
        (self.rows, self.columns) = (rows, columns)
        (top, left) = origin.count == 2 ? (origin[0] - 1, origin[1] - 1) : (0, 0)
        name =
            dataSet.string(Tag(group, 0x1500)) ?? dataSet.string(Tag(group, 0x0022)) ?? "Overlay \(number)"
        let size = (rows * columns + 7) / 8
        if let data = dataSet.bytes(Tag(group, 0x3000)), !data.isEmpty {
            guard data.count >= size else { return nil }
            bits = Array(data.prefix(size))
        } else {
            guard let position = dataSet.integer(Tag(group, 0x0102)), let cells,
                let bits = Self.bits(at: position, of: cells, shape, rows: rows, columns: columns)
            else { return nil }
            self.bits = bits
        }
    }

    /// A plane in one of the bits of the pixel cells that no value uses.
    private static func bits(
        at position: Int, of cells: ArraySlice<UInt8>, _ shape: PixelDescription, rows: Int, columns: Int
    ) -> [UInt8]? {
        let width = shape.bitsAllocated / 8
        guard rows == shape.rows, columns == shape.columns, shape.components == 1, width > 0,
            (0..<shape.bitsAllocated).contains(position), cells.count >= rows * columns * width
        else { return nil }
        var bits = [UInt8](repeating: 0, count: (rows * columns + 7) / 8)
        let (byte, bit, first) = (position / 8, UInt8(position % 8), cells.startIndex)
        for i in 0..<rows * columns where cells[first + i * width + byte] >> bit & 1 == 1 {
            bits[i / 8] |= 1 << UInt8(i % 8)
        }
        return bits
    }
}
