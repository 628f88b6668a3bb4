import Foundation
import Imaging

/// Encodes made-up coefficients as sequential JPEG, and says by the definition of the transform which samples they mean.
struct ExtendedJPEGWriter {
    typealias Factors = (across: Int, down: Int)

    var columns = 37
    var rows = 29
    var precision = 12
    /// Sampling factors of each component.
    var factors: [Factors] = [(1, 1)]
    /// Units between two restart markers; 0 for none.
    var restartInterval = 0
    /// The components of each scan.
    var scans: [[Int]] = [[0]]
    var marker: UInt8 = 0xC1
    /// Multiplies every coefficient.
    var strength = 1

    var shape: FrameShape {
        FrameShape(columns: columns, rows: rows, components: factors.count, bitsAllocated: precision > 8 ? 16 : 8)
    }

    private var across: Int { factors.map(\.across).max() ?? 1 }
    private var down: Int { factors.map(\.down).max() ?? 1 }

    /// 200 codes of 8 bits, the others of 16.
    private static let ac = PrefixCode(
        counts: [0, 0, 0, 0, 0, 0, 0, 200, 0, 0, 0, 0, 0, 0, 0, 26],
        symbols: [0x00, 0xF0] + (1...14).flatMap { size in (0...15).map { run in UInt8(run << 4 | size) } })

    private func divisor(_ place: Int) -> Int { precision > 8 ? 3 + 5 * place : 1 + place }

    /// The quantised coefficients of a block in zigzag order: flat, sparse, full or wild by turns.
    private func block(_ component: Int, _ x: Int, _ y: Int) -> [Int] {
        var state = UInt32(truncatingIfNeeded: 7919 * component + 104_729 * x + 1_299_709 * y + 17)
        func next(_ limit: Int) -> Int {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int(state >> 8) % (2 * limit + 1) - limit
        }
        var block = [next(1000)] + Array(repeating: 0, count: 63)
        switch (x + 2 * y + component) % 5 {
        case 0: break
        case 1: block[63] = next(40)
        case 2: for place in 1..<6 { block[place] = next(60) }
        case 3: for place in 1..<64 { block[place] = next(1 + 90 / place) }
        default: for place in stride(from: 5, to: 60, by: 18) { block[place] = next(9) }
        }
        return block.map { $0 * strength }
    }

    func encoded() -> [UInt8] {
        var writer = JPEGWriter()
        if precision > 8 {
            writer.segment(0xDB, [0x10] + (0..<64).flatMap { JPEGWriter.pair(divisor($0)) })
        } else {
            writer.segment(0xDB, [0] + (0..<64).map { UInt8(divisor($0)) })
        }
        var header = [UInt8(precision)] + JPEGWriter.pair(rows)
        header += JPEGWriter.pair(columns)
        header.append(UInt8(factors.count))
        for (index, factor) in factors.enumerated() {
            header += [UInt8(index), UInt8(factor.across << 4 | factor.down), 0]
        }
        writer.segment(marker, header)
        writer.huffman(0, .steep)
        writer.huffman(0x11, Self.ac)
        if restartInterval > 0 { writer.segment(0xDD, JPEGWriter.pair(restartInterval)) }
        for scan in scans {
            var parts = [UInt8(scan.count)]
            for component in scan { parts += [UInt8(component), 0x01] }
            writer.segment(0xDA, parts + [0, 63, 0])
            write(scan, &writer)
        }
        writer.raw([0xFF, 0xD9])
        return writer.bytes
    }

    private func write(_ scan: [Int], _ writer: inout JPEGWriter) {
        let (dc, ac) = (PrefixCode.steep.codes, Self.ac.codes)
        var last = factors.map { _ in 0 }
        let isAlone = scan.count == 1
        func units(_ side: Int, _ factor: Int, _ most: Int) -> Int {
            let samples = (side * factor + most - 1) / most
            return isAlone ? (samples + 7) / 8 : (side + 8 * most - 1) / (8 * most)
        }
        let (wide, high) = (
            units(columns, factors[scan[0]].across, across), units(rows, factors[scan[0]].down, down)
        )
        for unit in 0..<wide * high {
            if restartInterval > 0, unit > 0, unit % restartInterval == 0 {
                writer.flush()
                writer.raw([0xFF, 0xD0 | UInt8((unit / restartInterval - 1) % 8)])
                last = factors.map { _ in 0 }
            }
            for component in scan {
                let (h, v) = isAlone ? (1, 1) : factors[component]
                for place in 0..<h * v {
                    let block = block(component, unit % wide * h + place % h, unit / wide * v + place / h)
                    let difference = block[0] - last[component]
                    last[component] = block[0]
                    let size = JPEGWriter.size(difference)
                    writer.put(UInt8(size), difference, size: size, dc)
                    write(block, ac, &writer)
                }
            }
        }
        writer.flush()
    }

    private func write(_ block: [Int], _ codes: [UInt8: (code: UInt32, length: Int)], _ writer: inout JPEGWriter) {
        var run = 0
        for value in block.dropFirst() {
            guard value != 0 else {
                run += 1
                continue
            }
            while run > 15 {
                writer.put(0xF0, 0, size: 0, codes)
                run -= 16
            }
            let size = JPEGWriter.size(value)
            writer.put(UInt8(run << 4 | size), value, size: size, codes)
            run = 0
        }
        if run > 0 { writer.put(0, 0, size: 0, codes) }
    }

    /// The exact samples, pixel-interleaved, clamped but not rounded. Standard: ISO/IEC 10918-1 §A.3.3.
    func exact() -> [Double] {
        var blocks: [[Int]: [Double]] = [:]
        var samples: [Double] = []
        for place in 0..<rows * columns * factors.count {
            let component = place % factors.count
            let x = place / factors.count % columns * factors[component].across / across
            let y = place / factors.count / columns * factors[component].down / down
            let key = [component, x / 8, y / 8]
            let values = blocks[key] ?? inverse(block(component, x / 8, y / 8))
            blocks[key] = values
            let value = values[y % 8 * 8 + x % 8] + Double(1 << (precision - 1))
            samples.append(min(max(value, 0), Double(1 << precision - 1)))
        }
        return samples
    }

    /// At `[sample][frequency]`.
    private static let cosines = (0..<8).map { (sample: Int) -> [Double] in
        (0..<8).map { (frequency: Int) -> Double in
            let angle = Double((2 * sample + 1) * frequency) * Double.pi / 16
            return frequency == 0 ? 0.125.squareRoot() : cos(angle) / 2
        }
    }

    private func inverse(_ block: [Int]) -> [Double] {
        var order: [(u: Int, v: Int)] = []
        for diagonal in 0..<15 {
            let steps = (0...diagonal).filter { $0 < 8 && diagonal - $0 < 8 }
            order += steps.map { diagonal % 2 == 0 ? ($0, diagonal - $0) : (diagonal - $0, $0) }
        }
        var samples = Array(repeating: 0.0, count: 64)
        for (place, value) in block.enumerated() where value != 0 {
            let (u, v) = order[place]
            for sample in 0..<64 {
                let wave = Self.cosines[sample % 8][u] * Self.cosines[sample / 8][v]
                samples[sample] += Double(value * divisor(place)) * wave
            }
        }
        return samples
    }
}
