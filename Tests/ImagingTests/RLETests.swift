import Imaging
import Testing

@Suite("Films in RLE")
struct RLETests {
    /// Packs bytes as runs and literals, without regard to the ends of rows.
    static func packed(_ bytes: [UInt8]) -> [UInt8] {
        var (packed, place): ([UInt8], Int) = ([], 0)
        while place < bytes.count {
            let run = bytes[place...].prefix(128).prefix { $0 == bytes[place] }.count
            if run > 1 {
                packed += [UInt8(truncatingIfNeeded: 257 - run), bytes[place]]
                place += run
            } else {
                var end = place + 1
                while end < bytes.count, end - place < 128, bytes[end] != bytes[end - 1] { end += 1 }
                packed += [UInt8(end - place - 1)] + bytes[place..<end]
                place = end
            }
        }
        return packed + (packed.count % 2 == 0 ? [] : [0])
    }

    /// - Parameter starts: put instead of the segments' true places.
    static func frame(_ segments: [[UInt8]], count: Int? = nil, starts: [Int]? = nil) -> [UInt8] {
        var (places, at) = ([count ?? segments.count], 64)
        for (index, segment) in segments.enumerated() {
            places.append(starts?[index] ?? at)
            at += segment.count
        }
        places += Array(repeating: 0, count: 16 - places.count)
        let header = places.flatMap { place in (0..<4).map { UInt8(truncatingIfNeeded: place >> (8 * $0)) } }
        return header + segments.flatMap { $0 }
    }

    /// Cells of a picture with empty and noisy parts, as native little-endian bytes, and the planes that RLE makes of them.
    static func picture(_ shape: FrameShape) -> (cells: [UInt8], planes: [[UInt8]]) {
        let bytes = shape.bitsAllocated / 8
        var state: UInt32 = 99
        let cells = (0..<shape.sampleCount * bytes).map { place -> UInt8 in
            state = state &* 1_664_525 &+ 1_013_904_223
            let row = place / (shape.columns * shape.components * bytes)
            return row % 5 < 2 ? UInt8(truncatingIfNeeded: row) : UInt8(state >> 24) >> (row % 3 == 0 ? 7 : 0)
        }
        let planes = (0..<shape.components * bytes).map { plane -> [UInt8] in
            let offset = plane / bytes * bytes + bytes - 1 - plane % bytes
            return stride(from: offset, to: cells.count, by: shape.components * bytes).map { cells[$0] }
        }
        return (cells, planes)
    }

    @Test("Every byte comes back, in cells of each size, in grey and in colour", arguments: [8, 16, 32], [1, 3])
    func roundTrip(bits: Int, components: Int) throws {
        var wrong: [String] = []
        for (columns, rows) in [(1, 1), (7, 5), (16, 8), (131, 29), (300, 211)] {
            let shape = FrameShape(columns: columns, rows: rows, components: components, bitsAllocated: bits)
            let picture = Self.picture(shape)
            let stream = Self.frame(picture.planes.map(Self.packed))
            if try RLELossless.decode(stream[...], shape, limits: .standard) != picture.cells {
                wrong.append("\(columns) × \(rows)")
            }
        }
        #expect(wrong == [])
    }

