import DICOM
import Foundation
import Imaging
import Testing

@Suite("The picture that people see, and the film their viewer gets")
struct ViewerPictureTests {
    /// A film of smooth shapes over the whole range, 90 × 120.
    private func film(stored: Int = 12, signed: Bool = false, mono1: Bool = false) -> SyntheticFilm {
        let half = Double(1 << (stored - 1))
        var film = SyntheticFilm(rows: 90, columns: 120) { x, y in
            Int(half + (half - 1) * sin(Double(x) / 19) * cos(Double(y) / 23)) - (signed ? Int(half) : 0)
        }
        (film.stored, film.isSigned, film.photometric) = (stored, signed, mono1 ? "MONOCHROME1" : "MONOCHROME2")
        return film
    }

    private func grey(_ viewed: ViewerFilm, _ p: UInt16, _ function: VOIFunction) -> Int {
        if viewed.padding?.contains(Int(p)) == true { return 0 }
        let value = viewed.slope * Double(p) + viewed.intercept
        return Int(function.output(value, low: viewed.isInverted ? 255 : 0, high: viewed.isInverted ? 0 : 255))
    }

    private func function(_ viewed: ViewerFilm) -> VOIFunction {
        switch viewed.initial {
        case .header(let index): viewed.windows[index]
        case .linear(let window):
            VOIFunction(name: "", kind: .linear(center: window.center, width: window.width))
        }
    }

    struct Header: Sendable, CustomTestStringConvertible {
        var slope = 1.0
        var intercept = 10.0
        var center: Double?
        var padding: [Int] = []
        var table = false
        var modality = false
        var testDescription: String {
            "slope \(slope), window \(center ?? .nan), padding \(padding), VOI LUT \(table), modality LUT \(modality)"
        }

        func change(_ film: inout DataSet) {
            film.set(.rescaleSlope, number: slope)
            film.set(.rescaleIntercept, number: intercept)
            film.set(.rescaleType, "HU")
            if let center {
                film.set(.windowCenter, number: center)
                film.set(.windowWidth, number: 900)
            }
            if let value = padding.first { film.set(.pixelPaddingValue, integer: value, vr: .ss) }
            if let limit = padding.dropFirst().first { film.set(.pixelPaddingRangeLimit, integer: limit, vr: .ss) }
            var item = DataSet()
            item.set(.lutDescriptor, integers: [1000, 0, 10], vr: .us)
            item.set(.lutData, integers: (0..<1000).map { $0 * $0 / 1000 }, vr: .us)
            if table { film.set(.voiLUTSequence, items: [item]) }
            if modality { film.set(.modalityLUTSequence, items: [item]) }
        }
    }

    @Test(
        "A viewer that windows its values itself shows the greys of the picture",
        arguments: [
            Header(), Header(slope: -1), Header(slope: 0.3, center: 300), Header(slope: -2, center: -900),
            Header(padding: [0]), Header(center: 700, padding: [300, 900]), Header(table: true),
            Header(slope: -0.25, intercept: 900, table: true), Header(modality: true),
            Header(center: 80, padding: [500], modality: true),
        ], [false, true])
    func sameGreys(header: Header, mono1: Bool) throws {
        for signed in [false, true] {
            let film = try film(signed: signed, mono1: mono1).film(header.change)
            let viewed = film.viewerFilm(size: 2048, bits: 16)
            let function = function(viewed)
            let picture = film.viewerPicture().pixels
            let greys = viewed.picture.pixels.map { grey(viewed, $0, function) }
            #expect(zip(greys, picture).allSatisfy { abs($0 - Int($1)) <= 1 })
            #expect(viewed.unit == (header.modality ? nil : "HU") && viewed.isInverted == mono1)
            #expect(Set(picture).count > 10)
        }
    }

    @Test("In 8 bits a film of few values keeps all of them, and one of many keeps its steps", arguments: [7, 12])
    func bytes(stored: Int) throws {
        let film = try film(stored: stored).film { $0.set(.pixelPaddingValue, integer: 17, vr: .us) }
        let (deep, bytes) = (film.viewerFilm(size: 500, bits: 16), film.viewerFilm(size: 500, bits: 8))
        let step = max(1, Double(1 << stored) / 254)
        #expect(bytes.bits == 8 && bytes.padding == 0...0 && bytes.picture.pixels.allSatisfy { $0 < 256 })
        for (p, q) in zip(deep.picture.pixels, bytes.picture.pixels) {
            let isPadding = deep.padding?.contains(Int(p)) == true
            #expect(isPadding == (q == 0))
            let difference = (deep.slope * Double(p) + deep.intercept) - (bytes.slope * Double(q) + bytes.intercept)
            #expect(isPadding || abs(difference) <= (stored == 7 ? 1e-9 : step / 2 + 1e-9))
        }
    }

