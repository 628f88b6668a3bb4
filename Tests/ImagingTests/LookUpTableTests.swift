import DICOM
import Imaging
import Testing

@Suite("Look-up tables of the header")
struct LookUpTableTests {
    /// An item as its bytes: what the descriptor says and what the data are.
    struct Table: Sendable, CustomTestStringConvertible {
        var count: Int
        var first = 0
        var bits = 16
        var bytes: [UInt8]
        var descriptorWords = 3
        let testDescription: String

        init(
            _ name: String, count: Int, first: Int = 0, bits: Int = 16, words: [Int] = [], bytes: [UInt8] = [],
            descriptorWords: Int = 3
        ) {
            (testDescription, self.count, self.first, self.bits) = (name, count, first, bits)
            self.bytes = words.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } + bytes
            self.descriptorWords = descriptorWords
        }

        var item: DataSet {
            var item = DataSet()
            let words = [count, first, bits, 0].prefix(descriptorWords).map { $0 & 0xFFFF }
            item.set(.lutDescriptor, integers: Array(words), vr: .us)
            item.set(.lutData, bytes: bytes, vr: .ow)
            return item
        }
    }

    private func film(_ signed: Bool = false) -> SyntheticFilm {
        var film = SyntheticFilm(rows: 64, columns: 64) { x, y in x + 64 * y - (signed ? 2048 : 0) }
        film.isSigned = signed
        return film
    }

    @Test(
        "A table whose length and bits are what it says is used, in words or in bytes",
        arguments: [
            Table("words", count: 3, first: 1, words: [0, 30_000, 65_535]),
            Table("bytes", count: 4, first: 0, bits: 8, bytes: [0, 80, 160, 255]),
            Table("odd bytes, padded", count: 3, first: 9, bits: 8, bytes: [0, 80, 255, 77]),
            Table("8 bits in words", count: 3, bits: 8, words: [0, 80, 255]),
            Table("longer than it says", count: 2, bits: 12, words: [0, 4095, 17]),
            Table("one entry", count: 1, bits: 8, words: [255]),
            Table("65 536 entries", count: 0, words: (0...65_535).map { $0 }),
        ])
    func accepted(table: Table) throws {
        let drawn = try film().film { $0.set(.voiLUTSequence, items: [table.item]) }
        let modality = try film().film { $0.set(.modalityLUTSequence, items: [table.item]) }
        #expect(drawn.notes.isEmpty && modality.notes.isEmpty)
        let entries = table.count == 0 ? 65_536 : table.count
        guard case .table(table.first, table.bits, let values) = try #require(drawn.windows.first).kind else {
            Issue.record("\(drawn.windows)")
            return
        }
        #expect(values.count == entries && values.last == (table.count == 0 ? 65_535 : UInt16(1 << table.bits - 1)))
    }

    @Test(
        "A VOI LUT that lacks entries is named and the film drawn without it; after such a Modality LUT black could be white",
        arguments: [
            Table("no data", count: 3),
            Table("too short", count: 300, words: [1, 2, 3]),
            Table("16 bits in bytes", count: 4, bits: 16, bytes: [0, 80, 160, 255]),
            Table("65 536 entries promised", count: 0, words: [5]),
            Table("descriptor of two values", count: 2, words: [0, 1], descriptorWords: 2),
            Table("descriptor of four values", count: 2, words: [0, 1], descriptorWords: 4),
        ])
    func refused(table: Table) throws {
        let plain = try film().film().viewerPicture()
        let drawn = try film().film {
            $0.set(.voiLUTSequence, items: [table.item, DataSet()])
        }
        #expect(drawn.windows.isEmpty && drawn.viewerPicture() == plain)
        #expect(drawn.notes.map { String($0.prefix(9)) } == ["VOI LUT 1", "VOI LUT 2"])
        #expect(throws: ImagingError.self) {
            try film().film { $0.set(.modalityLUTSequence, items: [table.item]) }
        }
    }

    @Test(
        "Where the descriptor has the bits wrong the entries decide them, as they do for DCMTK",
        arguments: [
            Table("values above its bits", count: 3, bits: 10, words: [4095, 2000, 0]),
            Table("no bits", count: 3, bits: 0, words: [4095, 2000, 0]),
            Table("40 bits", count: 3, bits: 40, words: [4095, 2000, 0]),
            Table("bytes and more of them than needed", count: 4, bits: 8, bytes: [255, 100, 0, 0, 9, 9]),
        ])
    func mended(table: Table) throws {
        let drawn = try film().film { $0.set(.voiLUTSequence, items: [table.item]) }
        let picture = drawn.viewerPicture().pixels
        #expect(picture[0] == 255 && picture[2] == 0 && picture.last == 0)
        #expect(drawn.notes.isEmpty == (table.bits == 8))
    }

    @Test("The first input of a table is negative where values may be, and large where they may not")
    func firstInput() throws {
        let table = Table("two steps", count: 2, first: 0xFFFE, bits: 8, words: [0, 255])
        func first(_ signed: Bool, intercept: Double = 0) throws -> Int? {
            let film = try film(signed).film {
                $0.set(.voiLUTSequence, items: [table.item])
                if intercept != 0 {
                    $0.set(.rescaleSlope, number: 1)
                    $0.set(.rescaleIntercept, number: intercept)
                }
            }
            guard case .table(let first, _, _) = film.windows.first?.kind else { return nil }
            return first
        }
        #expect(try first(false) == 65_534)
        #expect(try first(true) == -2)
        #expect(try first(false, intercept: -1024) == -2)
        #expect(try first(true, intercept: 4096) == 65_534)

        let modality = try film(true).film { $0.set(.modalityLUTSequence, items: [table.item]) }
        let whole = ViewerRecipe(window: .whole)
        #expect(modality.viewerPicture(whole).pixels == (-2048...2047).map { $0 < -1 ? 0 : 255 })
    }

    @Test("A VOI LUT comes before the windows, keeps its name, and no second step is laid on it")
    func order() throws {
        var item = Table("inverse", count: 4096, bits: 12, words: (0...4095).reversed()).item
        item.set(.lutExplanation, "BONE")
        let drawn = try film().film {
            $0.set(.voiLUTSequence, items: [item])
            $0.set(.windowCenter, number: 2048)
            $0.set(.windowWidth, number: 4096)
        }
        #expect(drawn.windows.map(\.name) == ["BONE", "Window 1"])
        let expected = (0...4095).map { UInt8((255 * Double(4095 - $0) / 4095).rounded()) }
        #expect(drawn.viewerPicture().pixels == expected)
    }

    @Test("A model's picture is made of modality values, and a VOI LUT leaves it alone")
    func model() throws {
        let square = Table("square", count: 4096, words: (0...4095).map { $0 * $0 / 256 })
        let table = try film().film { $0.set(.modalityLUTSequence, items: [square.item]) }
        var squared = film()
        squared.values = squared.values.map { $0 * $0 / 256 }
        (squared.stored, squared.highBit) = (16, 15)
        #expect(try table.modelPicture() == squared.film().modelPicture())
        #expect(try table.quality() == squared.film().quality())
        #expect(try table.deepPicture() == squared.film().deepPicture())

        let windowed = try film().film { $0.set(.voiLUTSequence, items: [square.item]) }
        #expect(try windowed.modelPicture() == film().film().modelPicture())
    }

    @Test("Where both are given, the modality LUT is used and the rescale is not")
    func both() throws {
        let steps = Table("steps", count: 2, first: 1999, words: [100, 300])
        let drawn = try film().film {
            $0.set(.modalityLUTSequence, items: [steps.item])
            $0.set(.rescaleSlope, number: -5)
            $0.set(.rescaleIntercept, number: 1)
        }
        #expect(drawn.viewerPicture(ViewerRecipe(window: .whole)).pixels == (0...4095).map { $0 < 2000 ? 0 : 255 })
        #expect(drawn.notes == ["Both a Modality LUT and Rescale Slope are present; the Modality LUT was used."])
    }

    @Test("An angiogram's modality LUT leads back to X-ray intensity and is not drawn")
    func angiogram() throws {
        let square = Table("square", count: 4096, words: (0...4095).map { $0 * $0 / 256 })
        let drawn = try film().film {
            $0.set(.modalityLUTSequence, items: [square.item])
            $0.set(.sopClassUID, "1.2.840.10008.5.1.4.1.1.12.1")
        }
        #expect(try drawn.modelPicture() == film().film().modelPicture())
        #expect(drawn.notes.count == 1)
    }

    @Test("Tables of random words and lengths are drawn or refused, and nothing else happens", arguments: 0..<40)
    func hostile(seed: Int) throws {
        var dice = Dice(seed: UInt64(seed))
        func item() -> DataSet {
            var item = DataSet()
            let words = (0..<Int(dice.roll() * 5)).map { _ in
                dice.roll() < 0.5 ? Int(dice.roll() * 20) : Int(dice.roll() * 65_536)
            }
            item.set(.lutDescriptor, integers: words, vr: dice.roll() < 0.5 ? .us : .ss)
            let bytes = Int(dice.roll() * (dice.roll() < 0.5 ? 40 : 140_000))
            item.set(.lutData, bytes: (0..<bytes).map { UInt8($0 & 127) }, vr: dice.roll() < 0.5 ? .ow : .us)
            return item
        }
        let isSigned = dice.roll() < 0.5
        let modality = item()
        let mayBeRefused = (try? film(isSigned).film { $0.set(.modalityLUTSequence, items: [modality]) }) == nil
        let drawn = try film(isSigned).film {
            if !mayBeRefused { $0.set(.modalityLUTSequence, items: [modality]) }
            $0.set(.voiLUTSequence, items: [item(), item()])
            $0.set(.pixelPaddingValue, integer: Int(dice.roll() * 65_536), vr: .us)
            $0.set(.pixelPaddingRangeLimit, integer: Int(dice.roll() * 65_536), vr: .us)
            $0.set(.rescaleSlope, number: (dice.roll() - 0.5) * 1000)
        }
        #expect(drawn.notes.count + drawn.windows.count >= 2 - (mayBeRefused ? 1 : 0))
        #expect(drawn.viewerPicture(ViewerRecipe(size: 40, window: .number(2))).pixels.count == 1600)
        #expect(drawn.viewerFilm(size: 64, bits: 8).picture.pixels.count == 4096)
        #expect(drawn.modelPicture().pixels.count == 4096 && drawn.deepPicture().pixels.count == 4096)
    }
}
