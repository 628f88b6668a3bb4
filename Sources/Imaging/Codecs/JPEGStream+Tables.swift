extension JPEGStream {
    /// The tables in force; a stream may change them between its scans.
    struct Tables: Sendable {
        /// For lossless differences and DC coefficients.
        private var dc: [JPEGHuffman?] = [nil, nil, nil, nil]
        private var ac: [JPEGHuffman?] = [nil, nil, nil, nil]
        private var quantisation: [[UInt16]?] = [nil, nil, nil, nil]
        /// Units (pixels of a lossless picture, blocks of others) between two restart markers; 0 when there are none.
        private(set) var restartInterval = 0

        func differences(_ number: Int) throws(ImagingError) -> JPEGHuffman { try Self.table(dc, number) }

        func coefficients(_ number: Int) throws(ImagingError) -> JPEGHuffman { try Self.table(ac, number) }

        /// 64 divisors in zigzag order, each 1 … 65 535.
        func divisors(_ number: Int) throws(ImagingError) -> [UInt16] {
            guard let table = quantisation[number] else {
                throw JPEGStream.damage("quantisation table \(number) is missing")
            }
            return table
        }

        private static func table(_ tables: [JPEGHuffman?], _ number: Int) throws(ImagingError) -> JPEGHuffman {
            guard let table = tables[number] else { throw JPEGStream.damage("Huffman table \(number) is missing") }
            return table
        }

        /// Standard: ISO/IEC 10918-1 §B.2.4.2.
        mutating func defineHuffman(_ segment: ArraySlice<UInt8>) throws(ImagingError) {
            var rest = segment
            while let place = rest.first {
                let counts = rest.dropFirst().prefix(16)
                let total = counts.reduce(0) { $0 + Int($1) }
                guard counts.count == 16, rest.count >= 17 + total, place & 0xEC == 0 else {
                    throw JPEGStream.damage("the segment of a Huffman table is damaged")
                }
                let table = try JPEGHuffman(counts: counts, symbols: rest.dropFirst(17).prefix(total))
                if place & 0x10 == 0 { dc[Int(place & 3)] = table } else { ac[Int(place & 3)] = table }
                rest = rest.dropFirst(17 + total)
            }
        }

        /// Standard: ISO/IEC 10918-1 §B.2.4.1.
        mutating func defineQuantisation(_ segment: ArraySlice<UInt8>) throws(ImagingError) {
            var rest = segment
            while let place = rest.first {
                let size = place & 0x10 == 0 ? 64 : 128
                let numbers = rest.dropFirst().prefix(size)
                guard place & 0xEC == 0, numbers.count == size else {
                    throw JPEGStream.damage("the segment of a quantisation table is damaged")
                }
                let table = Self.divisors(Array(numbers))
                guard !table.contains(0) else { throw JPEGStream.damage("a quantisation table divides by zero") }
                quantisation[Int(place & 3)] = table
                rest = rest.dropFirst(1 + size)
            }
        }

        /// 64 numbers of one byte or of two.
        private static func divisors(_ bytes: [UInt8]) -> [UInt16] {
            guard bytes.count == 128 else { return bytes.map { UInt16($0) } }
            return stride(from: 0, to: 128, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        }

        /// Standard: ISO/IEC 10918-1 §B.2.4.4.
        mutating func defineRestartInterval(_ segment: ArraySlice<UInt8>) throws(ImagingError) {
            guard segment.count == 2 else { throw JPEGStream.damage("the restart interval has \(segment.count) bytes") }
            restartInterval = segment.reduce(0) { $0 << 8 | Int($1) }
        }
    }
}
