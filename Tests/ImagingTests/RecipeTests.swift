import DICOM
import Imaging
import Testing

@Suite("The picture that a model sees")
struct RecipeTests {
    /// A ramp of 101 values, so that percentiles 1 and 99 are the second and the last but one.
    private let ramp = SyntheticFilm(rows: 1, columns: 101) { x, _ in 1000 + 10 * x }
    private let plain = ModelRecipe(gamma: .fixed(1))

    @Test("The darkest and brightest hundredth are clipped, the rest is stretched and truncated")
    func stretch() throws {
        let greys = try ramp.film().modelPicture(plain).pixels
        #expect(greys == (0...100).map { UInt8(Float(min(max($0, 1), 99) - 1) / 98 * 255) })
    }

    @Test(
        "Polarity is put right once: MONOCHROME1 and a falling rescale each turn the picture, both leave it",
        arguments: [
            ("MONOCHROME2", 1.0, false), ("MONOCHROME1", 1, true), ("MONOCHROME2", -2, true),
            ("MONOCHROME1", -1, false),
        ])
    func polarity(photometric: String, slope: Double, inverted: Bool) throws {
        var film = ramp
        film.photometric = photometric
        let drawn = try film.film {
            $0.set(.rescaleSlope, number: slope)
            $0.set(.rescaleIntercept, number: 4095)
        }
        let straight = try ramp.film()
        func turned(_ greys: [UInt8]) -> [UInt8] { greys.map { inverted ? 255 - $0 : $0 } }
        #expect(drawn.modelPicture(plain).pixels == turned(straight.modelPicture(plain).pixels))
        // Inversion comes before truncation there, so that a grey between two is darker in both.
        let (viewed, expected) = (drawn.viewerPicture().pixels, turned(straight.viewerPicture().pixels))
        #expect(zip(viewed, expected).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
        #expect(drawn.isStoredInverted == inverted)
    }

    @Test(
        "Padding is black, and the film beside it is drawn as if the padding were not there", arguments: [false, true])
    func padding(monochrome1: Bool) throws {
        var film = SyntheticFilm(rows: 2, columns: 101) { x, y in y == 0 ? 1000 + 10 * x : (x < 50 ? 0 : 7) }
        film.photometric = monochrome1 ? "MONOCHROME1" : "MONOCHROME2"
        let drawn = try film.film {
            $0.set(.pixelPaddingValue, integers: [0], vr: .us)
            $0.set(.pixelPaddingRangeLimit, integers: [10], vr: .us)
        }.modelPicture(plain)
        var alone = ramp
        alone.photometric = film.photometric
        #expect(drawn.pixels == (try alone.film().modelPicture(plain).pixels) + [UInt8](repeating: 0, count: 101))
    }

    @Test(
        "A film of one value, or of padding alone, is black in every picture",
        arguments: ["MONOCHROME1", "MONOCHROME2"])
    func constant(photometric: String) throws {
        var film = SyntheticFilm(rows: 1100, columns: 1000) { _, _ in 500 }
        film.photometric = photometric
        for drawn in [try film.film(), try film.film { $0.set(.pixelPaddingValue, integers: [500], vr: .us) }] {
            let picture = drawn.modelPicture()
            #expect(picture.width == 814 && picture.height == 896 && picture.pixels.allSatisfy { $0 == 0 })
            #expect(drawn.viewerPicture(ViewerRecipe(size: 200)).pixels.allSatisfy { $0 == 0 })
            #expect(drawn.deepPicture(size: 200).pixels.allSatisfy { $0 == 0 })
            #expect(drawn.quality().contrast == 0)
        }
    }

    @Test("A dark film is brightened, a bright one darkened", arguments: ["MONOCHROME2", "MONOCHROME1"])
    func gamma(photometric: String) throws {
        var film = SyntheticFilm(rows: 300, columns: 300) { x, y in (x * x + y) / 24 }
        film.photometric = photometric
        func mean(_ picture: GreyPicture) -> Int { picture.pixels.reduce(0) { $0 + Int($1) } / picture.pixels.count }
        let (before, after) = (mean(try film.film().modelPicture(plain)), mean(try film.film().modelPicture()))
        #expect(photometric == "MONOCHROME2" ? before < after && after < 127 : before > after && after > 127)
    }

    @Test("The 16-bit picture keeps every step of a 12-bit film, in order and in polarity", arguments: [false, true])
    func deep(monochrome1: Bool) throws {
        var film = SyntheticFilm(rows: 64, columns: 64) { x, y in x + 64 * y }
        film.photometric = monochrome1 ? "MONOCHROME1" : "MONOCHROME2"
        let pixels = try film.film().deepPicture().pixels
        let rising = monochrome1 ? pixels.reversed() : pixels
        #expect(zip(rising, rising.dropFirst()).allSatisfy { $0 < $1 } && rising.first == 0 && rising.last == 65_535)
    }

    @Test("The recipe's text says all that decides a grey value")
    func text() {
        #expect(ModelRecipe.standard.name == "model-896/2")
        #expect(
            ModelRecipe.standard.parameters
                == "model-896/2 modality=lut-or-rescale resize=area(896,truncate,never-enlarge) padding=left-out "
                + "window=percentiles(1.0,99.0) depth=8(truncate) "
                + "invert=presentation-lut-shape-else-monochrome1,negative-slope(after-window) gamma=adaptive(0.5...2.5)"
        )
        #expect(ModelRecipe(gamma: .fixed(1.2)).parameters != ModelRecipe.standard.parameters)
    }
}
