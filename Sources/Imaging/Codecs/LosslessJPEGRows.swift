/// Reads the rows of one lossless scan as differences.
struct LosslessJPEGRows: Sendable {
    private let tables: [JPEGHuffman]
    /// The lookups of all tables, side by side.
    private let lookups: [UInt32]
    private let rowsInInterval: Int
    private var buffer: JPEGBitsBuffer
    private var bits = JPEGBits()

    /// - Parameters:
    ///   - stream: stands behind the scan header.
    ///   - tables: one for each component of the scan.
    init(_ stream: JPEGStream, columns: Int, tables: [JPEGHuffman]) throws(ImagingError) {
        let interval = stream.tables.restartInterval
        // ISO/IEC 10918-1 §H.1.1: an interval is a whole number of rows.
        guard interval % columns == 0 else {
            throw JPEGStream.damage("a restart interval of \(interval) pixels in rows of \(columns)")
        }
        rowsInInterval = interval / columns
        self.tables = tables
        lookups = tables.flatMap { $0.lookup(hasRuns: false) }
        // A difference takes at most 16 bits of code and 15 extra ones.
        buffer = JPEGBitsBuffer(stream.bytes, from: stream.position, bits: 31 * columns * tables.count)
    }

    /// Fills `line`, pixel-interleaved, with the differences of the next row, modulo 65 536.
    ///
    /// - Returns: whether the row is the first of the scan or of a restart interval.
    mutating func next(_ row: Int, into line: inout [UInt16]) throws(ImagingError) -> Bool {
        let isFirst = row == 0 || rowsInInterval > 0 && row % rowsInInterval == 0
        if isFirst, row > 0 { try buffer.restart(row / rowsInInterval - 1, &bits) }
        try buffer.prepare(&bits)
        var line = line.mutableSpan
        bits = try tables.count == 1 ? grey(&line) : interleaved(&line)
        return isFirst
    }

    /// - Returns: the position of the marker behind the scan.
    mutating func close() throws(ImagingError) -> Int { try buffer.close(bits) }

    private func grey(_ line: inout MutableSpan<UInt16>) throws(ImagingError) -> JPEGBits {
        let (bytes, lookups) = (buffer.piece.span.bytes, lookups.span)
        // A copy, so that it stays in registers.
        var bits = bits
        for place in line.indices {
            bits.fill(bytes)
            let entry = bits.entry(lookups, from: 0)
            if entry == 0 {
                line[place] = try Self.long(&bits, tables[0])
            } else {
                line[place] = UInt16(truncatingIfNeeded: bits.take(entry))
            }
        }
        return bits
    }

    private func interleaved(_ line: inout MutableSpan<UInt16>) throws(ImagingError) -> JPEGBits {
        let (bytes, lookups) = (buffer.piece.span.bytes, lookups.span)
        var bits = bits
        var component = 0
        for place in line.indices {
            bits.fill(bytes)
            let entry = bits.entry(lookups, from: component &<< JPEGHuffman.lookupBits)
            if entry == 0 {
                line[place] = try Self.long(&bits, tables[component])
            } else {
                line[place] = UInt16(truncatingIfNeeded: bits.take(entry))
            }
            component = component &+ 1 == tables.count ? 0 : component &+ 1
        }
        return bits
    }

    /// A difference that no lookup holds. Standard: ISO/IEC 10918-1 Table H.2 (SSSS of 16 is 32 768, without extra bits).
    @inline(__always)
    private static func long(_ bits: inout JPEGBits, _ table: JPEGHuffman) throws(ImagingError) -> UInt16 {
        var copy = bits
        let (symbol, value) = try copy.take(table)
        guard symbol <= 16 else { throw JPEGStream.damage("a difference of \(symbol) bits") }
        bits = copy
        return symbol == 16 ? 0x8000 : UInt16(truncatingIfNeeded: value)
    }
}
