import DICOM
import Radiology
import Testing

@Suite("What counts as a radiograph")
struct RadiographKindTests {
    static let computed = "1.2.840.10008.5.1.4.1.1.1"
    static let digital = "1.2.840.10008.5.1.4.1.1.1.1"
    static let secondary = "1.2.840.10008.5.1.4.1.1.7"
    private static let root = "1.2.840.10008.5.1.4.1.1."

    enum Word { case radiograph, slice, other, none }

    /// A data set with these two attributes and, unless told otherwise, a grey picture.
    private static func kind(
        _ modality: String?, _ sopClass: String?, hasPicture: Bool = true,
        _ changes: (inout DataSet) -> Void = { _ in }
    ) -> RadiographKind {
        var film = ExamMappingTests.film { film in
            film.remove(.modality)
            film.remove(.sopClassUID)
            film.remove(.protocolName)
            modality.map { film.set(.modality, $0) }
            sopClass.map { film.set(.sopClassUID, $0) }
            film.set(.photometricInterpretation, "MONOCHROME2")
            if hasPicture { film.set(.pixelData, bytes: [0, 0], vr: .ow) }
        }
        changes(&film)
        return RadiographKind(dataSet: film)
    }

    private static func word(_ kind: RadiographKind) -> Word {
        switch kind {
        case .radiograph: .radiograph
        case .slice: .slice
        case .otherPicture: .other
        case .noPicture: .none
        }
    }

    @Test(
        "The modality decides; where it says nothing, the SOP class does",
        arguments: [
            ("CR", nil, .radiograph), ("DX", digital, .radiograph), ("RG", secondary, .radiograph),
            ("cr", computed, .radiograph), (nil, computed, .radiograph), ("OT", digital, .radiograph),
            ("SC", computed, .radiograph), ("OT", secondary, .other), (nil, secondary, .other), ("OT", nil, .other),
            (nil, nil, .radiograph), ("CT", computed, .slice), ("MR", nil, .slice), ("US", nil, .other),
            ("MG", digital, .radiograph), ("PX", digital, .other), ("IO", nil, .other), ("PT", nil, .other),
            ("NM", nil, .other), ("XC", secondary, .other), ("SEG", nil, .other), ("ZZ", computed, .other),
        ] as [(String?, String?, Word)])
    func kinds(modality: String?, sopClass: String?, expected: Word) {
        #expect(Self.word(Self.kind(modality, sopClass)) == expected)
    }

    @Test(
        "Each storage class says what it holds when nobody names a modality, and reconstructed slices are no film",
        arguments: [
            ("1", .radiograph), ("1.1", .radiograph), ("1.1.1", .radiograph), ("1.2", .radiograph),
            ("1.2.1", .radiograph), ("1.3", .other), ("1.3.1", .other), ("12.1", .radiograph),
            ("12.1.1", .radiograph), ("12.2", .radiograph), ("12.2.1", .radiograph), ("12.3", .radiograph),
            ("13.1.1", .other), ("13.1.2", .other), ("13.1.3", .other), ("13.1.4", .radiograph),
            ("13.1.5", .radiograph), ("7", .other), ("7.1", .other), ("7.2", .other), ("7.3", .other), ("7.4", .other),
            ("2", .slice), ("2.1", .slice), ("2.2", .slice), ("4", .slice), ("4.1", .slice), ("4.3", .slice),
            ("4.4", .slice), ("6.1", .other), ("128", .other),
        ] as [(String, Word)])
    func classes(uid: String, expected: Word) {
        #expect(Self.word(Self.kind("OT", Self.root + uid)) == expected)
    }

    @Test(
        "The new kinds of films are recognised with every class they come in",
        arguments: [
            ("MG", "1.2"), ("MG", "1.2.1"), ("MG", "13.1.4"), ("XA", "12.1"), ("XA", "12.1.1"), ("RF", "12.2"),
            ("RF", "12.2.1"), ("CR", "7"), ("DX", "7.2"), ("RG", "7.3"), ("MG", "7"), ("RF", "7.4"), ("XA", "7.4"),
        ])
    func newKinds(modality: String, uid: String) {
        #expect(Self.kind(modality, Self.root + uid) == .radiograph)
    }

