import DICOM
import Imaging
import Testing

@Suite("The real sample films")
struct SampleFilmTests {
    @Test(
        "Decoded pixels are the published ones, bit for bit",
        arguments: [
            ("RG1_J2KR", 15, "26721b2112d94887b0feae345f1b7c1c8148e1710eaf27283d8c3e650682d252"),
            ("RG1_J2KI", 15, "88aa9135b12d8582316d1db5c45b4c2c55dd1da74c3c52a80a7be49f145c7149"),
            ("RG3_J2KR", 10, "85480a0287e37795bc96799747a69af475f3bf0c35203fac1010fc6e100821a7"),
            ("RG3_J2KI", 10, "25559cb05640e9e9860e91adf4d49dd3469694d0ff56bbf76c8853c3e05f4cc5"),
        ])
    func pixels(name: String, bits: Int, sum: String) throws {
        let film = try Sample.film(name)
        let bytes = film.storedValues.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }

        #expect(SHA256.hex(bytes) == sum)
        #expect(film.bitsStored == bits && film.frames == 1 && film.isStoredInverted && film.notes.isEmpty)
    }

    @Test("A chest film stored as MONOCHROME1 shows dark lungs, a bright spine and black air")
    func chest() throws {
        let film = try Sample.film("RG1_J2KR")
        for picture in [film.modelPicture(), film.viewerPicture(ViewerRecipe(size: 896, window: .percentiles))] {
            #expect(picture.width == 843 && picture.height == 896)
            func mean(_ x: Range<Int>, _ y: Range<Int>) -> Int {
                y.reduce(0) { sum, y in sum + x.reduce(0) { $0 + Int(picture.pixels[y * picture.width + $1]) } }
                    / (x.count * y.count)
            }
            let (lung, spine, air) = (mean(500..<560, 180..<240), mean(380..<440, 600..<700), mean(800..<830, 40..<70))
            #expect(air < 40 && air < lung && lung + 60 < spine, "air \(air), lung \(lung), spine \(spine)")
        }
    }

    @Test("White collimation is measured and kept out of the window of the leg film")
    func leg() throws {
        let film = try Sample.film("RG3_J2KR")
        let quality = film.quality()
        let picture = film.viewerPicture(ViewerRecipe(window: .percentiles))

        #expect(abs(quality.collimatedFraction - 0.42) < 0.01 && quality.blackBorderFraction == 0)
        #expect(picture.width == 1760)
        #expect(picture.pixels[880 * 1760] == 255)
        let air = picture.pixels[880 * 1760 + 520]
        #expect(air < 25)
    }

    @Test("The chest film measures as well exposed, not clipped, with its air dark")
    func chestQuality() throws {
        let quality = try Sample.film("RG1_J2KR").quality()
        #expect((0.7...0.75).contains(quality.usedRangeFraction) && quality.polarityPlausible == true)
        #expect(quality.clippedLow < 0.001 && quality.clippedHigh < 0.001 && quality.collimatedFraction == 0)
    }

    @Test(
        "A child's JPEG film wrapped as DICOM, in one fragment or many, decodes to the same picture",
        arguments: [
            ("person1950_bacteria_4881", 864, 1256), ("person1954_bacteria_4886", 1128, 1664),
            ("NORMAL2-IM-1427-0001", 1416, 1776), ("NORMAL2-IM-1431-0001", 1416, 1736),
        ])
    func children(name: String, rows: Int, columns: Int) throws {
        let jpeg = try Sample.bytes("jpeg/\(name).jpeg")
        let whole = try Film(Sample.wrapped(jpeg, rows: rows, columns: columns))
        let pieces = try Film(Sample.wrapped(jpeg, rows: rows, columns: columns, fragments: 9))

        #expect(whole.modelPicture() == pieces.modelPicture())
        #expect(whole.modelPicture().width == 896 && whole.bitsStored == 8 && !whole.isStoredInverted)
    }
}
