import Imaging
import Testing

@Suite("Grey pictures as JPEG")
struct JPEGEncodingTests {
    @Test(
        "Decoded again it is nearly the same, whatever its size",
        arguments: [(1, 1), (7, 9), (8, 8), (64, 33), (200, 300)])
    func circle(width: Int, height: Int) throws {
        let pixels = (0..<(width * height)).map { place in
            UInt8(truncatingIfNeeded: 40 + (place % width) / 2 + (place / width) / 2)
        }
        let picture = try #require(GreyPicture(width: width, height: height, pixels: pixels))
        let bytes = try picture.jpeg(quality: 100)
        #expect(bytes.starts(with: [0xFF, 0xD8, 0xFF, 0xE0]) && bytes.suffix(2) == [0xFF, 0xD9])
        let shape = FrameShape(columns: width, rows: height, components: 1, bitsAllocated: 8)
        let frame = try BaselineJPEG.decode(bytes[...], shape, limits: .standard)
        let worst = zip(frame.samples, pixels).map { abs(Int($0) - Int($1)) }.max()
        #expect(try #require(worst) <= 3)
    }

    @Test("Noise, which does not compress, fits at the best quality; a lower one takes less")
    func noise() throws {
        var state: UInt64 = 7
        let pixels = (0..<(256 * 256)).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 63 == 0 ? 0 : 255
        }
        let picture = try #require(GreyPicture(width: 256, height: 256, pixels: pixels))
        let best = try picture.jpeg(quality: 100)
        #expect(try picture.jpeg(quality: 20).count < best.count)
    }

    @Test("A side longer than the format allows is refused")
    func long() throws {
        let picture = try #require(GreyPicture(width: 65_535, height: 1, pixels: [UInt8](repeating: 9, count: 65_535)))
        #expect(throws: ImagingError.self) { try picture.jpeg() }
    }
}
