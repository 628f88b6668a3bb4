import DICOM
import Foundation
import Imaging
import Radiology

/// A made-up film of nobody, as a modality would send it. Each number has its own UIDs and its own pixels.
struct SyntheticFilm: Sendable {
    var number: Int
    var name = "Exemplu^Ana"
    var patientID: String?
    var birthDate = "19800101"
    var sex = "F"
    var protocolName: String? = "CHEST PA"
    var bodyPart: String?
    var seriesDescription: String?
    var modality = "CR"
    var sopClass = "1.2.840.10008.5.1.4.1.1.1"
    var photometric = "MONOCHROME2"
    /// `YYYYMMDD` and `HHMMSS`.
    var day = "20260302"
    var time = "075500"
    /// Other than the number's own.
    var instance: String?
    var side = 96
    var syntax = TransferSyntax.explicitLittleEndian
    var hasPixels = true
    /// Each a little brighter in the middle than the one before.
    var frames = 1
    /// The label of an overlay plane.
    var overlay: String?
    /// Its place in its series.
    var instanceNumber: Int?
    /// More of the header, element by element.
    var header: [Tag: String] = [:]
    /// The bright spot's level, so that two films of one UID can differ.
    var mark = 4000

    init(_ number: Int) { self.number = number }

    static func chest(_ number: Int) -> SyntheticFilm { SyntheticFilm(number) }

    /// From a digital detector, its name for the region in the body part only.
    static func digitalChest(_ number: Int) -> SyntheticFilm {
        var film = SyntheticFilm(number)
        (film.modality, film.sopClass) = ("DX", "1.2.840.10008.5.1.4.1.1.1.1")
        (film.protocolName, film.bodyPart) = (nil, "CHEST")
        return film
    }

    /// White where others are black.
    static func invertedChest(_ number: Int) -> SyntheticFilm {
        var film = SyntheticFilm(number)
        film.photometric = "MONOCHROME1"
        return film
    }

    /// The predecessor lost such a film: it has no protocol name.
    static func lowerLeg(_ number: Int) -> SyntheticFilm {
        var film = SyntheticFilm(number)
        (film.protocolName, film.bodyPart, film.seriesDescription) = (nil, nil, "Lower leg AP")
        return film
    }

    static func slice(_ number: Int) -> SyntheticFilm {
        var film = SyntheticFilm(number)
        (film.modality, film.sopClass) = ("CT", "1.2.840.10008.5.1.4.1.1.2")
        return film
    }

    /// A text that a device sent among its pictures.
    static func doseReport(_ number: Int) -> SyntheticFilm {
        var film = SyntheticFilm(number)
        (film.modality, film.sopClass, film.hasPixels) = ("SR", "1.2.840.10008.5.1.4.1.1.88.67", false)
        return film
    }

    var uid: SOPInstanceUID { SOPInstanceUID(validated: instance ?? "2.25.\(number).3") }

    /// The same film with something else about it.
    func with(_ change: (inout SyntheticFilm) -> Void) -> SyntheticFilm {
        var film = self
        change(&film)
        return film
    }

    func bytes() throws -> [UInt8] { try Part10File(dataSet: dataSet, transferSyntax: syntax).encoded() }

    private var dataSet: DataSet {
        var film = DataSet()
        film.set(.specificCharacterSet, "ISO_IR 192")
        film.set(.sopClassUID, sopClass)
        film.set(.sopInstanceUID, instance ?? "2.25.\(number).3")
        film.set(.studyDate, day)
        film.set(.seriesDate, day)
        film.set(.studyTime, time)
        film.set(.seriesTime, time)
        film.set(.modality, modality)
        film.set(.patientName, name)
        film.set(.patientID, patientID ?? "TEST-\(number)")
        film.set(.patientBirthDate, birthDate)
        film.set(.patientSex, sex)
        if let protocolName { film.set(.protocolName, protocolName) }
        if let bodyPart { film.set(.bodyPartExamined, bodyPart) }
        if let seriesDescription { film.set(.seriesDescription, seriesDescription) }
        film.set(.studyInstanceUID, "2.25.\(number).1")
        film.set(.seriesInstanceUID, "2.25.\(number).2")
        if let instanceNumber { film.set(.instanceNumber, "\(instanceNumber)") }
        if hasPixels { addPixels(to: &film) }
        for (tag, text) in header { film.set(tag, text) }
        return film
    }

    private func addPixels(to film: inout DataSet) {
        film.set(.samplesPerPixel, integer: 1)
        film.set(.photometricInterpretation, photometric)
        film.set(.rows, integer: side)
        film.set(.columns, integer: side)
        film.set(.bitsAllocated, integer: 16)
        film.set(.bitsStored, integer: 12)
        film.set(.highBit, integer: 11)
        film.set(.pixelRepresentation, integer: 0)
        if frames > 1 { film.set(.numberOfFrames, "\(frames)") }
        if let overlay { addOverlay(overlay, to: &film) }
        if syntax.isEncapsulated {
            film.setPixels(fragments: [[0xFF, 0xD8, 0xFF, 0xF7, 0, 0]])
        } else {
            film.set(.pixelData, bytes: (0..<frames).flatMap(cells), vr: .ow)
        }
    }

    /// A plane of the film's size whose first dots are set. Standard: PS3.3 §C.9.2.
    private func addOverlay(_ label: String, to film: inout DataSet) {
        film.set(Tag(0x6000, 0x0010), integer: side)
        film.set(Tag(0x6000, 0x0011), integer: side)
        film.set(Tag(0x6000, 0x0040), "G")
        film.set(Tag(0x6000, 0x0100), integer: 1)
        film.set(Tag(0x6000, 0x0102), integer: 0)
        film.set(Tag(0x6000, 0x1500), label)
        film.set(Tag(0x6000, 0x3000), bytes: [0xFF] + [UInt8](repeating: 0, count: side * side / 8 - 1), vr: .ow)
    }

    /// Two dark fields beside a bright middle, and one spot that only this number has.
    private func cells(ofFrame frame: Int) -> [UInt8] {
        var cells: [UInt8] = []
        cells.reserveCapacity(side * side * 2)
        for row in 0..<side {
            for column in 0..<side {
                let middle = abs(column - side / 2) < side / 8
                var value = middle ? 2800 + 100 * frame : 700 + (row * 31 + column * 17) % 97
                if row == 1 + number % (side / 2), column < 4 { value = mark }
                if photometric == "MONOCHROME1" { value = 4095 - value }
                cells.append(UInt8(truncatingIfNeeded: value))
                cells.append(UInt8(truncatingIfNeeded: value >> 8))
            }
        }
        return cells
    }
}

/// The licensed films that come with the project.
enum Sample {
    static func bytes(_ path: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Samples")
        return [UInt8](try Data(contentsOf: folder.appending(path: path)))
    }
}
