import Imaging
import Testing

@Suite("Films in extended JPEG")
struct ExtendedJPEGTests {
    /// Sampling factors, and whether they leave components of lower resolution.
    static let samplings: [([ExtendedJPEGWriter.Factors], Bool)] = [
        ([(1, 1)], false), ([(2, 2)], false), ([(1, 1), (1, 1), (1, 1)], false), ([(2, 1), (1, 1), (1, 1)], true),
        ([(2, 2), (1, 1), (1, 1)], true), ([(1, 2), (1, 1), (1, 1)], true), ([(2, 2), (2, 1), (1, 2)], true),
        ([(4, 1), (1, 1), (2, 1)], true), ([(2, 2), (2, 2), (1, 1)], true),
    ]

    @Test("Every sample is the nearest whole number to the exact transform", arguments: [8, 12], samplings.indices)
    func exact(precision: Int, sampling: Int) throws {
        let (factors, isUneven) = Self.samplings[sampling]
        var wrong: [String] = []
        let together = [Array(factors.indices)]
        for scans in factors.count == 1 ? [together] : [together, [[1], [2], [0]], [[0], [2, 1]]] {
            for interval in [0, 1, 3] {
                var writer = ExtendedJPEGWriter(precision: precision, factors: factors, restartInterval: interval)
                writer.scans = scans
                let frame = try ExtendedJPEG.decode(writer.encoded()[...], writer.shape, limits: .standard)
                let worst = zip(frame.samples, writer.exact()).map { abs(Double($0) - $1) }.max() ?? 1
                if worst > 0.502 || frame.bits != precision || frame.notes.count != (isUneven ? 1 : 0) {
                    wrong.append("scans \(scans) interval \(interval): \(worst) \(frame.notes)")
                }
            }
        }
        #expect(wrong == [])
    }

    @Test("Coefficients beyond all reason are clamped to black and white", arguments: [8, 12])
    func wild(precision: Int) throws {
        let writer = ExtendedJPEGWriter(precision: precision, marker: 0xC0, strength: 15)
        let frame = try ExtendedJPEG.decode(writer.encoded()[...], writer.shape, limits: .standard)
        let worst = zip(frame.samples, writer.exact()).map { abs(Double($0) - $1) }.max() ?? 1
        #expect(worst < 1)
        #expect(frame.samples.contains(0) && frame.samples.contains(UInt16(1 << precision - 1)))
    }

    @Test("A film without its end marker is drawn with a note; one whose scan header names another band is refused")
    func tolerated() throws {
        let writer = ExtendedJPEGWriter()
        let stream = writer.encoded()
        var banded = stream
        let scan = try #require(stream.indices.first { stream[$0] == 0xFF && stream[$0 + 1] == 0xDA })
        banded[scan + 8] = 0
        let whole = try ExtendedJPEG.decode(stream[...], writer.shape, limits: .standard)
        let endless = try ExtendedJPEG.decode(stream.dropLast(2) + [0], writer.shape, limits: .standard)
        #expect(whole.notes == [] && endless.notes.count == 1 && whole.samples == endless.samples)
        #expect(throws: ImagingError.self) { try ExtendedJPEG.decode(banded[...], writer.shape, limits: .standard) }
    }

    @Test("A film cut off anywhere before its last sample is refused", arguments: [0, 2])
    func truncation(interval: Int) {
        let stream = ExtendedJPEGWriter(restartInterval: interval).encoded()
        let passed = (0..<stream.count - 2).filter { Self.refusal(stream.prefix($0)) == nil }
        #expect(passed == [])
    }

    @Test("A changed byte ends in an error or in samples within the precision", arguments: [0x01, 0x20, 0x80, 0xFF])
    func mutation(change: UInt8) {
        let writer = ExtendedJPEGWriter(columns: 19, rows: 17, restartInterval: 4)
        let stream = writer.encoded()
        let outside = stream.indices.filter { place in
            var damaged = stream
            damaged[place] ^= change
            guard let frame = try? ExtendedJPEG.decode(damaged[...], writer.shape, limits: .standard) else {
                return false
            }
            return frame.samples.count != 19 * 17 || frame.samples.contains { Int($0) >= 1 << frame.bits }
        }
        #expect(outside == [])
    }

    @Test(
        "What cannot be decoded is refused by name",
        arguments: [
            ("lossless JPEG of 12 bits", 0xC1, 1, [0xC3]), ("progressive JPEG of 12 bits", 0xC1, 1, [0xC2]),
            ("arithmetic-coded JPEG of 12 bits", 0xC1, 1, [0xC9]), ("hierarchical JPEG", 0xC1, 1, [0xC5]),
            ("arithmetic-coded progressive JPEG", 0xC1, 1, [0xCA]), ("a precision of 10 bits", 0xC1, 4, [10]),
            ("only at its end (DNL)", 0xC1, 5, [0, 0]), ("out of range", 0xC1, 11, [0x51]),
            ("out of range", 0xC1, 12, [4]), ("quantisation table 3 is missing", 0xC1, 12, [3]),
            ("tooLarge(columns: 65535", 0xC1, 5, [255, 255, 255, 255]), ("divides by zero", 0xDB, 9, [0, 0]),
            ("the segment of a quantisation table", 0xDB, 4, [0x20]), ("37 × 29 pixels, the JPEG", 0xC1, 8, [36]),
            ("Huffman table 2 is missing", 0xDA, 6, [0x02]), ("Huffman table 1 is missing", 0xDA, 6, [0x11]),
            ("more codes than fit", 0xC4, 5, [2, 0]), ("should begin a marker", 0xDD, 0, [0]),
            ("no Huffman code", 0xDA, 10, [0xFE, 0xFD, 0x10]),
            ("restart marker 0 is not at", 0xD0, 1, [0xD4]),
        ] as [(String, UInt8, Int, [UInt8])])
    func refusal(words: String, marker: UInt8, offset: Int, bytes: [UInt8]) throws {
        var stream = ExtendedJPEGWriter(restartInterval: 7).encoded()
        let at = try #require(stream.indices.first { stream[$0] == 0xFF && stream[$0 + 1] == marker })
        stream.replaceSubrange(at + offset..<at + offset + bytes.count, with: bytes)
        let refusal = Self.refusal(stream[...])
        #expect(refusal?.contains(words) == true, "\(refusal ?? "decoded")")
    }

    @Test("A large film promised in few bytes is refused before memory is taken for it")
    func bomb() {
        var writer = ExtendedJPEGWriter()
        (writer.columns, writer.rows) = (9, 9)
        var stream = writer.encoded()
        guard let at = stream.indices.first(where: { stream[$0] == 0xFF && stream[$0 + 1] == 0xC1 }) else { return }
        stream.replaceSubrange(at + 5..<at + 9, with: [0x27, 0x10, 0x27, 0x10])
        let shape = FrameShape(columns: 10_000, rows: 10_000, components: 1, bitsAllocated: 16)
        #expect(Self.refusal(stream[...], shape)?.contains("truncated: ") == true)
    }

    private static func refusal(_ stream: ArraySlice<UInt8>, _ shape: FrameShape = ExtendedJPEGWriter().shape)
        -> String?
    {
        do throws(ImagingError) {
            _ = try ExtendedJPEG.decode(stream, shape, limits: .standard)
            return nil
        } catch {
            return "\(error)"
        }
    }
}
