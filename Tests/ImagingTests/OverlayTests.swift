import DICOM
import Imaging
import Testing

private typealias Tag = DICOM.Tag

@Suite("Overlay planes are kept and drawn on request")
struct OverlayTests {
    private let film = SyntheticFilm(rows: 3, columns: 4) { x, y in 100 * x + y }

    /// A plane of 2 × 2 pixels: set, clear / clear, set.
    private func addPlane(to dataSet: inout DataSet, group: UInt16 = 0x6000, top: Int16 = 1, left: Int16 = 1) {
        func words(_ values: Int16...) -> [UInt8] {
            values.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        }
        dataSet.set(Tag(group, 0x0010), bytes: words(2), vr: .us)
        dataSet.set(Tag(group, 0x0011), bytes: words(2), vr: .us)
        dataSet.set(Tag(group, 0x0050), bytes: words(top, left), vr: .ss)
        dataSet.set(Tag(group, 0x0100), bytes: words(1), vr: .us)
        dataSet.set(Tag(group, 0x0102), bytes: words(0), vr: .us)
        dataSet.set(Tag(group, 0x3000), bytes: [0b1001, 0], vr: .ow)
    }

    @Test(
        "A plane lies where its origin says, and only what lies over the film is drawn",
        arguments: [(1, 1, [0, 5]), (2, 3, [6, 11]), (0, 0, [0]), (3, 4, [11]), (4, 5, []), (-30_000, 7, [])])
    func origins(top: Int, left: Int, set: [Int]) throws {
        let drawn = try film.film { addPlane(to: &$0, top: Int16(top), left: Int16(left)) }
        let mask = try #require(drawn.overlays.first).mask(columns: 4, rows: 3)
        #expect(mask.indices.filter { mask[$0] == 255 } == set)
        #expect(drawn.picture(of: drawn.overlays[0]).pixels == mask)
    }

    @Test("Overlays are in white over the picture only when they are asked for")
    func onRequest() throws {
        let drawn = try film.film { addPlane(to: &$0) }
        let plain = drawn.modelPicture()
        let marked = plain.drawing(drawn.overlays, of: drawn)
        #expect(marked.pixels[0] == 255 && marked.pixels[5] == 255)
        #expect(zip(plain.pixels, marked.pixels).count { $0 != $1 } <= 2)
    }

    @Test("Each frame has the overlay frame that was made for it", arguments: [0, 1, 2])
    func frames(frame: Int) throws {
        let film = film
        func drawn(_ change: (inout DataSet) -> Void) throws -> Film {
            try Film(
                film.file {
                    $0.set(.numberOfFrames, "3")
                    $0.set(.pixelData, bytes: film.cells + film.cells + film.cells, vr: .ow)
                    addPlane(to: &$0)
                    change(&$0)
                }, frame: frame)
        }
        // Three planes of 2 × 2 pixels, four bits each: one pixel, two pixels, three.
        let all = try drawn {
            $0.set(Tag(0x6000, 0x0015), "3")
            $0.set(Tag(0x6000, 0x3000), bytes: [0b0011_0001, 0b0111], vr: .ow)
        }
        let plane = try #require(all.overlays.first)
        #expect(plane.mask(columns: 4, rows: 3).count { $0 == 255 } == frame + 1)

        let second = try drawn { $0.set(Tag(0x6000, 0x0051), bytes: [2, 0], vr: .us) }
        #expect(second.overlays.isEmpty == (frame != 1))
        #expect(try drawn { _ in }.overlays.count == 1)
    }

    @Test("A plane in an unused bit of the pixel cells is read from there")
    func insideCells() throws {
        var film = film
        film.values = film.values.map { $0 & 0x3FF }
        let file = try film.file { dataSet in
            dataSet.set(Tag(0x6002, 0x0010), bytes: [3, 0], vr: .us)
            dataSet.set(Tag(0x6002, 0x0011), bytes: [4, 0], vr: .us)
            dataSet.set(Tag(0x6002, 0x0100), bytes: [16, 0], vr: .us)
            dataSet.set(Tag(0x6002, 0x0102), bytes: [13, 0], vr: .us)
            var cells = film.cells.enumerated().map { $0.offset % 2 == 1 ? $0.element & 0x0F : $0.element }
            cells[2 * 7 + 1] |= 0x20
            dataSet.set(.pixelData, bytes: cells, vr: .ow)
        }
        let drawn = try Film(file)
        let mask = try #require(drawn.overlays.first).mask(columns: 4, rows: 3)
        #expect(mask.indices.filter { mask[$0] == 255 } == [7])
        #expect(drawn.storedValues == film.values)
    }

    @Test(
        "A plane that is cut off or larger than any film is named, and the film is drawn without it",
        arguments: [(UInt8(255), UInt8(0)), (255, 255)])
    func broken(rows: UInt8, high: UInt8) throws {
        let drawn = try film.film {
            addPlane(to: &$0)
            $0.set(Tag(0x6000, 0x0010), bytes: [rows, high], vr: .us)
        }
        #expect(drawn.overlays.isEmpty)
        #expect(drawn.notes == ["Overlay 1 could not be read."])
    }
}
