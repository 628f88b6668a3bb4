import DICOM
import Foundation

/// Swift Testing has a `Tag` too.
typealias Tag = DICOM.Tag

/// Data sets that our own writer makes; no patient was ever near them.
enum SyntheticFilm {
    /// A small chest film: text, numbers, a private block, a nested sequence and 4 × 4 pixels of 16 bits.
    static func chest() -> DataSet {
        var film = DataSet()
        film.set(.specificCharacterSet, "ISO_IR 101")
        film.set(.imageType, ["ORIGINAL", "PRIMARY"])
        film.set(.sopClassUID, "1.2.840.10008.5.1.4.1.1.1")
        film.set(.sopInstanceUID, "2.25.1234567890")
        film.set(.studyDate, "20260102")
        film.set(.studyTime, "105314.0000")
        film.set(.modality, "CR")
        film.set(.patientName, "Ionescu^Ştefan")
        film.set(.patientID, "TEST-1")
        film.set(Tag(0x0009, 0x0010), "ACME 1.1", vr: .lo)
        film.set(Tag(0x0009, 0x1001), bytes: [1, 2, 3, 4], vr: .un)
        film.set(Tag(0x0009, 0x1002), "vendor", vr: .sh)
        film.set(.anatomicRegionSequence, items: [code("T-D3000", "Chest"), code("T-28000", "Lung")])
        film.set(.kvp, numbers: [112.5])
        film.set(.rows, integer: 4)
        film.set(.columns, integer: 4)
        film.set(.pixelRepresentation, integer: 1)
        film.set(.smallestImagePixelValue, integers: [-2], vr: .ss)
        film.set(.bitsAllocated, integer: 16)
        film.set(.pixelData, bytes: (0..<32).map { UInt8($0) }, vr: .ow)
        return film
    }

    static func code(_ value: String, _ meaning: String) -> DataSet {
        var item = DataSet()
        item.set(.codeValue, value)
        item.set(.codeMeaning, meaning)
        return item
    }

    /// The chest film's header around compressed pixels.
    static func compressed(fragments: [[UInt8]], offsetTable: [UInt32] = []) -> DataSet {
        var film = chest()
        film.setPixels(fragments: fragments, offsetTable: offsetTable)
        return film
    }

    static func bytes(_ film: DataSet = chest(), as syntax: TransferSyntax) throws -> [UInt8] {
        try Part10File(dataSet: film, transferSyntax: syntax).encoded()
    }

    static let uncompressed: [TransferSyntax] = [
        .implicitLittleEndian, .explicitLittleEndian, .explicitBigEndian, .deflated,
    ]

    static func sample(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return [UInt8](try Data(contentsOf: folder.appending(path: "Samples/dicom/\(name).dcm")))
    }
}

/// Explicit little endian elements by hand, for files that no writer of ours would make.
enum HandMade {
    static func element(_ tag: Tag, _ vr: String, _ value: [UInt8]) -> [UInt8] {
        let isLong = ["OB", "OW", "SQ", "UN", "UT"].contains(vr)
        let length = isLong ? [0, 0] + four(UInt32(value.count)) : Array(four(UInt32(value.count)).prefix(2))
        return number(tag) + Array(vr.utf8) + length + value
    }

    static func undefined(_ tag: Tag, _ vr: String, _ value: [UInt8]) -> [UInt8] {
        number(tag) + Array(vr.utf8) + [0, 0, 0xFF, 0xFF, 0xFF, 0xFF] + value
    }

    static func item(_ value: [UInt8], length: UInt32? = nil) -> [UInt8] {
        number(.item) + four(length ?? UInt32(value.count)) + value
    }

    /// An element without VR.
    static func implicit(_ tag: Tag, _ value: [UInt8]) -> [UInt8] {
        number(tag) + four(UInt32(value.count)) + value
    }

    static let sequenceEnd = implicit(.sequenceDelimitationItem, [])
    static let itemEnd = implicit(.itemDelimitationItem, [])

    static func number(_ tag: Tag) -> [UInt8] {
        [tag.group, tag.element].flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    static func four(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }
}
