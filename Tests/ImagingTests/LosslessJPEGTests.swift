import Imaging
import Testing

@Suite("Films in lossless JPEG")
struct LosslessJPEGTests {
    @Test("Every predictor gives back every sample, at each precision from 2 to 16 bits", arguments: 1...7, 2...16)
    func roundTrip(predictor: Int, precision: Int) throws {
        var wrong: [String] = []
        for restartRows in [0, 1, 3] {
            for shift in [0, 1, precision - 1] {
                for code in [PrefixCode.flat(Array(0...16), length: 5), .steep] {
                    let writer = LosslessJPEGWriter(
                        precision: precision, predictor: predictor, shift: shift, restartRows: restartRows,
                        codes: [code])
                    let film = writer.picture()
                    let frame = try LosslessJPEG.decode(writer.encoded(film)[...], writer.shape, limits: .standard)
                    let expected = film.map { ($0 >> UInt16(shift)) << UInt16(shift) }
                    if frame.samples != expected || frame.bits != precision || frame.notes != [] {
                        wrong.append("restart \(restartRows) shift \(shift) codes \(code.counts)")
                    }
                }
            }
        }
        #expect(wrong == [])
    }

    @Test(
        "A colour picture is the same in one scan and in one for each component",
        arguments: [[[0, 1, 2]], [[0], [1], [2]], [[2], [0, 1]], [[1, 2, 0]]], [1, 4, 7])
    func colour(scans: [[Int]], predictor: Int) throws {
        let writer = LosslessJPEGWriter(
            components: 3, precision: 8, predictor: predictor, restartRows: 2,
            codes: [.flat(Array(0...16), length: 5), .steep], scans: scans)
        let picture = writer.picture()
        let frame = try LosslessJPEG.decode(writer.encoded(picture)[...], writer.shape, limits: .standard)
        #expect(frame.samples == picture)
        #expect(!frame.isRGB && frame.components == 3 && frame.isSigned == nil)
    }

    @Test("A film wider than a piece of data, coded in many pieces, keeps every sample")
    func large() throws {
        let writer = LosslessJPEGWriter(columns: 1201, rows: 307, precision: 16, predictor: 6, codes: [.steep])
        let film = writer.picture()
        #expect(try LosslessJPEG.decode(writer.encoded(film)[...], writer.shape, limits: .standard).samples == film)
    }

    @Test("A jump by half of the range has no extra bits", arguments: 1...7)
    func halfRange(predictor: Int) throws {
        let writer = LosslessJPEGWriter(precision: 16, predictor: predictor)
        let film = (0..<writer.rows * writer.columns).map { UInt16($0 % 3 == 0 ? 0 : 0x8000) }
        #expect(try LosslessJPEG.decode(writer.encoded(film)[...], writer.shape, limits: .standard).samples == film)
    }

    @Test("Negative samples of a writer that extends their sign are masked without a word, other high bits with one")
    func highBits() throws {
        let writer = LosslessJPEGWriter(precision: 12)
        let film = writer.picture()
        let signed = film.map { $0 & 0x800 == 0 ? $0 : $0 | 0xF000 }
        let overlaid = film.map { $0 | 0x4000 }
        let first = try LosslessJPEG.decode(writer.encoded(signed)[...], writer.shape, limits: .standard)
        let second = try LosslessJPEG.decode(writer.encoded(overlaid)[...], writer.shape, limits: .standard)
        #expect(first.samples == film && first.notes == [])
        #expect(second.samples == film && second.notes.count == 1)
    }

