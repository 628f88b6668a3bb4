import Imaging

/// Encodes pictures as lossless JPEG, as plainly as the standard says it (ISO/IEC 10918-1 §H.1.2).
struct LosslessJPEGWriter {
    var columns = 13
    var rows = 11
    var components = 1
    var precision = 12
    var predictor = 1
    var shift = 0
    /// Rows between two restart markers; 0 for none.
    var restartRows = 0
    /// One for each scan, defined anew before it.
    var codes = [PrefixCode.flat(Array(0...16), length: 5)]
    /// The components of each scan.
    var scans: [[Int]] = [[0]]

    /// - Parameter samples: pixel-interleaved.
    func encoded(_ samples: [UInt16]) -> [UInt8] {
        var writer = JPEGWriter()
        writer.segment(0xFE, Array("a comment".utf8))
        var header = [UInt8(precision)] + JPEGWriter.pair(rows)
        header += JPEGWriter.pair(columns)
        header.append(UInt8(components))
        for component in 0..<components { header += [UInt8(component + 1), 0x11, 0] }
        writer.segment(0xC3, header)
        if restartRows > 0 { writer.segment(0xDD, JPEGWriter.pair(restartRows * columns)) }
        for (index, scan) in scans.enumerated() {
            writer.huffman(0, codes[index % codes.count])
            var parts = [UInt8(scan.count)]
            for component in scan { parts += [UInt8(component + 1), 0] }
            writer.segment(0xDA, parts + [UInt8(predictor), 0, UInt8(shift)])
            write(samples.map { Int($0 >> UInt16(shift)) }, scan, codes[index % codes.count], &writer)
        }
        writer.raw([0xFF, 0xD9])
        return writer.bytes
    }

    private func write(_ samples: [Int], _ scan: [Int], _ code: PrefixCode, _ writer: inout JPEGWriter) {
        let codes = code.codes
        for row in 0..<rows {
            let isFirst = row == 0 || restartRows > 0 && row % restartRows == 0
            if isFirst, row > 0 {
                writer.flush()
                writer.raw([0xFF, 0xD0 | UInt8((row / restartRows - 1) % 8)])
            }
            for column in 0..<columns {
                for component in scan {
                    func sample(_ left: Int, _ up: Int) -> Int {
                        samples[((row - up) * columns + column - left) * components + component]
                    }
                    let foretold = foretold(row, column, isFirst: isFirst, sample)
                    let difference = Int(Int16(truncatingIfNeeded: sample(0, 0) - foretold))
                    let size = JPEGWriter.size(difference)
                    writer.put(UInt8(size), difference, size: size == 16 ? 0 : size, codes)
                }
            }
        }
        writer.flush()
    }

    private func foretold(_ row: Int, _ column: Int, isFirst: Bool, _ sample: (_ left: Int, _ up: Int) -> Int) -> Int {
        if isFirst { return column == 0 ? 1 << (precision - shift - 1) : sample(1, 0) }
        if column == 0 { return sample(0, 1) }
        return switch predictor {
        case 1: sample(1, 0)
        case 2: sample(0, 1)
        case 3: sample(1, 1)
        case 4: sample(1, 0) + sample(0, 1) - sample(1, 1)
        case 5: sample(1, 0) + (sample(0, 1) - sample(1, 1)) >> 1
        case 6: sample(0, 1) + (sample(1, 0) - sample(1, 1)) >> 1
        default: (sample(1, 0) + sample(0, 1)) >> 1
        }
    }

    /// A picture with a smooth half and a wild one, below `2^precision`.
    func picture() -> [UInt16] {
        var state: UInt32 = 12345
        return (0..<rows * columns * components).map { place in
            state = state &* 1_664_525 &+ 1_013_904_223
            let noise = Int(state >> 16)
            let (row, column) = (place / components / columns, place / components % columns)
            let value =
                column < columns / 2 ? (row * 3 + column * 5 + place % components) << max(0, precision - 7) : noise
            return UInt16(truncatingIfNeeded: value & (1 << precision - 1))
        }
    }

    var shape: FrameShape {
        FrameShape(columns: columns, rows: rows, components: components, bitsAllocated: 16)
    }
}
