import DICOM
import Imaging
import Testing

@Suite("Grey pictures and their PNG files")
struct PictureTests {
    @Test("A picture saved as PNG and read again is the same", arguments: [(1, 1), (1, 300), (301, 1), (257, 129)])
    func roundTrip(width: Int, height: Int) throws {
        let pixels = (0..<width * height).map { UInt8(truncatingIfNeeded: $0 * 31 + $0 / width) }
        let picture = try #require(GreyPicture(width: width, height: height, pixels: pixels))
        #expect(try GreyPicture(png: picture.png(), maxPixels: width * height) == picture)
    }

    @Test("A 16-bit PNG keeps its depth in the file and reads as the same picture in 8 bits")
    func deep() throws {
        let deep = try #require(DeepPicture(width: 256, height: 1, pixels: (0..<256).map { UInt16($0 * 257) }))
        let png = try deep.png()
        #expect(png[24] == 16)
        #expect(try GreyPicture(png: png).pixels == Array(0...255))
    }

    @Test("A damaged PNG is refused, whichever byte is cut or changed")
    func damage() throws {
        let picture = try #require(GreyPicture(width: 64, height: 64, pixels: (0..<4096).map { UInt8($0 % 251) }))
        let png = try picture.png()
        for length in stride(from: 0, to: png.count - 12, by: 97) {
            #expect(throws: ImagingError.self, "cut at \(length)") { try GreyPicture(png: Array(png.prefix(length))) }
        }
        for index in stride(from: 0, to: png.count - 16, by: 101) {
            var changed = png
            changed[index] ^= 0x40
            #expect(throws: ImagingError.self, "byte \(index)") { try GreyPicture(png: changed) }
        }
    }

    @Test("A small PNG whose text promises a gigabyte is refused without making room for it")
    func promisedText() throws {
        let png = try #require(GreyPicture(width: 9, height: 9, pixels: [UInt8](repeating: 5, count: 81))).png()
        let text: [UInt8] = [0x40, 0, 0, 7] + Array("tEXtwords".utf8) + [0, 0, 0, 0]
        let bomb = Array(png[..<33]) + text + Array(png[33...])
        #expect(throws: ImagingError.codec("PNG: the file ends early")) { try GreyPicture(png: bomb) }
    }

    @Test("A PNG that is larger than allowed is refused by its header")
    func large() throws {
        let png = try #require(GreyPicture(width: 10, height: 10, pixels: [UInt8](repeating: 0, count: 100))).png()
        #expect(throws: ImagingError.tooLarge(columns: 10, rows: 10, limit: 99)) {
            try GreyPicture(png: png, maxPixels: 99)
        }
    }

    @Test("A picture whose sizes and bytes disagree cannot exist")
    func sizes() {
        #expect(GreyPicture(width: 2, height: 2, pixels: [1, 2, 3]) == nil)
        #expect(GreyPicture(width: 0, height: 0, pixels: []) == nil)
        #expect(GreyPicture(width: -1, height: -1, pixels: [1]) == nil)
        #expect(DeepPicture(width: 1, height: 2, pixels: [1]) == nil)
    }

    @Test(
        "A thumbnail keeps the aspect ratio, never grows and never vanishes",
        arguments: [
            (3000, 2000, 300, 300, 200), (200, 100, 300, 200, 100), (5000, 1, 100, 100, 1), (1, 5000, 100, 1, 100),
            (843, 896, 200, 188, 200),
        ])
    func thumbnails(width: Int, height: Int, side: Int, newWidth: Int, newHeight: Int) throws {
        let picture = try #require(
            GreyPicture(width: width, height: height, pixels: [UInt8](repeating: 93, count: width * height)))
        let small = picture.scaled(toFit: side)
        #expect(small.width == newWidth && small.height == newHeight && small.pixels.allSatisfy { $0 == 93 })
    }

    @Test("Three pixels shrunk to two share the middle one")
    func fractions() throws {
        let picture = try #require(GreyPicture(width: 3, height: 1, pixels: [0, 90, 240]))
        #expect(picture.scaled(toFit: 2).pixels == [30, 190])
    }
}