    @Test(
        "Tomosynthesis and reconstructed volumes are not read, although their modality makes films",
        arguments: [("MG", "13.1.3"), ("XA", "13.1.1"), ("DX", "13.1.2")])
    func reconstructed(modality: String, uid: String) {
        #expect(Self.word(Self.kind(modality, Self.root + uid)) == .other)
    }

    @Test("A capture made from a CT or an MR is no slice", arguments: ["CT", "MR"])
    func capture(modality: String) {
        #expect(Self.word(Self.kind(modality, Self.secondary)) == .other)
    }

    @Test("A digitised film is a radiograph; a captured screen is not, unless its words tell projection and region")
    func secondaryCapture() {
        func isFilm(_ changes: (inout DataSet) -> Void) -> Bool {
            Self.kind("OT", Self.secondary, changes) == .radiograph
        }
        let conversion = Tag(0x0008, 0x0064)
        #expect(isFilm { $0.set(conversion, "DF") })
        #expect(!isFilm { $0.set(conversion, "WSD") })
        #expect(!isFilm { $0.set(.protocolName, "Chest") }, "a region alone may be a CT's")
        #expect(!isFilm { $0.set(.viewPosition, "PA") })
        #expect(isFilm { $0.set(.protocolName, "Chest PA") })
        let positioned: (inout DataSet) -> Void = { film in
            film.set(.bodyPartExamined, "CHEST")
            film.set(.viewPosition, "AP")
        }
        #expect(isFilm(positioned))
        #expect(
            !isFilm { film in
                positioned(&film)
                film.set(.photometricInterpretation, "RGB")
            })
    }

    @Test("A grey image that says neither is given the benefit of the doubt; a colour one is not")
    func nameless() {
        #expect(Self.kind(nil, nil) == .radiograph)
        #expect(Self.word(Self.kind(nil, nil) { $0.set(.photometricInterpretation, "RGB") }) == .other)
    }

    @Test(
        "What has no picture is neither kept nor shown",
        arguments: [("SR", nil), ("PR", nil), ("KO", nil), ("CT", nil), (nil, nil), ("OT", secondary)]
            as [(String?, String?)])
    func noPicture(modality: String?, sopClass: String?) {
        #expect(Self.word(Self.kind(modality, sopClass, hasPicture: false)) == .none)
    }

    @Test("Empty pixel data is no picture; floating-point pixel data is one")
    func emptyPicture() {
        let empty = Self.kind("US", nil, hasPicture: false) { $0.set(.pixelData, bytes: [], vr: .ow) }
        let floating = Self.kind("PT", nil, hasPicture: false) {
            $0.set(Tag(0x7FE0, 0x0008), bytes: [0, 0, 0, 0], vr: .of)
        }
        #expect(Self.word(empty) == .none && Self.word(floating) == .other)
    }

    private static func reason(_ kind: RadiographKind) -> String {
        switch kind {
        case .otherPicture(let reason), .noPicture(let reason): reason
        case .radiograph, .slice: ""
        }
    }

    @Test(
        "The reason is a sentence that names the modality",
        arguments: [("US", "ultrasound"), ("SR", "structured report"), ("ZZ", "ZZ")])
    func reasons(modality: String, word: String) throws {
        let reason = Self.reason(Self.kind(modality, nil))
        #expect(reason.contains(word) && reason.hasSuffix("."))
    }

    @Test("A name in the place of the modality is not repeated")
    func strayText() {
        let reason = Self.reason(Self.kind("POPESCU^ION 5150312170012", nil))
        #expect(!reason.isEmpty && !reason.contains("POPESCU") && !reason.contains("5150312170012"))
    }
}
