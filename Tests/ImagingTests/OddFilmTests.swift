import DICOM
import Imaging
import Testing

private typealias Tag = DICOM.Tag

@Suite("Films whose header and pixels do not quite agree")
struct OddFilmTests {
    @Test("Colour of any depth is drawn from black to white", arguments: [8, 12, 16])
    func deepColour(bits: Int) throws {
        var film = SyntheticFilm(rows: 1, columns: 8) { x, _ in x }
        (film.allocated, film.stored, film.photometric) = (bits == 8 ? 8 : 16, bits, "RGB")
        let top = (1 << bits) - 1
        let drawn = try film.film { dataSet in
            dataSet.set(.samplesPerPixel, integer: 3)
            dataSet.set(.planarConfiguration, integer: 0)
            let samples = (0..<8).flatMap { [Int](repeating: $0 * top / 7, count: 3) }
            dataSet.set(.pixelData, bytes: Self.bytes(samples, bits: film.allocated), vr: .ow)
        }
        let picture = drawn.viewerPicture().pixels
        #expect(picture.first == 0 && picture.last == 255 && picture == picture.sorted() && Set(picture).count == 8)
    }

    @Test("A palette of 16 bits is drawn from black to white, also when its descriptors differ")
    func deepPalette() throws {
        var film = SyntheticFilm(rows: 1, columns: 4) { x, _ in x }
        (film.allocated, film.stored, film.photometric) = (8, 8, "PALETTE COLOR")
        let drawn = try film.film { dataSet in
            for (descriptor, data, count) in [
                (Tag.redPaletteColorLookupTableDescriptor, Tag.redPaletteColorLookupTableData, 4),
                (.greenPaletteColorLookupTableDescriptor, .greenPaletteColorLookupTableData, 4),
                (.bluePaletteColorLookupTableDescriptor, .bluePaletteColorLookupTableData, 5),
            ] {
                dataSet.set(descriptor, bytes: [UInt8(count), 0, 0, 0, 16, 0], vr: .us)
                dataSet.set(data, bytes: Self.bytes([0, 20_000, 40_000, 65_535, 65_535], bits: 16), vr: .ow)
            }
            dataSet.set(.pixelRepresentation, integer: 1)
        }
        #expect(drawn.viewerPicture().pixels == [0, 77, 155, 255])
        #expect(drawn.notes.count == 1)
    }

    @Test("Colour that is said to be shared between pixels and is not is read pixel by pixel")
    func unshared() throws {
        var film = SyntheticFilm(rows: 1, columns: 4) { x, _ in x }
        (film.allocated, film.stored, film.photometric) = (8, 8, "YBR_FULL_422")
        let drawn = try film.film {
            $0.set(.samplesPerPixel, integer: 3)
            $0.set(.pixelData, bytes: [10, 128, 128, 20, 128, 128, 30, 128, 128, 40, 128, 128], vr: .ob)
        }
        #expect(drawn.storedValues == [10, 20, 30, 40] && drawn.notes.count == 1)
    }

    @Test("A picture of one sample that claims three is drawn; with three of them it is refused")
    func claimsThree() throws {
        let film = SyntheticFilm(rows: 2, columns: 2) { x, y in x + y }
        let drawn = try film.film { $0.set(.samplesPerPixel, integer: 3) }
        #expect(drawn.storedValues == film.values && drawn.notes.count == 1)
        #expect(throws: ImagingError.self) {
            try film.film {
                $0.set(.samplesPerPixel, integer: 3)
                $0.set(.pixelData, bytes: film.cells + film.cells + film.cells, vr: .ow)
            }
        }
    }

    @Test("Bytes behind the last frame are noted, and pixels that are not square too")
    func remarks() throws {
        let film = SyntheticFilm(rows: 2, columns: 2) { x, y in x + y }
        let drawn = try film.film {
            $0.set(.pixelData, bytes: film.cells + [1, 2, 3, 4], vr: .ow)
            $0.set(.pixelAspectRatio, ["2", "1"])
        }
        #expect(drawn.storedValues == film.values && drawn.notes.count == 2)
    }

    @Test("What lies above Bits Stored in a compressed cell is masked off, and an overlay there is still found")
    func unusedBits() throws {
        var film = SyntheticFilm(rows: 8, columns: 8) { x, y in x * 100 + y }
        (film.allocated, film.stored) = (16, 12)
        let cells = film.values.enumerated().map { $0.element | ($0.offset == 9 ? 0x1000 : 0) | 0x8000 }
        let jpeg = LosslessJPEGWriter(columns: 8, rows: 8, precision: 16).encoded(cells.map { UInt16($0) })
        var dataSet = film.header
        dataSet.setPixels(fragments: [jpeg.count % 2 == 0 ? jpeg : jpeg + [0]])
        dataSet.set(Tag(0x6000, 0x0010), bytes: [8, 0], vr: .us)
        dataSet.set(Tag(0x6000, 0x0011), bytes: [8, 0], vr: .us)
        dataSet.set(Tag(0x6000, 0x0100), bytes: [16, 0], vr: .us)
        dataSet.set(Tag(0x6000, 0x0102), bytes: [12, 0], vr: .us)
        let drawn = try Film(Part10File(dataSet: dataSet, transferSyntax: .jpegLosslessSV1))
        #expect(drawn.storedValues == film.values)
        let mask = try #require(drawn.overlays.first).mask(columns: 8, rows: 8)
        #expect(mask.indices.filter { mask[$0] == 255 } == [9])
    }

    @Test("A segmented palette whose segments say nothing is refused at once")
    func emptySegments() throws {
        var film = SyntheticFilm(rows: 1, columns: 4) { x, _ in x }
        (film.allocated, film.stored, film.photometric) = (8, 8, "PALETTE COLOR")
        let segments = [UInt8](repeating: 0, count: 4 * 60_000)
        #expect(throws: ImagingError.self) {
            try film.film { dataSet in
                for (descriptor, data) in [
                    (Tag.redPaletteColorLookupTableDescriptor, Tag.segmentedRedPaletteColorLookupTableData),
                    (.greenPaletteColorLookupTableDescriptor, .segmentedGreenPaletteColorLookupTableData),
                    (.bluePaletteColorLookupTableDescriptor, .segmentedBluePaletteColorLookupTableData),
                ] {
                    dataSet.set(descriptor, bytes: [8, 0, 0, 0, 16, 0], vr: .us)
                    dataSet.set(data, bytes: segments, vr: .ow)
                }
            }
        }
    }

    private static func bytes(_ samples: [Int], bits: Int) -> [UInt8] {
        samples.flatMap { sample in (0..<bits / 8).map { UInt8(truncatingIfNeeded: sample >> (8 * $0)) } }
    }
}
