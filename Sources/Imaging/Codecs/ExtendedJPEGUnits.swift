/// Reads one scan of a sequential picture, a row of units at a time.
///
/// A unit (MCU) holds the blocks of all components of the scan that cover the same pixels.
/// Standard: ISO/IEC 10918-1 §A.2, §F.2.2.
struct ExtendedJPEGUnits: Sendable {
    private(set) var planes: [ExtendedJPEGPlane]
    private let restartInterval: Int
    private var unitsRead = 0
    private var buffer: JPEGBitsBuffer
    private var bits = JPEGBits()
    /// For each plane the DC coefficient of its last block.
    private var lasts: [Int32]
    /// Of the block at hand; all 0 between two of them.
    private var coefficients = [Float](repeating: 0, count: 64)

    /// - Parameter stream: stands behind the scan header.
    init(_ stream: JPEGStream, planes: [ExtendedJPEGPlane]) {
        self.planes = planes
        restartInterval = stream.tables.restartInterval
        lasts = planes.map { _ in 0 }
        let blocks = planes.reduce(0) { $0 + $1.across * $1.down }
        // Each of the 64 coefficients takes at most 16 bits of code and 15 extra ones.
        buffer = JPEGBitsBuffer(stream.bytes, from: stream.position, bits: 64 * 31 * blocks)
    }

    /// Decodes the next row into the planes' `samples`.
    mutating func nextRow() throws(ImagingError) {
        for unit in 0..<planes[0].units {
            if restartInterval > 0, unitsRead > 0, unitsRead % restartInterval == 0 {
                try buffer.restart(unitsRead / restartInterval - 1, &bits)
                for index in lasts.indices { lasts[index] = 0 }
            }
            try buffer.prepare(&bits)
            for index in planes.indices { try nextBlocks(of: index, unit: unit) }
            unitsRead += 1
        }
    }

    /// - Returns: the position of the marker behind the scan.
    mutating func close() throws(ImagingError) -> Int { try buffer.close(bits) }

    private mutating func nextBlocks(of index: Int, unit: Int) throws(ImagingError) {
        let (across, down, width) = (planes[index].across, planes[index].down, planes[index].width)
        let transform = planes[index].transform
        for row in 0..<down {
            for column in 0..<across {
                let isFlat = try planes[index].readBlock(&bits, buffer, last: &lasts[index], into: &coefficients)
                let place = row * 8 * width + (unit * across + column) * 8
                transform.undo(
                    &coefficients, isFlat: isFlat, into: &planes[index].samples, at: place, width: width)
            }
        }
    }
}
