import DICOM
import Imaging
import Testing

@Suite("Films that cannot be drawn say why")
struct RefusalTests {
    struct Wrong: Sendable, CustomTestStringConvertible {
        let what: String
        let change: @Sendable (inout DataSet) -> Void
        let error: ImagingError
        var testDescription: String { what }
    }

    @Test(
        "A wrong header ends in a reason, never in a crash",
        arguments: [
            Wrong(what: "no pixel data", change: { $0.remove(.pixelData) }, error: .noPixels),
            Wrong(what: "empty pixel data", change: { $0.set(.pixelData, bytes: [], vr: .ow) }, error: .noPixels),
            Wrong(what: "no rows", change: { $0.remove(.rows) }, error: .noPixels),
            Wrong(
                what: "zero rows", change: { $0.set(.rows, integer: 0) },
                error: .unsupportedPixels("The picture is said to be 4 × 0 pixels")),
            Wrong(
                what: "more rows than bytes", change: { $0.set(.rows, integer: 4) },
                error: .truncated(wanted: 32, left: 24)),
            Wrong(
                what: "the largest picture there can be",
                change: {
                    $0.set(.rows, integer: 65_535)
                    $0.set(.columns, integer: 65_535)
                }, error: .tooLarge(columns: 65_535, rows: 65_535, limit: 100_000_000)),
            Wrong(
                what: "grey of two samples", change: { $0.set(.samplesPerPixel, integer: 2) },
                error: .unsupportedPixels("The picture is MONOCHROME2 with 2 samples in each pixel")),
            Wrong(
                what: "a palette that is not there", change: { $0.set(.photometricInterpretation, "PALETTE COLOR") },
                error: .unsupportedPixels("The palette has no usable descriptor")),
            Wrong(
                what: "colours of printing", change: { $0.set(.photometricInterpretation, "CMYK") },
                error: .unsupportedPixels("Photometric Interpretation is CMYK")),
            Wrong(
                what: "frames that are no number", change: { $0.set(.numberOfFrames, "1A") },
                error: .unsupportedPixels("Number of Frames is not a number")),
            Wrong(
                what: "12 bits allocated", change: { $0.set(.bitsAllocated, integer: 12) },
                error: .unsupportedPixels("Bits Allocated says 12 where 1, 8, 16 or 32 are known")),
            Wrong(
                what: "more bits stored than allocated", change: { $0.set(.bitsStored, integer: 17) },
                error: .unsupportedPixels("Bits Stored says 17 of 16 bits")),
            Wrong(
                what: "no bits stored", change: { $0.set(.bitsStored, integer: 0) },
                error: .unsupportedPixels("Bits Stored says 0 of 16 bits")),
            Wrong(
                what: "fragments without compression", change: { $0.setPixels(fragments: [[1, 2]]) },
                error: .unsupportedPixels("The pixel data is in fragments, but its encoding is uncompressed")),
        ])
    func headers(wrong: Wrong) throws {
        var dataSet = SyntheticFilm(rows: 3, columns: 4) { x, _ in x }.header
        dataSet.set(.pixelData, bytes: [UInt8](repeating: 1, count: 24), vr: .ow)
        wrong.change(&dataSet)
        let file = Part10File(dataSet: dataSet, transferSyntax: .explicitLittleEndian)

        #expect(throws: wrong.error) { try Film(file) }
        #expect(wrong.error.suggestion.hasSuffix("."))
    }

    @Test(
        "An encoding that is not decoded yet is named",
        arguments: [
            (TransferSyntax(uid: "1.2.840.10008.1.2.4.201"), "High-Throughput JPEG 2000"),
            (TransferSyntax(uid: "1.2.840.10008.1.2.4.203"), "High-Throughput JPEG 2000"),
            (TransferSyntax(uid: "1.2.840.10008.1.2.4.102"), "MPEG-4"),
            (TransferSyntax(uid: "1.2.840.10008.1.2.4.94"), "JPIP"), (TransferSyntax(uid: "1.2.3"), "1.2.3"),
        ])
    func encodings(syntax: TransferSyntax, word: String) throws {
        var dataSet = SyntheticFilm(rows: 3, columns: 4) { x, _ in x }.header
        dataSet.setPixels(fragments: [[1, 2, 3, 4]])
        let file = Part10File(dataSet: dataSet, transferSyntax: syntax)

        #expect(throws: ImagingError.unsupportedSyntax(syntax.uid)) { try Film(file) }
        #expect(ImagingError.unsupportedSyntax(syntax.uid).suggestion.contains(word))
    }

