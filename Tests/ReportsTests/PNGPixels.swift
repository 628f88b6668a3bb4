/// The pixels of a PNG as libgd writes it (8 bits, RGB, not interlaced), read by the letter of RFC 2083 and RFC 1951.
struct PNGPixels {
    struct Unreadable: Error {}

    let width: Int
    let height: Int
    /// Row-major, 0xRRGGBB.
    let pixels: [UInt32]

    init(_ png: [UInt8]) throws {
        func number(_ at: Int) -> Int { png[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
        (width, height) = (number(16), number(20))
        guard png.count > 33, png[24] == 8, png[25] == 2, png[28] == 0 else { throw Unreadable() }
        var (packed, at): ([UInt8], Int) = ([], 8)
        while at + 12 <= png.count {
            let length = number(at)
            if Array(png[at + 4..<at + 8]) == Array("IDAT".utf8) { packed += png[at + 8..<at + 8 + length] }
            at += 12 + length
        }
        var inflation = Inflation(packed, from: 2)
        var rows = try inflation.all()
        guard rows.count == height * (1 + 3 * width) else { throw Unreadable() }
        pixels = Self.unfiltered(&rows, width, height)
    }

    var colours: Set<UInt32> { Set(pixels) }

    subscript(x: Int, y: Int) -> UInt32 { pixels[y * width + x] }

    /// The colours of a rim so many pixels wide.
    func rim(_ rim: Int) -> Set<UInt32> {
        var colours: Set<UInt32> = []
        for y in 0..<height {
            let isEnd = y < rim || y >= height - rim
            for x in isEnd ? Array(0..<width) : Array(0..<rim) + Array(width - rim..<width) {
                colours.insert(self[x, y])
            }
        }
        return colours
    }

    private static func unfiltered(_ rows: inout [UInt8], _ width: Int, _ height: Int) -> [UInt32] {
        let stride = 1 + 3 * width
        var pixels: [UInt32] = []
        pixels.reserveCapacity(width * height)
        for y in 0..<height {
            let (start, filter) = (y * stride + 1, rows[y * stride])
            for i in 0..<3 * width {
                let left = i < 3 ? 0 : Int(rows[start + i - 3])
                let up = y == 0 ? 0 : Int(rows[start + i - stride])
                let corner = i < 3 || y == 0 ? 0 : Int(rows[start + i - stride - 3])
                let guess =
                    switch filter {
                    case 1: left
                    case 2: up
                    case 3: (left + up) / 2
                    case 4: paeth(left, up, corner)
                    default: 0
                    }
                rows[start + i] &+= UInt8(truncatingIfNeeded: guess)
            }
            for x in 0..<width {
                let at = start + 3 * x
                pixels.append(UInt32(rows[at]) << 16 | UInt32(rows[at + 1]) << 8 | UInt32(rows[at + 2]))
            }
        }
        return pixels
    }

    private static func paeth(_ a: Int, _ b: Int, _ c: Int) -> Int {
        let (pa, pb, pc) = (abs(b - c), abs(a - c), abs(a + b - 2 * c))
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c
    }
}

/// RFC 1951, one bit at a time.
struct Inflation {
    private let bytes: [UInt8]
    private var bit: Int
    private var out: [UInt8] = []

    init(_ bytes: [UInt8], from byte: Int) { (self.bytes, bit) = (bytes, 8 * byte) }

    mutating func all() throws -> [UInt8] {
        while true {
            let isLast = try take(1) == 1
            switch try take(2) {
            case 0: try stored()
            case 1: try compressed(Self.fixed.0, Self.fixed.1)
            case 2:
                let (letters, distances) = try codes()
                try compressed(letters, distances)
            default: throw PNGPixels.Unreadable()
            }
            if isLast { return out }
        }
    }

    private mutating func take(_ count: Int) throws -> Int {
        var value = 0
        for shift in 0..<count {
            guard bit >> 3 < bytes.count else { throw PNGPixels.Unreadable() }
            value |= Int(bytes[bit >> 3] >> UInt8(bit & 7) & 1) << shift
            bit += 1
        }
        return value
    }

    private mutating func stored() throws {
        bit = (bit + 7) & ~7
        let length = try take(16)
        _ = try take(16)
        for _ in 0..<length { out.append(UInt8(try take(8))) }
    }

    /// A canonical code: how many words of each length, and the symbols in order.
    private struct Code {
        var counts = [Int](repeating: 0, count: 16)
        var symbols: [Int] = []

        init(_ lengths: [Int]) {
            for length in 1...15 {
                for (symbol, its) in lengths.enumerated() where its == length {
                    counts[length] += 1
                    symbols.append(symbol)
                }
            }
        }
    }

    private static let fixed = (
        Code((0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }), Code([Int](repeating: 5, count: 30))
    )

    private mutating func symbol(_ code: Code) throws -> Int {
        var (word, first, index) = (0, 0, 0)
        for length in 1...15 {
            word |= try take(1)
            let count = code.counts[length]
            if word - count < first { return code.symbols[index + word - first] }
            (index, first) = (index + count, (first + count) << 1)
            word <<= 1
        }
        throw PNGPixels.Unreadable()
    }

    private mutating func codes() throws -> (Code, Code) {
        let (letters, distances, lengths) = (try take(5) + 257, try take(5) + 1, try take(4) + 4)
        let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
        var small = [Int](repeating: 0, count: 19)
        for place in order.prefix(lengths) { small[place] = try take(3) }
        let code = Code(small)
        var all: [Int] = []
        while all.count < letters + distances {
            switch try symbol(code) {
            case 16: all += [Int](repeating: all.last ?? 0, count: 3 + (try take(2)))
            case 17: all += [Int](repeating: 0, count: 3 + (try take(3)))
            case 18: all += [Int](repeating: 0, count: 11 + (try take(7)))
            case let length: all.append(length)
            }
        }
        return (Code(Array(all.prefix(letters))), Code(Array(all[letters..<letters + distances])))
    }

    private mutating func compressed(_ letters: Code, _ distances: Code) throws {
        let lengths = [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
            227, 258,
        ]
        while true {
            let letter = try symbol(letters)
            if letter < 256 { out.append(UInt8(letter)) }
            if letter == 256 { return }
            guard letter > 256 else { continue }
            let extra = letter < 265 || letter == 285 ? 0 : (letter - 261) / 4
            let length = lengths[letter - 257] + (try take(extra))
            let place = try symbol(distances)
            let far = place < 4 ? 0 : place / 2 - 1
            let distance = (place < 4 ? place + 1 : (2 + place % 2) << far + 1) + (try take(far))
            guard distance <= out.count else { throw PNGPixels.Unreadable() }
            for _ in 0..<length { out.append(out[out.count - distance]) }
        }
    }
}
