import DICOM
import Foundation
import Radiology
import Testing

@Suite("The four sample films")
struct SampleFilmTests {
    static func exam(_ name: String) throws -> Exam {
        let samples = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Samples/dicom")
        let bytes = [UInt8](try Data(contentsOf: samples.appending(path: name)))
        return try Exam(file: try Part10File(bytes), rules: .standard, receivedLocal: ExamMappingTests.received)
    }

    @Test("RG1 is a frontal chest film of a woman of 55, not of 64", arguments: ["RG1_J2KR.dcm", "RG1_J2KI.dcm"])
    func chest(name: String) throws {
        let exam = try Self.exam(name)
        #expect(exam.patient.key.rawValue == "9RG1")
        #expect(exam.patient.name == "CompressedSamples^RG1")
        #expect(exam.patientWords == "55-year-old woman")
        #expect(exam.facts.exposed == "1995-09-26 12:51:30")
        #expect(exam.created == "1995-09-26 12:51:30")
        #expect(exam.anatomyWords == "frontal chest")
        #expect(exam.protocolName == "CHEST")
        #expect(exam.facts.pixelSpacing == nil)
        #expect(exam.facts.bitsStored == 15)
        #expect(exam.facts.frames == 1)
        #expect(exam.modality == "CR")
    }

    @Test(
        "RG3 is a frontal lower leg of a girl of 13, and the diagnosis stays out of it",
        arguments: ["RG3_J2KR.dcm", "RG3_J2KI.dcm"])
    func lowerLeg(name: String) throws {
        let exam = try Self.exam(name)
        #expect(exam.patient.key.rawValue == "11RG3")
        #expect(exam.patientWords == "13-year-old girl")
        #expect(exam.facts.exposed == "1992-12-25 12:00:00")
        #expect(exam.created == "1992-12-25 12:00:00")
        #expect(exam.region?.rawValue == "lower_limb")
        #expect(exam.projection == .frontal)
        #expect(exam.facts.laterality == "R")
        #expect(exam.protocolName == "EXTREMITY")
        #expect(!"\(exam)".contains("fibroma"))
        #expect(exam.facts.pixelSpacing == nil)
    }

    @Test("The two films of a pair share study, series and patient, and are two exams")
    func pairs() throws {
        let lossless = try Self.exam("RG3_J2KR.dcm")
        let lossy = try Self.exam("RG3_J2KI.dcm")
        #expect(lossless.study == lossy.study && lossless.series == lossy.series && lossless.patient == lossy.patient)
        #expect(lossless.uid != lossy.uid)
        #expect(lossless.facts.transferSyntax == "1.2.840.10008.1.2.4.90")
    }
}
