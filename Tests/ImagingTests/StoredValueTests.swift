import DICOM
import Imaging
import Testing

@Suite("Stored pixel values")
struct StoredValueTests {
    struct Cell: Sendable, CustomTestStringConvertible {
        let allocated: Int
        let stored: Int
        var high: Int?
        var signed = false
        var syntax = TransferSyntax.explicitLittleEndian
        var testDescription: String {
            "\(stored) of \(allocated), high \(high ?? stored - 1), signed \(signed), \(syntax.uid)"
        }
    }

    @Test(
        "Every layout of the pixel cell gives the values that were put in, whatever the unused bits hold",
        arguments: [
            Cell(allocated: 8, stored: 8), Cell(allocated: 8, stored: 7), Cell(allocated: 8, stored: 8, signed: true),
            Cell(allocated: 8, stored: 6, high: 7), Cell(allocated: 8, stored: 1),
            Cell(allocated: 16, stored: 8), Cell(allocated: 16, stored: 10), Cell(allocated: 16, stored: 12),
            Cell(allocated: 16, stored: 12, high: 15), Cell(allocated: 16, stored: 12, high: 13, signed: true),
            Cell(allocated: 16, stored: 12, signed: true), Cell(allocated: 16, stored: 14),
            Cell(allocated: 16, stored: 16), Cell(allocated: 16, stored: 16, signed: true),
            Cell(allocated: 32, stored: 12), Cell(allocated: 32, stored: 16, signed: true),
            Cell(allocated: 32, stored: 12, high: 30, signed: true),
            Cell(allocated: 16, stored: 12, syntax: .explicitBigEndian),
            Cell(allocated: 16, stored: 12, signed: true, syntax: .implicitLittleEndian),
            Cell(allocated: 8, stored: 8, syntax: .explicitBigEndian),
            Cell(allocated: 32, stored: 16, syntax: .explicitBigEndian),
            Cell(allocated: 16, stored: 16, syntax: .deflated),
        ])
    func layouts(cell: Cell) throws {
        let low = cell.signed ? -(1 << (cell.stored - 1)) : 0
        let count = 1 << cell.stored
        var film = SyntheticFilm(rows: 5, columns: 7) { x, y in low + (x * 104_729 + y * 1_299_709) % count }
        (film.allocated, film.stored, film.highBit) = (cell.allocated, cell.stored, cell.high)
        (film.isSigned, film.syntax) = (cell.signed, cell.syntax)
        film.values[0] = low
        film.values[34] = low + count - 1

        #expect(try film.film().storedValues == film.values)
    }

    @Test("Values of 32 bits are kept as they are; when they span more than 16 bits they are drawn in steps")
    func deepValues() throws {
        var film = SyntheticFilm(rows: 2, columns: 3) { x, y in 3_000_000_000 + x * 30_000 + y }
        (film.allocated, film.stored) = (32, 32)
        #expect(try film.film().storedValues == film.values)
        #expect(try film.film().notes.isEmpty)

        film.values[3] = 0
        let wide = try film.film()
        #expect(try Film.storedSamples(of: film.file()).values == film.values)
        #expect(wide.notes == ["The 32-bit values span more than 65 536 steps; they are drawn in steps of 65536."])
        #expect(wide.deepPicture().pixels[3] == 0)
    }

    @Test("Padding and a few broken pixels of a 32-bit film do not take its greys away", arguments: [true, false])
    func outliers(isPadding: Bool) throws {
        var film = SyntheticFilm(rows: 64, columns: 64) { x, y in x + 64 * y }
        (film.allocated, film.stored, film.isSigned) = (32, 32, true)
        let plain = try film.film().viewerPicture()
        film.values[2000] = isPadding ? -2_147_483_648 : 2_147_483_647
        let drawn = try film.film { if isPadding { $0.set(.pixelPaddingValue, integer: -2_147_483_648, vr: .sl) } }
        let differing = zip(drawn.viewerPicture().pixels, plain.pixels).enumerated().filter {
            abs(Int($0.element.0) - Int($0.element.1)) > 1
        }
        #expect(differing.map(\.offset) == [2000])
        #expect(drawn.viewerPicture().pixels[2000] == (isPadding ? 0 : 255))
        #expect(drawn.notes.count == (isPadding ? 0 : 1))
    }

    @Test("Of a film with several frames the first is drawn and the others are counted")
    func frames() throws {
        let film = SyntheticFilm(rows: 3, columns: 2) { x, y in x + y }
        let drawn = try film.film {
            $0.set(.numberOfFrames, "3")
            $0.set(.pixelData, bytes: film.cells + [UInt8](repeating: 9, count: 24), vr: .ow)
        }
        #expect(drawn.frames == 3 && drawn.storedValues == film.values)
    }

    @Test("A nonsensical High Bit is replaced and noted")
    func highBit() throws {
        var film = SyntheticFilm(rows: 1, columns: 2) { x, _ in x * 4095 }
        let good = try film.film()
        film.values = [0, 4095]
        let bad = try film.film { $0.set(.highBit, integer: 3) }
        #expect(bad.storedValues == good.storedValues && bad.notes.count == 1 && good.notes.isEmpty)
    }
}
