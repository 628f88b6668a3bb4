import DICOM
import Radiology
import Testing

@Suite("What a ruler may use")
struct FilmSpacingTests {
    private static let calibration = Tag(0x0028, 0x0A02)
    private static let scanned = Tag(0x0018, 0x2010)

    private static func facts(
        _ pixel: String?, _ imager: String?, _ calibrated: String? = nil, slice: Bool = false
    ) throws -> FilmFacts {
        try ExamMappingTests.exam { film in
            pixel.map { film.set(.pixelSpacing, $0) }
            imager.map { film.set(.imagerPixelSpacing, $0) }
            calibrated.map { film.set(calibration, $0) }
            if slice {
                film.set(.modality, "CT")
                film.set(.pixelData, bytes: [0, 0], vr: .ow)
            }
        }.facts
    }

    @Test(
        "A distance is the patient's only where the film was corrected; else it is the detector's, and zero is none",
        arguments: [
            ("0.2\\0.1", nil, nil, "detector 0.2 0.1"), ("0.2\\0.1", nil, "FIDUCIAL", "patient 0.2 0.1"),
            ("0.2\\0.1", "0.2\\0.1", nil, "detector 0.2 0.1"), ("0.2\\0.1", "0.20001\\0.1", nil, "detector 0.2 0.1"),
            ("0.15\\0.15", "0.2\\0.2", nil, "patient 0.15 0.15"),
            ("0.2\\0.2", "0.2\\0.2", "GEOMETRY", "patient 0.2 0.2"),
            (nil, "0.139\\0.139", nil, "detector 0.139 0.139"), ("0\\0", "0.139\\0.139", nil, "detector 0.139 0.139"),
            ("0\\0", nil, nil, nil), ("0.2", nil, nil, nil), ("-0.2\\0.2", nil, nil, nil), (nil, nil, nil, nil),
        ] as [(String?, String?, String?, String?)])
    func spacing(pixel: String?, imager: String?, calibrated: String?, expected: String?) throws {
        let spacing = try Self.facts(pixel, imager, calibrated).spacing
        #expect(spacing.map { "\($0.kind.rawValue) \($0.row) \($0.column)" } == expected)
    }

    @Test(
        "The shape of a pixel is that of the spacing, else of the aspect ratio; nonsense is square",
        arguments: [
            ("0.4\\0.2", nil, 2), (nil, "4\\3", 4.0 / 3), ("0.2\\0.1", "1\\3", 2), (nil, nil, 1), (nil, "0\\1", 1),
            (nil, "1000\\1", 1), (nil, "2", 1), ("0.1\\0.10001", nil, 1), (nil, "high\\wide", 1),
        ] as [(String?, String?, Double)])
    func shape(spacing: String?, ratio: String?, expected: Double) throws {
        let facts = try ExamMappingTests.exam { film in
            spacing.map { film.set(.pixelSpacing, $0) }
            ratio.map { film.set(.pixelAspectRatio, $0) }
        }.facts
        #expect(facts.pixelAspect == expected)
    }

    @Test("The pixels of a slice are in the patient")
    func slice() throws {
        #expect(try Self.facts("0.7\\0.7", nil, slice: true).spacing?.kind == .patient)
    }

    @Test("A scanned film has the scanner's spacing")
    func scanner() throws {
        let facts = try ExamMappingTests.exam { $0.set(Self.scanned, "0.17\\0.17") }.facts
        #expect(facts.imagerSpacing == [0.17, 0.17] && facts.spacing?.kind == .detector)
    }

    @Test("Every mammogram shows the breast, whatever its protocol is called, and waits for the setting")
    func mammogram() throws {
        let exam = try ExamMappingTests.exam { film in
            film.set(.modality, "MG")
            film.set(.protocolName, "R CC")
        }
        #expect(exam.region == .breast && RegionRules.knownRegions.contains("breast"))
        #expect(ReadingRules().refusal(of: exam)?.cause == .region)
        let rules = RegionRules(supported: ["breast": true])
        #expect(ReadingRules(regions: rules).refusal(of: exam) == nil)
        #expect(rules.question(for: .breast).contains("breast"))
    }
}
