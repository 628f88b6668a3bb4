import DICOM
import Imaging
import Testing

/// A picture of several frames in fragments, uncompressed inside, so that a test sees which bytes were taken.
private struct FragmentedFilm {
    /// The bytes of each fragment: 4 × 2 pixels of 8 bits a frame.
    var fragments: [[UInt8]]
    var frames: Int
    var basic: [UInt32] = []
    var extended: (offsets: [UInt64], lengths: [UInt64])?

    static func frame(_ value: UInt8) -> [UInt8] { [UInt8](repeating: value, count: 8) }

    func file() -> Part10File {
        var film = SyntheticFilm(rows: 2, columns: 4) { _, _ in 0 }
        (film.allocated, film.stored) = (8, 8)
        var dataSet = film.header
        dataSet.set(.numberOfFrames, "\(frames)")
        dataSet.setPixels(fragments: fragments, offsetTable: basic)
        if let extended {
            dataSet.set(.extendedOffsetTable, bytes: extended.offsets.flatMap(Self.bytes), vr: .ov)
            dataSet.set(.extendedOffsetTableLengths, bytes: extended.lengths.flatMap(Self.bytes), vr: .ov)
        }
        return Part10File(dataSet: dataSet, transferSyntax: .encapsulatedUncompressed)
    }

    private static func bytes(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}

@Suite("Frames are found among fragments")
struct FragmentTests {
    @Test("One fragment a frame needs no table, and a wrong table does not matter", arguments: [[], [0, 3, 9]])
    func oneEach(table: [UInt32]) throws {
        let film = FragmentedFilm(fragments: (1...3).map(FragmentedFilm.frame), frames: 3, basic: table)
        for frame in 0..<3 {
            #expect(try Film(film.file(), frame: frame).storedValues == [Int](repeating: frame + 1, count: 8))
        }
    }

    @Test("A frame in several fragments is joined by the basic offset table")
    func joined() throws {
        let film = FragmentedFilm(
            fragments: [[1, 1], [1, 1, 1, 1, 1, 1], [2, 2, 2, 2], [2, 2, 2, 2]], frames: 2, basic: [0, 24])
        #expect(try Film(film.file()).storedValues == [Int](repeating: 1, count: 8))
        #expect(try Film(film.file(), frame: 1).storedValues == [Int](repeating: 2, count: 8))
    }

    @Test("A single frame takes all fragments, whatever the table says", arguments: [[], [0], [0, 7], [500]])
    func single(table: [UInt32]) throws {
        let film = FragmentedFilm(fragments: [[1, 2], [3, 4], [5, 6, 7, 8]], frames: 1, basic: table)
        #expect(try Film(film.file()).storedValues == [1, 2, 3, 4, 5, 6, 7, 8])
    }

    @Test("The extended offset table tells where frames are and how long they are without their padding")
    func extended() throws {
        var film = FragmentedFilm(
            fragments: [FragmentedFilm.frame(1) + [0, 0], FragmentedFilm.frame(2) + [0, 0]], frames: 2)
        film.extended = ([0, 18], [8, 8])
        #expect(try Film(film.file()).storedValues == [Int](repeating: 1, count: 8))
        #expect(try Film(film.file(), frame: 1).storedValues == [Int](repeating: 2, count: 8))
    }

    @Test(
        "Where it cannot be told which fragment a frame begins with, the film is refused",
        arguments: [[], [0, 5], [0, 400], [4, 10], [0], [.max, .max]] as [[UInt32]])
    func untold(table: [UInt32]) {
        let film = FragmentedFilm(fragments: [[1, 1, 1, 1], [1, 1, 1, 1], [2, 2]], frames: 2, basic: table)
        #expect(throws: ImagingError.self) { try Film(film.file()) }
    }

    @Test("Without a table, frames of the JPEG family are told apart by where streams begin")
    func streams() throws {
        let jpeg = try Sample.bytes("jpeg/person1950_bacteria_4881.jpeg")
        let file = try Sample.wrapped(jpeg + jpeg, rows: 864, columns: 1256, fragments: 2) {
            $0.set(.numberOfFrames, "2")
            $0.setPixels(
                fragments: [Array(jpeg.prefix(5000)), Array(jpeg.dropFirst(5000)), jpeg])
        }
        #expect(try Film(file).storedValues == Film(file, frame: 1).storedValues)
    }

    @Test("As many fragments as frames are not taken for frames when one of them begins no stream")
    func coincidence() throws {
        let jpeg = try Sample.bytes("jpeg/person1950_bacteria_4881.jpeg")
        let pieces = [Array(jpeg.prefix(5000)), Array(jpeg.dropFirst(5000)) + (jpeg.count % 2 == 1 ? [0] : []), jpeg]
        let file = try Sample.wrapped(jpeg, rows: 864, columns: 1256) {
            $0.set(.numberOfFrames, "3")
            $0.setPixels(fragments: pieces)
        }
        for frame in 0..<3 { #expect(throws: ImagingError.self) { try Film(file, frame: frame) } }
    }

    @Test("A table that points to the middle of a stream is not believed")
    func wrongTable() throws {
        let jpeg = try Sample.bytes("jpeg/person1950_bacteria_4881.jpeg")
        let whole = jpeg.count % 2 == 0 ? jpeg : jpeg + [0]
        let file = try Sample.wrapped(jpeg, rows: 864, columns: 1256) {
            $0.set(.numberOfFrames, "2")
            $0.setPixels(
                fragments: [Array(whole.prefix(5000)), Array(whole.dropFirst(5000)), whole], offsetTable: [0, 5008])
        }
        #expect(try Film(file).storedValues == Film(file, frame: 1).storedValues)
    }
}