    @Test(
        "What is legal or harmless around the samples is passed over",
        arguments: [
            ("fill bytes before a marker", [0xFF, 0xFF], [], 0), ("application data", [0xFF, 0xE1, 0, 4, 1, 2], [], 0),
            ("a padding byte", [], [0], 0), ("many padding bytes", [], [0, 0, 0, 0, 0, 0, 0], 0),
            ("no end marker", [], [], 2), ("half an end marker", [], [], 1), ("a pad instead of the end", [], [0], 2),
            ("a trailing restart marker", [], [0xFF, 0xD3, 0xFF, 0xD9], 2),
            ("the number of lines again", [], [0xFF, 0xDC, 0, 4, 0, 11, 0xFF, 0xD9], 2),
        ] as [(String, [UInt8], [UInt8], Int)])
    func surroundings(name: String, before: [UInt8], after: [UInt8], cut: Int) throws {
        let writer = LosslessJPEGWriter(predictor: 4)
        let (film, stream) = (writer.picture(), writer.encoded(writer.picture()))
        let changed = [0xFF, 0xD8] + before + stream.dropFirst(2).dropLast(cut) + after
        let frame = try LosslessJPEG.decode(changed[...], writer.shape, limits: .standard)
        let hasEnd = cut == 0 || after.suffix(2) == [0xFF, 0xD9]
        #expect(frame.samples == film)
        #expect(frame.notes == (hasEnd ? [] : ["The JPEG data has no end marker; all samples are there."]))
    }

    @Test("A film cut off anywhere before its last sample is refused", arguments: [0, 1, 4])
    func truncation(restartRows: Int) {
        let writer = LosslessJPEGWriter(precision: 16, predictor: 5, restartRows: restartRows, codes: [.steep])
        let stream = writer.encoded(writer.picture())
        let passed = (0..<stream.count - 2).filter { JPEGRefusal.of(stream.prefix($0), writer.shape) == nil }
        #expect(passed == [])
    }

    @Test(
        "A changed byte ends in an error or in samples within the precision", arguments: [0, 2],
        [0x01, 0x10, 0x80, 0xFF])
    func mutation(restartRows: Int, change: UInt8) {
        let writer = LosslessJPEGWriter(precision: 12, predictor: 7, restartRows: restartRows, codes: [.steep])
        let stream = writer.encoded(writer.picture())
        let outside = stream.indices.filter { place in
            var damaged = stream
            damaged[place] ^= change
            guard let frame = try? LosslessJPEG.decode(damaged[...], writer.shape, limits: .standard) else {
                return false
            }
            return frame.samples.count != 143 || frame.samples.contains { Int($0) >= 1 << frame.bits }
        }
        #expect(outside == [])
    }

    @Test("What cannot be decoded is refused by name", arguments: JPEGRefusal.table)
    func refusal(_ refusal: JPEGRefusal) {
        let words = JPEGRefusal.of(refusal.stream[...], refusal.shape)
        #expect(words?.contains(refusal.words) == true, "\(words ?? "decoded")")
    }
}

/// A stream that must not be decoded, and words of the error.
struct JPEGRefusal: Sendable, CustomTestStringConvertible {
    let words: String
    let stream: [UInt8]
    var shape = LosslessJPEGWriter().shape
    var testDescription: String { words }

