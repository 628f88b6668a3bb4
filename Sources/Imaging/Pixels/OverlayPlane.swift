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
    /// `rows × columns`, row-major from bit `first` on, lower bits before higher ones.
    private let bits: [UInt8]
    private let first: Int

    private func isSet(_ index: Int) -> Bool {
        bits[(first + index) / 8] >> UInt8((first + index) % 8) & 1 == 1
    }

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
    /// Every plane of a data set that belongs to a frame and can be read; those that cannot are named in `notes`.
    ///
    /// - Parameters:
    ///   - frame: zero-based, of the picture.
    ///   - cells: the frame's cells, for planes that lie in their unused bits; `nil` when these are lost.
    static func all(
        in dataSet: DataSet, frame: Int, _ shape: PixelDescription, cells: UnusedBits?, notes: inout [String]
    ) -> [OverlayPlane] {
        var planes: [OverlayPlane] = []
        for (number, group) in stride(from: UInt16(0x6000), through: 0x601E, by: 2).enumerated() {
            guard let rows = dataSet.integer(Tag(group, 0x0010)), let columns = dataSet.integer(Tag(group, 0x0011)),
                let place = place(of: frame, in: dataSet, group)
            else { continue }
            guard
                let plane = OverlayPlane(
                    dataSet, group, number: number + 1, rows: rows, columns: columns, place: place, shape, cells)
            else {
                notes.append("Overlay \(number + 1) could not be read.")
                continue
            }
            planes.append(plane)
        }
        return planes
    }

    /// Which frame of the overlay lies over a frame of the picture; `nil` when none does.
    ///
    /// Image Frame Origin (60xx,0051) is the picture's frame, from 1 on, of the overlay's first one. An overlay of one
    /// frame that names no origin holds for every frame.
    private static func place(of frame: Int, in dataSet: DataSet, _ group: UInt16) -> Int? {
        let (frames, origin) = (dataSet.integer(Tag(group, 0x0015)), dataSet.integer(Tag(group, 0x0051)))
        if frames ?? 1 <= 1, origin == nil { return 0 }
        let place = frame.subtractingReportingOverflow(min(max(origin ?? 1, 1), Int(Int32.max)) - 1).partialValue
        return (0..<max(1, frames ?? 1)).contains(place) ? place : nil
    }

    private init?(
        _ dataSet: DataSet, _ group: UInt16, number: Int, rows: Int, columns: Int, place: Int,
        _ shape: PixelDescription, _ cells: UnusedBits?
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
        if let data = dataSet.bytes(Tag(group, 0x3000)), !data.isEmpty {
            // Frames follow each other without a gap.
            let (start, overflow) = (rows * columns).multipliedReportingOverflow(by: place)
            guard !overflow, start <= data.count * 8, rows * columns <= data.count * 8 - start else { return nil }
            first = start % 8
            bits = Array(data.dropFirst(start / 8).prefix((first + rows * columns + 7) / 8))
        } else {
            guard let position = dataSet.integer(Tag(group, 0x0102)), let cells,
                let bits = Self.bits(at: position, of: cells, shape, rows: rows, columns: columns)
            else { return nil }
            (self.bits, first) = (bits, 0)
        }
    }

    /// A plane in one of the bits of the pixel cells that no value uses.
    private static func bits(
        at position: Int, of cells: UnusedBits, _ shape: PixelDescription, rows: Int, columns: Int
    ) -> [UInt8]? {
        guard rows == shape.rows, columns == shape.columns, shape.components == 1, shape.bitsAllocated >= 8,
            (0..<shape.bitsAllocated).contains(position), cells.count >= rows * columns
        else { return nil }
        var bits = [UInt8](repeating: 0, count: (rows * columns + 7) / 8)
        for i in 0..<rows * columns where cells.isSet(position, in: i) {
            bits[i / 8] |= 1 << UInt8(i % 8)
        }
        return bits
    }
}
