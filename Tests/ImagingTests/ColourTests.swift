import DICOM
import Imaging
import Testing

private typealias Tag = DICOM.Tag

/// A made-up picture of three 8- or 16-bit samples a pixel.
private struct ColourFilm {
    var photometric = "RGB"
    var rows = 2
    var columns = 2
    var allocated = 8
    /// In the order of the file.
    var samples: [Int] = []
    var isPlanar = false

    func file(_ change: (inout DataSet) -> Void = { _ in }) throws -> Part10File {
        var film = SyntheticFilm(rows: rows, columns: columns) { _, _ in 0 }
        (film.allocated, film.stored, film.photometric) = (allocated, allocated, photometric)
        var dataSet = film.header
        dataSet.set(.samplesPerPixel, integer: 3)
        dataSet.set(.planarConfiguration, integer: isPlanar ? 1 : 0)
        let bytes = samples.flatMap { sample in
            (0..<allocated / 8).map { UInt8(truncatingIfNeeded: sample >> (8 * $0)) }
        }
        dataSet.set(.pixelData, bytes: bytes, vr: allocated == 8 ? .ob : .ow)
        change(&dataSet)
        return try Part10File(Part10File(dataSet: dataSet, transferSyntax: .explicitLittleEndian).encoded())
    }
}

