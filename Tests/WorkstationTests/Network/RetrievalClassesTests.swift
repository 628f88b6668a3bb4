import DICOMNetwork
import Testing
import Workstation

@Suite("What a C-GET offers to take")
struct RetrievalClassesTests {
    private static let all =
        SOPClass.radiographs + SOPClass.enhancedRadiographs + [SOPClass(uid: "1.2.3.4")]

    @Test("What the modalities have comes first; what they cannot have does not cost the others their encodings")
    func usual() {
        let chosen = RetrievalClasses.choose(from: Self.all, for: ["CR", "DX"])
        #expect(
            Array(chosen.prefix(3)) == [
                .computedRadiography, .digitalXRayForPresentation, .digitalXRayForProcessing,
            ])
        #expect(chosen.contains(.secondaryCapture) && chosen.contains(SOPClass(uid: "1.2.3.4")))
        #expect(!chosen.contains(.angiography) && !chosen.contains(.mammographyForPresentation))
    }

    @Test("A modality that is not known may have any kind; nothing is offered that is not taken")
    func unknown() {
        #expect(Set(RetrievalClasses.choose(from: Self.all, for: ["MG", "ZZ"])) == Set(Self.all))
        #expect(RetrievalClasses.choose(from: Self.all, for: ["MG", "ZZ"]).first == .mammographyForPresentation)
        #expect(RetrievalClasses.choose(from: [.angiography], for: ["XA"]) == [.angiography])
    }
}