    @Test(
        "The kinds of a segment's bytes mean what PS3.5 §G.3.1 says",
        arguments: [
            ("literals", [5, 1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]), ("a run", [0xFB, 9], [9, 9, 9, 9, 9, 9]),
            ("a control byte that does nothing", [0x80, 0xFE, 7, 0x80, 2, 1, 2, 3], [7, 7, 7, 1, 2, 3]),
            ("runs of one", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6], [1, 2, 3, 4, 5, 6]),
            ("a run past the end of the plane", [1, 1, 2, 0x81, 8], [1, 2, 8, 8, 8, 8]),
            ("literals past the end of the plane", [9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 2, 3, 4, 5, 6]),
            ("padding behind the plane", [0xFB, 3, 0, 0, 0, 0], [3, 3, 3, 3, 3, 3]),
        ] as [(String, [UInt8], [UInt8])])
    func kinds(name: String, segment: [UInt8], bytes: [UInt8]) throws {
        let shape = FrameShape(columns: 3, rows: 2, components: 1, bitsAllocated: 8)
        #expect(try RLELossless.decode(Self.frame([segment])[...], shape, limits: .standard) == bytes)
    }

    @Test(
        "What cannot be decoded is refused by name",
        arguments: [
            ("truncated in the header", Array(repeating: 0, count: 63), 8),
            ("1 segments where 2 planes", frame([packed([1, 2, 3, 4, 5, 6])]), 16),
            ("16 segments where 1 planes", frame([packed([1, 2, 3, 4, 5, 6])], count: 16), 8),
            ("4294967295 segments where", frame([packed([1, 2, 3, 4, 5, 6])], count: 0xFFFF_FFFF), 8),
            ("truncated after 4 of 6", frame([[0xFD, 7, 0]]), 8), ("truncated after 0 of 6", frame([[]]), 8),
            ("truncated after 0 of 6", frame([[5, 1, 2, 3, 4, 5]]), 8),
            ("truncated after 0 of 6", frame([[0x80, 0x80, 0x80]]), 8),
            ("contradict each other", frame([packed([1, 2, 3, 4, 5, 6])], starts: [63]), 8),
            ("contradict each other", frame([packed([1, 2, 3, 4, 5, 6])], starts: [2000]), 8),
            ("contradict each other", frame([[0xFB, 1], [0xFB, 2]], starts: [66, 64]), 16),
            ("RLE of 1-bit cells", frame([packed([1, 2, 3, 4, 5, 6])]), 1),
            ("RLE of 24-bit cells", frame([packed([1, 2, 3, 4, 5, 6])]), 24),
        ] as [(String, [UInt8], Int)])
    func refusal(words: String, stream: [UInt8], bits: Int) {
        let refusal = Self.refusal(
            stream[...], FrameShape(columns: 3, rows: 2, components: 1, bitsAllocated: bits), limits: .standard)
        #expect(refusal?.contains(words) == true, "\(refusal ?? "decoded")")
    }

    @Test(
        "A large film promised in few bytes is refused before memory is taken for it",
        arguments: [(65_535, "tooLarge(columns: 65535"), (10_000, "truncated: ")])
    func bomb(side: Int, words: String) {
        let shape = FrameShape(columns: side, rows: side, components: 1, bitsAllocated: 16)
        let refusal = Self.refusal(Self.frame([[0x81, 0], [0x81, 0]])[...], shape, limits: .standard)
        #expect(refusal?.contains(words) == true, "\(refusal ?? "decoded")")
    }

    @Test("A film cut off anywhere before its last sample is refused, and a changed byte never changes its size")
    func damage() {
        let shape = FrameShape(columns: 23, rows: 9, components: 1, bitsAllocated: 16)
        let stream = Self.frame(Self.picture(shape).planes.map { Array(Self.packed($0)) })
        let passed = (0..<stream.count - 1).filter { Self.refusal(stream.prefix($0), shape, limits: .standard) == nil }
        let resized = stream.indices.filter { place in
            var damaged = stream
            damaged[place] ^= 0x81
            let cells = try? RLELossless.decode(damaged[...], shape, limits: .standard)
            return cells != nil && cells?.count != 23 * 9 * 2
        }
        #expect(passed == [])
        #expect(resized == [])
    }

    private static func refusal(_ stream: ArraySlice<UInt8>, _ shape: FrameShape, limits: ImagingLimits) -> String? {
        do throws(ImagingError) {
            _ = try RLELossless.decode(stream, shape, limits: limits)
            return nil
        } catch {
            return "\(error)"
        }
    }
}
