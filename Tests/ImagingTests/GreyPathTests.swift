import DICOM
import Imaging
import Testing

@Suite("From stored values to greys, in the standard's order")
struct GreyPathTests {
    /// All values of a 12-bit film.
    private let film = SyntheticFilm(rows: 64, columns: 64) { x, y in x + 64 * y }

    struct Point: Sendable {
        let kind: VOIFunction.Kind
        let input: Double
        let share: Double
    }

    @Test(
        "Windows have the standard's corner points",
        arguments: [
            Point(kind: .linear(center: 2048, width: 4096), input: 0, share: 0),
            Point(kind: .linear(center: 2048, width: 4096), input: 2047.5, share: 0.5),
            Point(kind: .linear(center: 2048, width: 4096), input: 4095, share: 1),
            Point(kind: .linear(center: 2048, width: 1), input: 2047, share: 0),
            Point(kind: .linear(center: 2048, width: 1), input: 2048, share: 1),
            Point(kind: .linear(center: 0, width: 100), input: -50, share: 0),
            Point(kind: .linear(center: 0, width: 100), input: 49, share: 1),
            Point(kind: .linear(center: 0, width: 100), input: 0, share: 0.5 / 99 + 0.5),
            Point(kind: .linear(center: 0, width: 1), input: -1, share: 0),
            Point(kind: .linear(center: 0, width: 1), input: 0, share: 1),
            Point(kind: .linearExact(center: 2048, width: 4096), input: 0, share: 0),
            Point(kind: .linearExact(center: 2048, width: 4096), input: 2048, share: 0.5),
            Point(kind: .linearExact(center: 2048, width: 4096), input: 4096, share: 1),
            Point(kind: .linearExact(center: 0, width: 0.5), input: 0.125, share: 0.75),
            Point(kind: .sigmoid(center: 40, width: 8), input: 40, share: 0.5),
            Point(kind: .sigmoid(center: 40, width: 8), input: 42, share: 0.7310585786300049),
            Point(kind: .sigmoid(center: 40, width: 8), input: 38, share: 0.2689414213699951),
            Point(kind: .table(first: -2, bits: 8, values: [0, 51, 255]), input: -900, share: 0),
            Point(kind: .table(first: -2, bits: 8, values: [0, 51, 255]), input: -1, share: 0.2),
            Point(kind: .table(first: -2, bits: 8, values: [0, 51, 255]), input: 7, share: 1),
        ])
    func formulas(point: Point) {
        let function = VOIFunction(name: "", kind: point.kind)
        #expect(abs(function.output(point.input, low: 0, high: 255) - 255 * point.share) < 1e-9)
        #expect(abs(function.output(point.input, low: 255, high: 0) - 255 * (1 - point.share)) < 1e-9)
    }

    @Test("The header's windows keep their order and names, and people may choose any of them")
    func severalWindows() throws {
        let film = try film.film {
            $0.set(.windowCenter, numbers: [2048, 100, 900])
            $0.set(.windowWidth, numbers: [4096, 50, 1])
            $0.set(.windowCenterWidthExplanation, ["LUNG", "", "EDGE"])
        }
        #expect(film.windows.map(\.name) == ["LUNG", "Window 2", "EDGE"])
        func picture(_ choice: WindowChoice) -> [UInt8] { film.viewerPicture(ViewerRecipe(window: choice)).pixels }
        #expect(picture(.asHeader) == picture(.fixed(name: "same", center: 2048, width: 4096)))
        #expect(picture(.number(3)) == (0...4095).map { $0 < 900 ? 0 : 255 })
        #expect(picture(.number(99)) == picture(.number(3)) && picture(.number(-1)) == picture(.number(1)))
    }

    @Test(
        "Widths that the standard forbids are skipped and named",
        arguments: [
            ("LINEAR", 0.5, false), ("LINEAR", 1, true), ("LINEAR", -400, false), ("LINEAR", 0, false),
            ("LINEAR_EXACT", 0.5, true), ("LINEAR_EXACT", 0, false), ("SIGMOID", 0.1, true), ("SIGMOID", -1, false),
            ("linear", 1e300, false), ("SPLINE", 0.5, false), ("SPLINE", 10, true),
        ])
    func widths(function: String, width: Double, isAllowed: Bool) throws {
        let film = try film.film {
            $0.set(.windowCenter, numbers: [500, 600])
            $0.set(.windowWidth, ["\(width)", "700"])
            $0.set(.voiLUTFunction, function)
        }
        #expect(film.windows.count == (isAllowed ? 2 : 1))
        #expect(film.notes.contains { $0.hasPrefix("Window 1 was not used") } == !isAllowed)
        #expect(film.notes.contains { $0.hasPrefix("VOI LUT Function SPLINE is unknown") } == (function == "SPLINE"))
    }

    @Test(
        "A window that is no number is left out; the others keep their partners",
        arguments: [
            ("1\\x\\3", "1\\2\\3", 2, 1), ("1\\2", "1\\NaN", 1, 1), ("2048\\", "4096\\", 1, 0), ("x", "y", 0, 1),
        ])
    func unreadableWindows(centers: String, widths: String, windows: Int, notes: Int) throws {
        let film = try film.film {
            $0.set(.windowCenter, bytes: Array(centers.utf8), vr: .ds)
            $0.set(.windowWidth, bytes: Array(widths.utf8), vr: .ds)
        }
        #expect(film.windows.count == windows && film.notes.count == notes)
    }

