/// The frame header of a JPEG picture, read before any library is asked.
///
/// Standard: ITU-T T.81 §B.1.1 (markers), §B.2.2 (frame header).
package struct BaselineJPEGHeader: Equatable, Sendable {
    /// n of SOFn: 0 baseline, 1 extended, 2 progressive, 3 lossless, 9 and more arithmetic-coded.
    package let process: Int
    /// Sample precision in bits.
    package let precision: Int
    package let columns: Int
    package let rows: Int
    package let components: Int
    /// 8 × 8 blocks that the entropy-coded data must tell of, all components together.
    let blocks: Int

    /// `nil` when no frame header is met before the first scan.
    package init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var rest = bytes.dropFirst(2)
        while let start = rest.firstIndex(of: 0xFF) {
            rest = rest[start...].drop { $0 == 0xFF }
            guard let marker = rest.popFirst() else { return nil }
            // Markers without a segment, and an FF that is none: libjpeg steps over both.
            if marker == 0 || marker == 1 || (0xD0...0xD8).contains(marker) { continue }
            guard marker != 0xD9, marker != 0xDA, rest.count >= 2 else { return nil }
            let length = Self.number(rest, 0)
            guard length >= 2, length <= rest.count else { return nil }
            let isFrame = (0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker)
            if isFrame {
                self.init(process: Int(marker) - 0xC0, segment: rest.prefix(length))
                return
            }
            rest = rest.dropFirst(length)
        }
        return nil
    }

    private init?(process: Int, segment: ArraySlice<UInt8>) {
        guard segment.count >= 8 else { return nil }
        let bytes = segment.dropFirst(2)
        self.process = process
        precision = Int(bytes[bytes.startIndex])
        (rows, columns) = (Self.number(bytes, 1), Self.number(bytes, 3))
        components = Int(bytes[bytes.startIndex + 5])
        guard components > 0, segment.count >= 8 + 3 * components else { return nil }
        let factors = (0..<components).map { segment[segment.startIndex + 9 + 3 * $0] }
        let (across, down) = (factors.map { Int($0 >> 4) }, factors.map { Int($0 & 15) })
        guard let most = across.max(), let highest = down.max(), most > 0, highest > 0 else { return nil }
        var blocks = 0
        for (h, v) in zip(across, down) {
            let (width, height) = ((columns * h + most - 1) / most, (rows * v + highest - 1) / highest)
            blocks += ((width + 7) / 8) * ((height + 7) / 8)
        }
        self.blocks = blocks
    }

    private static func number(_ bytes: ArraySlice<UInt8>, _ offset: Int) -> Int {
        Int(bytes[bytes.startIndex + offset]) << 8 | Int(bytes[bytes.startIndex + offset + 1])
    }
}
