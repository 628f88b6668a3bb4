import DICOM
import Radiology
import Testing

@Suite("What counts as a radiograph")
struct RadiographKindTests {
    static let computed = "1.2.840.10008.5.1.4.1.1.1"
    static let digital = "1.2.840.10008.5.1.4.1.1.1.1"
    static let secondary = "1.2.840.10008.5.1.4.1.1.7"

    @Test(
        "The modality decides; where it says nothing, the SOP class does",
        arguments: [
            ("CR", nil, true), ("DX", digital, true), ("RG", secondary, true), ("cr", computed, true),
            (nil, computed, true),
            ("OT", digital, true), ("OT", secondary, false), (nil, secondary, false), ("CT", computed, false),
            ("MR", nil, false),
            ("US", nil, false), ("MG", digital, false), ("PX", nil, false), ("IO", nil, false), ("SR", nil, false),
            ("PR", nil, false),
        ] as [(String?, String?, Bool)])
    func kinds(modality: String?, sopClass: String?, isRadiograph: Bool) {
        let film = ExamMappingTests.film { film in
            film.remove(.modality)
            film.remove(.sopClassUID)
            modality.map { film.set(.modality, $0) }
            sopClass.map { film.set(.sopClassUID, $0) }
        }
        #expect((RadiographKind(dataSet: film) == .radiograph) == isRadiograph)
    }

    @Test("A grey image that says neither is given the benefit of the doubt; a data set without pixels is not")
    func nameless() {
        let empty = ExamMappingTests.film { film in
            film.remove(.modality)
            film.remove(.sopClassUID)
        }
        var grey = empty
        grey.set(.photometricInterpretation, "MONOCHROME2")
        grey.set(.pixelData, bytes: [0, 0], vr: .ow)
        var colour = grey
        colour.set(.photometricInterpretation, "RGB")
        #expect(RadiographKind(dataSet: grey) == .radiograph)
        #expect(RadiographKind(dataSet: empty) != .radiograph)
        #expect(RadiographKind(dataSet: colour) != .radiograph)
    }

    @Test(
        "The reason is a sentence that names the modality",
        arguments: [("CT", "computed tomography"), ("SR", "structured report"), ("ZZ", "ZZ")])
    func reasons(modality: String, word: String) throws {
        guard case .other(let reason) = RadiographKind(dataSet: ExamMappingTests.film { $0.set(.modality, modality) })
        else {
            Issue.record("taken for a radiograph")
            return
        }
        #expect(reason.contains(word) && reason.hasSuffix("."))
    }

    @Test("A name in the place of the modality is not repeated")
    func strayText() {
        let film = ExamMappingTests.film { $0.set(.modality, "POPESCU^ION 5150312170012") }
        guard case .other(let reason) = RadiographKind(dataSet: film) else {
            Issue.record("taken for a radiograph")
            return
        }
        #expect(!reason.contains("POPESCU") && !reason.contains("5150312170012"))
    }
}