    @Test(
        "A JPEG 2000 film cut off anywhere is refused",
        arguments: [2, 40, 43, 60, 130, 5_000, 100_000, 205_000, 205_440])
    func cutJPEG2000(length: Int) throws {
        let file = try Part10File(Sample.bytes("dicom/RG3_J2KI.dcm"))
        guard case .fragments(_, let fragments)? = file.dataSet[.pixelData]?.value else { return }
        var dataSet = file.dataSet
        dataSet.setPixels(fragments: [Array(fragments.joined().prefix(length))])

        #expect(throws: ImagingError.self) {
            try Film(Part10File(dataSet: dataSet, transferSyntax: .jpeg2000))
        }
    }

    @Test(
        "A JPEG 2000 film whose only tile-part does not give its length must reach its end marker", arguments: [0, 40])
    func openEnd(missing: Int) throws {
        var dataSet = try Part10File(Sample.bytes("dicom/RG3_J2KI.dcm")).dataSet
        guard case .fragments(_, let fragments)? = dataSet[.pixelData]?.value else { return }
        var stream = Array(fragments.joined())
        let start = try #require(stream.indices.dropLast().first { stream[$0] == 0xFF && stream[$0 + 1] == 0x90 })
        stream.replaceSubrange(start + 6..<start + 10, with: [0, 0, 0, 0])
        dataSet.setPixels(fragments: [Array(stream.dropLast(missing))])
        let file = Part10File(dataSet: dataSet, transferSyntax: .jpeg2000)

        if missing == 0 {
            #expect(try Film(file).rows == 1760)
        } else {
            #expect(throws: ImagingError.self) { try Film(file) }
        }
    }

    @Test("A JPEG film cut off anywhere is refused", arguments: [2, 20, 300, 700, 5_000, 80_000, 86_000])
    func cutJPEG(length: Int) throws {
        let jpeg = try Sample.bytes("jpeg/person1950_bacteria_4881.jpeg")
        let file = try Sample.wrapped(Array(jpeg.prefix(length)), rows: 864, columns: 1256)
        #expect(throws: ImagingError.self) { try Film(file) }
    }

    @Test("A compressed picture of another size than its header says is refused")
    func sizes() throws {
        let jpeg = try Sample.bytes("jpeg/person1950_bacteria_4881.jpeg")
        let other = ImagingError.unsupportedPixels("The header says 1256 × 865 pixels, the JPEG picture 1256 × 864")
        #expect(throws: other) { try Film(Sample.wrapped(jpeg, rows: 865, columns: 1256)) }

        var film = try Part10File(Sample.bytes("dicom/RG3_J2KR.dcm")).dataSet
        film.set(.columns, integer: 1761)
        #expect(
            throws: ImagingError.unsupportedPixels(
                "The header says 1761 × 1760 pixels, the JPEG 2000 picture 1760 × 1760")
        ) { try Film(Part10File(dataSet: film, transferSyntax: .jpeg2000Lossless)) }
    }

    @Test("A codestream that promises a billion tiles or pixels is refused before anything is allocated")
    func bombs() throws {
        /// SOC and SIZ of a grey 8-bit codestream. ISO/IEC 15444-1 §A.5.1.
        func codestream(side: UInt32, tile: UInt32) -> [UInt8] {
            func four(_ value: UInt32) -> [UInt8] {
                (0..<4).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            }
            let offset = side > 8_192 && tile == 1 ? side - 8_192 : 0
            let sizes = [side, side, offset, offset, tile, tile, 0, 0].flatMap(four)
            return [0xFF, 0x4F, 0xFF, 0x51, 0, 41, 0, 0] + sizes + [0, 1, 7, 1, 1, 0xFF]
        }
        func decode(_ side: UInt32, _ tile: UInt32) throws {
            var dataSet = SyntheticFilm(rows: 8_192, columns: 8_192) { _, _ in 0 }.header
            dataSet.setPixels(fragments: [codestream(side: side, tile: tile)])
            _ = try Film(Part10File(dataSet: dataSet, transferSyntax: .jpeg2000))
        }
        #expect(throws: ImagingError.codec("JPEG 2000: 67108864 tiles are too many for 8192 × 8192 pixels")) {
            try decode(8_192, 1)
        }
        #expect(throws: ImagingError.codec("JPEG 2000: the sizes in SIZ contradict each other")) {
            try decode(.max, 1)
        }
        #expect(throws: ImagingError.tooLarge(columns: 4_294_967_295, rows: 4_294_967_295, limit: 100_000_000)) {
            try decode(.max, .max)
        }
    }
}