    /// The error in words, or `nil` when the stream is decoded.
    static func of(_ stream: ArraySlice<UInt8>, _ shape: FrameShape) -> String? {
        do throws(ImagingError) {
            _ = try LosslessJPEG.decode(stream, shape, limits: .standard)
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// A good stream in which the bytes behind a marker are replaced.
    private static func with(
        _ marker: UInt8, _ offset: Int, _ bytes: [UInt8], in writer: LosslessJPEGWriter = LosslessJPEGWriter()
    ) -> [UInt8] {
        var stream = writer.encoded(writer.picture())
        guard let at = stream.indices.first(where: { stream[$0] == 0xFF && stream[$0 + 1] == marker }) else {
            return []
        }
        stream.replaceSubrange(at + offset..<at + offset + bytes.count, with: bytes)
        return stream
    }

    private static let colour = LosslessJPEGWriter(components: 3, precision: 8, scans: [[0], [1], [2]])
    private static let restarting = LosslessJPEGWriter(restartRows: 4)

    static let table: [JPEGRefusal] = [
        JPEGRefusal(words: "does not begin with a start marker", stream: with(0xD8, 0, [0])),
        JPEGRefusal(words: "baseline JPEG of 12 bits", stream: with(0xC3, 1, [0xC0])),
        JPEGRefusal(words: "progressive JPEG of 12 bits", stream: with(0xC3, 1, [0xC2])),
        JPEGRefusal(words: "hierarchical JPEG of 12 bits", stream: with(0xC3, 1, [0xC7])),
        JPEGRefusal(words: "arithmetic-coded lossless JPEG of 12 bits", stream: with(0xC3, 1, [0xCB])),
        JPEGRefusal(words: "JPEG-LS", stream: with(0xC3, 1, [0xF7])),
        JPEGRefusal(words: "a precision of 17 bits", stream: with(0xC3, 4, [17])),
        JPEGRefusal(words: "a precision of 1 bits", stream: with(0xC3, 4, [1])),
        JPEGRefusal(words: "only at its end (DNL)", stream: with(0xC3, 5, [0, 0])),
        JPEGRefusal(words: "13 × 11 pixels, the JPEG picture 12 × 11", stream: with(0xC3, 7, [0, 12])),
        JPEGRefusal(words: "tooLarge(columns: 65535, rows: 65535", stream: with(0xC3, 5, [255, 255, 255, 255])),
        JPEGRefusal(
            words: "truncated: ", stream: with(0xC3, 5, [0x27, 0x10, 0x27, 0x10]),
            shape: FrameShape(columns: 10_000, rows: 10_000, components: 1, bitsAllocated: 16)),
        JPEGRefusal(words: "the frame header has", stream: with(0xC3, 9, [2])),
        JPEGRefusal(words: "1 samples a pixel, the JPEG picture 3", stream: colour.encoded(colour.picture())),
        JPEGRefusal(words: "same name", stream: with(0xC3, 13, [1], in: colour), shape: colour.shape),
        JPEGRefusal(words: "differ in size", stream: with(0xC3, 11, [0x21], in: colour), shape: colour.shape),
        JPEGRefusal(words: "coded twice", stream: with(0xDA, 5, [2], in: colour), shape: colour.shape),
        JPEGRefusal(words: "not in the frame", stream: with(0xDA, 5, [9])),
        JPEGRefusal(words: "Huffman table 1 is missing", stream: with(0xDA, 6, [0x10])),
        JPEGRefusal(words: "a Huffman table that cannot exist", stream: with(0xDA, 6, [0x50])),
        JPEGRefusal(words: "predictor 0 does not exist", stream: with(0xDA, 7, [0])),
        JPEGRefusal(words: "predictor 8 does not exist", stream: with(0xDA, 7, [8])),
        JPEGRefusal(words: "a point transform of 12 bits", stream: with(0xDA, 9, [12])),
        JPEGRefusal(words: "more codes than fit", stream: with(0xC4, 5, [3, 0, 0, 0, 14])),
        JPEGRefusal(words: "the segment of a Huffman table is damaged", stream: with(0xC4, 4, [4])),
        JPEGRefusal(words: "no Huffman code", stream: with(0xDA, 10, [0xFE, 0xFE])),
        JPEGRefusal(words: "a difference of 200 bits", stream: with(0xC4, 21, Array(repeating: 200, count: 17))),
        JPEGRefusal(words: "a restart interval of 50 pixels", stream: with(0xDD, 4, [0, 50], in: restarting)),
        JPEGRefusal(words: "restart marker 0 is not at", stream: with(0xD0, 1, [0xD1], in: restarting)),
        JPEGRefusal(words: "restart marker 1 is not at", stream: with(0xD1, 1, [0xD0], in: restarting)),
        JPEGRefusal(
            words: "left over before", stream: with(0xC3, 5, [0, 5]),
            shape: FrameShape(columns: 13, rows: 5, components: 1, bitsAllocated: 16)),
        JPEGRefusal(
            words: "a second frame header", stream: with(0xDA, 0, [0xFF, 0xC3, 0, 11, 12, 0, 11, 0, 13, 1, 1, 17, 0])),
    ]
}