    @Test(
        "In a smaller film no mean of bright and dark is taken for padding",
        arguments: [(0, 65_535, 1), (1, 65_535, 0), (0, 65_534, 65_535), (100, 60_000, 0)])
    func reserved(low: Int, high: Int, reserved: Int) throws {
        var film = SyntheticFilm(rows: 40, columns: 40) { x, y in
            y == 0 ? 30_000 : y < 20 ? ((x + y) % 2 == 0 ? low : high) : (x % 4 < 2 ? low : high)
        }
        (film.stored, film.highBit) = (16, 15)
        film.values.replaceSubrange(0..<80, with: repeatElement(32_767, count: 80))
        let viewed = try film.film {
            $0.set(.pixelPaddingValue, integer: 32_767, vr: .us)
            $0.set(.pixelPaddingRangeLimit, integer: 32_768, vr: .us)
        }.viewerFilm(size: 20, bits: 16)
        let padding = try #require(viewed.padding)
        let isPadding = viewed.picture.pixels.map { padding.contains(Int($0)) }
        #expect(isPadding == (0..<400).map { $0 < 20 })
        #expect(viewed.filmColumns == 40 && viewed.picture.width == 20)
    }

    @Test("A smaller picture is the average of the greys, not the grey of the averages")
    func averages() throws {
        let film = SyntheticFilm(rows: 4, columns: 4) { x, y in (x + y) % 2 == 0 ? 0 : 4000 }
        let drawn = try film.film {
            $0.set(.windowCenter, number: 3000)
            $0.set(.windowWidth, number: 10)
        }
        #expect(drawn.viewerPicture(ViewerRecipe(size: 2)).pixels == [127, 127, 127, 127])
    }

    @Test("A smaller picture of equal greys keeps that grey", arguments: [3, 7, 50, 89, 119])
    func flat(size: Int) throws {
        var film = film()
        for level in [0, 1, 100, 1234, 4094, 4095] {
            film.values = film.values.map { _ in level }
            let drawn = try film.film {
                $0.set(.windowCenter, number: 2048)
                $0.set(.windowWidth, number: 4096)
            }
            let whole = drawn.viewerPicture().pixels[0]
            #expect(drawn.viewerPicture(ViewerRecipe(size: size)).pixels.allSatisfy { $0 == whole })
        }
    }

    @Test("Padding is black in every polarity and at every size", arguments: [false, true])
    func padding(mono1: Bool) throws {
        var film = film(mono1: mono1)
        film.values.replaceSubrange(0..<1200, with: repeatElement(4000, count: 1200))
        let drawn = try film.film {
            $0.set(.pixelPaddingValue, integer: 3990, vr: .us)
            $0.set(.pixelPaddingRangeLimit, integer: 4010, vr: .us)
            $0.set(.windowCenter, number: mono1 ? 10_000 : -10_000)
            $0.set(.windowWidth, number: 100)
        }
        for size in [2048, 60] {
            let picture = drawn.viewerPicture(ViewerRecipe(size: size))
            #expect(picture.pixels.prefix(picture.width).allSatisfy { $0 == 0 })
            #expect(picture.pixels.suffix(picture.width).contains(255))
        }
    }

    @Test("A film of one value is black in both polarities where no window says otherwise", arguments: [false, true])
    func constant(mono1: Bool) throws {
        var film = film(mono1: mono1)
        film.values = film.values.map { _ in 700 }
        let drawn = try film.film()
        let viewed = drawn.viewerFilm(size: 100, bits: 8)
        #expect(drawn.viewerPicture().pixels.allSatisfy { $0 == 0 })
        #expect(viewed.picture.pixels.allSatisfy { grey(viewed, $0, function(viewed)) == 0 })
    }

    @Test("Numbers that no window can have do no harm", arguments: [Double.nan, .infinity, -5, 1e300, 1e-300])
    func oddChoices(number: Double) throws {
        let drawn = try film().film()
        let recipe = ViewerRecipe(size: 50, window: .fixed(name: "", center: number, width: number))
        #expect(drawn.viewerPicture(recipe).pixels.count == 50 * 37)
    }

    @Test("The text of a recipe says all that decides a grey value")
    func text() {
        #expect(ViewerRecipe.standard.name == "viewer-2048/1")
        #expect(
            ViewerRecipe.standard.parameters
                == "viewer-2048/1 modality=lut-or-rescale padding=left-out,black window=header(1)-else-percentiles(0.5,99.5,"
                + "margin 0.03,without-end-spikes) invert=presentation-lut-shape-else-monochrome1 "
                + "resize=area(2048,truncate,never-enlarge,after-window) depth=8(truncate)")
        let choices: [WindowChoice] = [
            .asHeader, .number(2), .percentiles, .whole, .fixed(name: "", center: 1, width: 2),
            .fixed(name: "", center: 2, width: 2),
        ]
        #expect(Set(choices.map { ViewerRecipe(window: $0).parameters }).count == choices.count)
        #expect(FilmRecipe.viewer(.standard).parameters == ViewerRecipe.standard.parameters)
        #expect(FilmRecipe.model(.standard).name == "model-896/2")
    }

    @Test("A setting can give the model either picture")
    func eitherPicture() throws {
        let drawn = try film().film()
        #expect(drawn.picture(.model(.standard)) == drawn.modelPicture())
        #expect(drawn.picture(.viewer(.standard)) == drawn.viewerPicture())
    }
}
