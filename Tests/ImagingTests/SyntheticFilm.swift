import DICOM
import Foundation
import Imaging

/// A made-up film: what its header says and its stored values.
struct SyntheticFilm {
    var rows = 1
    var columns = 1
    var allocated = 16
    var stored = 12
    var highBit: Int?
    var isSigned = false
    var photometric = "MONOCHROME2"
    var values: [Int] = []
    var syntax = TransferSyntax.explicitLittleEndian

    init(rows: Int, columns: Int, _ value: (_ x: Int, _ y: Int) -> Int) {
        (self.rows, self.columns) = (rows, columns)
        values = (0..<rows * columns).map { value($0 % columns, $0 / columns) }
    }

    /// The image module without pixels.
    var header: DataSet {
        var film = DataSet()
        film.set(.sopClassUID, "1.2.840.10008.5.1.4.1.1.1")
        film.set(.sopInstanceUID, "2.25.1")
        film.set(.samplesPerPixel, integer: 1)
        film.set(.photometricInterpretation, photometric)
        film.set(.rows, integer: rows)
        film.set(.columns, integer: columns)
        film.set(.bitsAllocated, integer: allocated)
        film.set(.bitsStored, integer: stored)
        film.set(.highBit, integer: highBit ?? stored - 1)
        film.set(.pixelRepresentation, integer: isSigned ? 1 : 0)
        return film
    }

    /// The pixel cells, little endian; bits outside the value are set, because they must not matter.
    var cells: [UInt8] {
        let shift = (highBit ?? stored - 1) + 1 - stored
        let mask = (1 << stored) - 1
        return values.flatMap { value -> [UInt8] in
            let cell = (value & mask) << shift | ~(mask << shift)
            return (0..<allocated / 8).map { UInt8(truncatingIfNeeded: cell >> (8 * $0)) }
        }
    }

    /// The film as a file, with whatever else `change` says about it, written and read again.
    func file(_ change: (inout DataSet) -> Void = { _ in }) throws -> Part10File {
        var film = header
        film.set(.pixelData, bytes: cells.count % 2 == 0 ? cells : cells + [0], vr: allocated == 8 ? .ob : .ow)
        change(&film)
        return try Part10File(Part10File(dataSet: film, transferSyntax: syntax).encoded())
    }

    func film(_ change: (inout DataSet) -> Void = { _ in }) throws -> Film { try Film(file(change)) }
}

/// The licensed sample films.
enum Sample {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Samples")

    static func bytes(_ path: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: folder.appending(path: path)))
    }

    static func film(_ name: String) throws -> Film {
        try Film(Part10File(bytes("dicom/\(name).dcm")))
    }

    /// A JPEG film as DICOM: one frame in `fragments` pieces, each of even length.
    static func wrapped(
        _ jpeg: [UInt8], rows: Int, columns: Int, fragments: Int = 1, _ change: (inout DataSet) -> Void = { _ in }
    ) throws -> Part10File {
        var film = SyntheticFilm(rows: rows, columns: columns) { _, _ in 0 }
        (film.allocated, film.stored) = (8, 8)
        var dataSet = film.header
        let size = (jpeg.count / fragments + 2) & ~1
        var pieces = stride(from: 0, to: jpeg.count, by: size).map { Array(jpeg[$0..<min($0 + size, jpeg.count)]) }
        if let last = pieces.last, last.count % 2 == 1 { pieces[pieces.count - 1].append(0) }
        dataSet.setPixels(fragments: pieces)
        change(&dataSet)
        return try Part10File(Part10File(dataSet: dataSet, transferSyntax: .jpegBaseline).encoded())
    }
}

/// Repeatable noise.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// 0 ..< 1.
    mutating func roll() -> Double {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double(state >> 11) / Double(1 << 53)
    }

    /// About normal with standard deviation 1: the sum of twelve rolls less six.
    mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + roll() } }
}