    @Test(
        "Black and white are settled once, by the presentation LUT shape where there is one",
        arguments: [
            ("MONOCHROME2", nil, false, false), ("MONOCHROME1", nil, true, false),
            ("MONOCHROME2", "IDENTITY", false, false), ("MONOCHROME1", "INVERSE", true, false),
            ("MONOCHROME2", "INVERSE", true, true), ("MONOCHROME1", "IDENTITY", false, true),
            ("MONOCHROME1", "LIN OD", true, true),
        ])
    func polarity(photometric: String, shape: String?, isInverted: Bool, isNoted: Bool) throws {
        var film = film
        film.photometric = photometric
        let drawn = try film.film {
            if let shape { $0.set(.presentationLUTShape, shape) }
            $0.set(.windowCenter, number: 2048)
            $0.set(.windowWidth, number: 4096)
        }
        let pixels = drawn.viewerPicture().pixels
        #expect((pixels[0], pixels[4095]) == (isInverted ? (255, 0) : (0, 255)))
        #expect(drawn.isStoredInverted == isInverted && drawn.notes.isEmpty == !isNoted)
        let model = drawn.modelPicture().pixels
        #expect((model[0] > model[4095]) == isInverted)
    }

    @Test("Of the rescale, the window is in modality units", arguments: [(1.0, -1024.0), (-2, 500), (0.25, 3)])
    func rescale(slope: Double, intercept: Double) throws {
        let drawn = try film.film {
            $0.set(.rescaleSlope, number: slope)
            $0.set(.rescaleIntercept, number: intercept)
            $0.set(.windowCenter, number: 1000 * slope + intercept)
            $0.set(.windowWidth, number: 1)
        }.viewerPicture().pixels
        let white = (0...4095).map { slope * Double($0) > 1000 * slope - 0.5 }
        #expect(drawn == white.map { $0 ? 255 : 0 })
    }

    @Test(
        "A rescale that nothing can be multiplied with is ignored and named",
        arguments: ["0", "NaN", "1e300", "abc", "1e-30"])
    func unusableRescale(slope: String) throws {
        let drawn = try film.film {
            $0.set(.rescaleSlope, bytes: Array(slope.utf8), vr: .ds)
            $0.set(.rescaleIntercept, number: 5)
        }
        #expect(drawn.notes == ["Rescale Slope and Intercept are unusable and were ignored."])
        #expect(drawn.viewerFilm(size: 64, bits: 16).intercept == 0)
    }

    @Test("The first frame of a multi-frame image has its window in its functional groups")
    func functionalGroups() throws {
        var voi = DataSet()
        voi.set(.windowCenter, number: 900)
        voi.set(.windowWidth, number: 1)
        var rescale = DataSet()
        rescale.set(.rescaleSlope, number: 2)
        rescale.set(.rescaleIntercept, number: 0)
        var (frame, shared) = (DataSet(), DataSet())
        frame.set(Tag(0x0028, 0x9132), items: [voi])
        shared.set(Tag(0x0028, 0x9145), items: [rescale])
        let drawn = try film.film {
            $0.set(Tag(0x5200, 0x9230), items: [frame, DataSet()])
            $0.set(Tag(0x5200, 0x9229), items: [shared])
        }
        #expect(drawn.viewerPicture().pixels == (0...4095).map { $0 < 450 ? 0 : 255 })
    }

    @Test("Samples that stand for more than one stored value each keep their meaning", arguments: [1, 7, 256])
    func steps(step: Int) throws {
        var header = DataSet()
        header.set(.rescaleSlope, number: -2)
        header.set(.rescaleIntercept, number: 30)
        header.set(.pixelPaddingValue, integer: -993, vr: .ss)
        let path = try GreyPath(
            header, base: -1000, step: step, bits: 16, isSigned: true, isMonochrome1: false, isColour: false,
            padding: step == 1 ? nil : 0...0)
        for sample in [0, 1, 4, 65_535] {
            #expect(path.modalityValue(Double(sample)) == Double(30 - 2 * (step * sample - 1000)))
        }
        #expect(path.padding == (step == 1 ? 7...7 : 0...0))
    }

    @Test("What a header says about greys is not applied to greys made from colour")
    func colour() throws {
        var header = DataSet()
        header.set(.rescaleSlope, number: -2)
        header.set(.rescaleIntercept, number: 30)
        header.set(.presentationLUTShape, "INVERSE")
        header.set(.pixelPaddingValue, integer: 0, vr: .us)
        header.set(.windowCenter, number: 1)
        header.set(.windowWidth, number: 1)
        let path = try GreyPath(header, base: 0, step: 1, bits: 8, isSigned: false, isMonochrome1: true, isColour: true)
        #expect(path.windows.isEmpty && path.padding == nil && !path.isInverted && path.notes.isEmpty)
        #expect(path.modalityValue(77) == 77)
    }
}