@Suite("Colour becomes grey by its luminance")
struct ColourTests {
    @Test("Red, green, blue and white have the greys of PS3.3 §C.7.6.3.1.2, by pixel and by plane")
    func redGreenBlue() throws {
        var film = ColourFilm(samples: [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255])
        let greys = [76, 150, 29, 255]
        #expect(try Film(film.file()).storedValues == greys)

        film.samples = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255]
        film.isPlanar = true
        #expect(try Film(film.file()).storedValues == greys)
        #expect(try Film.storedSamples(of: film.file()).values == [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255])
    }

    @Test("Samples of 16 and 32 bits keep their highest bits", arguments: [16, 32])
    func deepColour(bits: Int) throws {
        let top = (1 << bits) - 1
        let film = ColourFilm(
            allocated: bits, samples: [0, 0, 0, top, top, top, top, 0, 0, 0, 0, 0])
        #expect(try Film(film.file()).storedValues == [0, 65_535, 19_595, 0])
        #expect(try Film.storedSamples(of: film.file()).values == film.samples)
    }

    @Test("Of luminance and colour differences the luminance is the grey, also where two pixels share their colour")
    func luminanceFirst() throws {
        var film = ColourFilm(photometric: "YBR_FULL", samples: [10, 1, 2, 20, 3, 4, 30, 5, 6, 40, 7, 8])
        #expect(try Film(film.file()).storedValues == [10, 20, 30, 40])

        film = ColourFilm(photometric: "YBR_FULL_422", samples: [10, 20, 1, 2, 30, 40, 3, 4])
        #expect(try Film(film.file()).storedValues == [10, 20, 30, 40])
        #expect(try Film.storedSamples(of: film.file()).values == [10, 1, 2, 20, 1, 2, 30, 3, 4, 40, 3, 4])

        film = ColourFilm(photometric: "YBR_PARTIAL_422", samples: [16, 235, 1, 2, 0, 126, 3, 4])
        #expect(try Film(film.file()).storedValues == [0, 255, 0, 128])
    }

    @Test("A palette is looked up, with its first and last entry for whatever lies outside", arguments: [8, 16])
    func palette(bits: Int) throws {
        var film = SyntheticFilm(rows: 1, columns: 4) { x, _ in [3, 4, 5, 200][x] }
        (film.allocated, film.stored, film.photometric) = (8, 8, "PALETTE COLOR")
        let file = try film.file { addPalette(to: &$0, [0, 100, 255], bits: bits) }
        #expect(try Film(file).storedValues == (bits == 8 ? [0, 0, 100, 255] : [0, 0, 25_700, 65_535]))
        #expect(try Film.storedSamples(of: file).values == [3, 4, 5, 200])
    }

    /// Three grey entries for the stored values from 4 on.
    private func addPalette(to dataSet: inout DataSet, _ greys: [UInt8], bits: Int) {
        let words = [UInt8(greys.count), 0, 4, 0, UInt8(bits), 0]
        let entries = bits == 8 ? greys + [0] : greys.flatMap { [$0, $0] }
        for (descriptor, data) in [
            (Tag.redPaletteColorLookupTableDescriptor, Tag.redPaletteColorLookupTableData),
            (.greenPaletteColorLookupTableDescriptor, .greenPaletteColorLookupTableData),
            (.bluePaletteColorLookupTableDescriptor, .bluePaletteColorLookupTableData),
        ] {
            dataSet.set(descriptor, bytes: words, vr: .us)
            dataSet.set(data, bytes: entries, vr: .ow)
        }
    }

    @Test("A palette in segments is put together: a run, a ramp, and a run again by its place")
    func segments() throws {
        var film = SyntheticFilm(rows: 1, columns: 8) { x, _ in x }
        (film.allocated, film.stored, film.photometric) = (8, 8, "PALETTE COLOR")
        // Discrete 0, 1000; linear over 4 to 5000; indirect: one segment, that at byte 0.
        let segments = [0, 2, 0, 1000, 1, 4, 5000, 2, 1, 0, 0].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let file = try film.file { dataSet in
            for (descriptor, data) in [
                (Tag.redPaletteColorLookupTableDescriptor, Tag.segmentedRedPaletteColorLookupTableData),
                (.greenPaletteColorLookupTableDescriptor, .segmentedGreenPaletteColorLookupTableData),
                (.bluePaletteColorLookupTableDescriptor, .segmentedBluePaletteColorLookupTableData),
            ] {
                dataSet.set(descriptor, bytes: [8, 0, 0, 0, 16, 0], vr: .us)
                dataSet.set(data, bytes: segments, vr: .ow)
            }
        }
        #expect(try Film(file).storedValues == [0, 1000, 2000, 3000, 4000, 5000, 0, 1000])
    }

    @Test(
        "A palette that is missing, or lacks most of its entries, is refused",
        arguments: [Tag.redPaletteColorLookupTableDescriptor, .greenPaletteColorLookupTableData])
    fileprivate func brokenPalettes(tag: Tag) throws {
        var film = SyntheticFilm(rows: 1, columns: 4) { x, _ in x }
        (film.allocated, film.stored, film.photometric) = (8, 8, "PALETTE COLOR")
        #expect(throws: ImagingError.self) {
            try film.film {
                addPalette(to: &$0, [0, 100, 255, 255, 255], bits: 8)
                $0.remove(tag)
            }
        }
        #expect(throws: ImagingError.self) {
            try film.film {
                addPalette(to: &$0, [0, 100, 255, 255, 255], bits: 8)
                $0.set(tag, bytes: [9], vr: .ob)
            }
        }
    }

    @Test("One bit a pixel: the lowest bit comes first, and a frame begins where the last one ended")
    func bitmaps() throws {
        var film = SyntheticFilm(rows: 3, columns: 3) { _, _ in 0 }
        (film.allocated, film.stored) = (1, 1)
        var dataSet = film.header
        dataSet.set(.numberOfFrames, "2")
        dataSet.set(.pixelData, bytes: [0b0101_0101, 0b1111_0111, 0b0000_0001, 0], vr: .ob)
        let file = Part10File(dataSet: dataSet, transferSyntax: .explicitLittleEndian)

        #expect(try Film(file).storedValues == [1, 0, 1, 0, 1, 0, 1, 0, 1])
        #expect(try Film(file, frame: 1).storedValues == [1, 1, 0, 1, 1, 1, 1, 1, 0])
        #expect(throws: ImagingError.noSuchFrame(wanted: 3, frames: 2)) { try Film(file, frame: 2) }
    }
}
