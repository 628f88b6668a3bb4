import DICOM
import Radiology
import Testing

@Suite("From a film's data set to an exam")
struct ExamMappingTests {
    static let received = "2026-03-02 08:00:00"

    /// A complete chest film of a made-up child; each story changes what it is about.
    static func film(_ changes: (inout DataSet) -> Void = { _ in }) -> DataSet {
        var film = DataSet()
        film.set(.sopClassUID, "1.2.840.10008.5.1.4.1.1.1")
        film.set(.sopInstanceUID, "1.2.3.4")
        film.set(.studyInstanceUID, "1.2.3")
        film.set(.seriesInstanceUID, "1.2.3.1")
        film.set(.seriesDate, "20260301")
        film.set(.seriesTime, "235959.5")
        film.set(.modality, "CR")
        film.set(.patientName, "POPESCU^ION")
        film.set(.patientID, "5150312170012")
        film.set(.patientBirthDate, "20150312")
        film.set(.patientSex, "M")
        film.set(.protocolName, "Torace a.p.")
        changes(&film)
        return film
    }

    static func exam(_ changes: (inout DataSet) -> Void = { _ in }) throws -> Exam {
        try Exam(dataSet: film(changes), rules: .standard, receivedLocal: received)
    }

    @Test("A complete film fills every field")
    func complete() throws {
        let exam = try Self.exam { film in
            film.set(.pixelSpacing, "0.15\\0.2")
            film.set(.burnedInAnnotation, "NO")
            film.set(.laterality, "L")
            film.set(.rows, integer: 3000)
        }
        #expect(exam.uid.rawValue == "1.2.3.4")
        #expect(exam.study?.rawValue == "1.2.3")
        #expect(exam.series?.rawValue == "1.2.3.1")
        #expect(exam.created == "2026-03-01 23:59:59")
        #expect(exam.protocolName == "Torace a.p.")
        #expect(exam.region?.rawValue == "chest")
        #expect(exam.projection == .frontal)
        #expect(exam.modality == "CR")
        #expect(exam.patient.key.rawValue == "5150312170012")
        #expect(exam.patient.name == "POPESCU^ION")
        #expect(exam.patient.sex == .male)
        #expect(exam.patient.birthDate?.description == "2015-03-12")
        #expect(exam.facts.exposed == "2026-03-01 23:59:59")
        #expect(exam.facts.pixelSpacing == [0.15, 0.2])
        #expect(exam.facts.burnedInAnnotation == false)
        #expect(exam.facts.laterality == "L")
        #expect(exam.facts.rows == 3000)
        #expect(exam.patientWords == "10-year-old boy")
        #expect(exam.anatomyWords == "frontal chest")
    }

    @Test("A film with nothing but its own number is still an exam")
    func almostEmpty() throws {
        var film = DataSet()
        film.set(.sopInstanceUID, "1.2.3.4")
        let exam = try Exam(dataSet: film, rules: .standard, receivedLocal: Self.received)
        #expect(exam.created == Self.received)
        #expect(exam.patient.key.rawValue == "unknown:1.2.3.4")
        #expect(exam.patient.name.isEmpty && exam.patient.sex == nil && exam.patient.birthDate == nil)
        #expect(exam.region == nil && exam.projection == nil && exam.facts.exposed == nil)
        #expect(exam.patientWords == "patient")
    }

    @Test(
        "Whichever attribute is missing or empty, the film is not lost",
        arguments: [
            DICOM.Tag.sopClassUID, .studyInstanceUID, .seriesInstanceUID, .seriesDate, .seriesTime, .modality,
            .patientName,
            .patientID,
            .patientBirthDate, .patientSex, .protocolName,
        ])
    func oneMissing(tag: DICOM.Tag) throws {
        #expect(try Self.exam { $0.remove(tag) }.uid.rawValue == "1.2.3.4")
        #expect(try Self.exam { $0.setEmpty(tag) }.uid.rawValue == "1.2.3.4")
    }

    @Test("A film without a number of its own is refused with advice", arguments: [nil, ""] as [String?])
    func noUID(value: String?) {
        #expect(throws: RadiologyError.noInstanceUID) {
            try Self.exam { film in value == nil ? film.remove(.sopInstanceUID) : film.setEmpty(.sopInstanceUID) }
        }
        #expect(RadiologyError.noInstanceUID.recovery == .setAside)
        #expect(RadiologyError.noInstanceUID.suggestion.contains("(0008,0018)"))
    }

    @Test(
        "A number that could name another file is refused",
        arguments: ["../static/pwn", "1.2/3", "1..2", ".", "1.2.a", String(repeating: "1", count: 65)])
    func hostileUID(value: String) {
        #expect(throws: RadiologyError.badInstanceUID) { try Self.exam { $0.set(.sopInstanceUID, value) } }
        #expect(!RadiologyError.badInstanceUID.suggestion.contains(value) || value == ".")
    }

    @Test("A bad study number is dropped, the film is kept")
    func badStudy() throws {
        #expect(try Self.exam { $0.set(.studyInstanceUID, "../x") }.study == nil)
    }

    @Test("Without a protocol name the body part stands in, then the series description")
    func protocolFallBack() throws {
        let byPart = try Self.exam { film in
            film.remove(.protocolName)
            film.set(.bodyPartExamined, "KNEE")
            film.set(.seriesDescription, "Genunchi lat")
        }
        #expect(byPart.protocolName == "KNEE")
        #expect(byPart.region?.rawValue == "knee")
        #expect(byPart.projection == .lateral)
        let bySeries = try Self.exam { film in
            film.remove(.protocolName)
            film.set(.seriesDescription, "Genunchi lat")
        }
        #expect(bySeries.protocolName == "Genunchi lat")
    }

    @Test("A diagnosis in the study description finds the region but is never what a reader sees")
    func studyDescription() throws {
        let exam = try Self.exam { film in
            film.remove(.protocolName)
            film.set(.studyDescription, "Pneumothorax, chest drain")
        }
        #expect(exam.region?.rawValue == "chest")
        #expect(exam.protocolName.isEmpty)
        #expect(!"\(exam)".contains("Pneumothorax"))
    }

    @Test("What describes the image is believed before what describes the study")
    func imageBeforeStudy() throws {
        let exam = try Self.exam { film in
            film.remove(.protocolName)
            film.set(.studyDescription, "Torace si gamba")
            film.set(.acquisitionDeviceProcessingDescription, "[LOWER LEG         ]")
        }
        #expect(exam.region?.rawValue == "lower_limb")
    }

    @Test("Coded anatomy and view count when nothing is written")
    func codes() throws {
        func code(_ meaning: String) -> DataSet {
            var item = DataSet()
            item.set(.codeMeaning, meaning)
            return item
        }
        let exam = try Self.exam { film in
            film.remove(.protocolName)
            film.set(.anatomicRegionSequence, items: [code("Elbow joint")])
            film.set(.viewCodeSequence, items: [code("antero-posterior")])
        }
        #expect(exam.region?.rawValue == "elbow")
        #expect(exam.projection == .frontal)
    }

    @Test(
        "A defined body part term is understood; one that is too wide stays unknown",
        arguments: [
            ("CHEST", "chest"), ("LSPINE", "spine"), ("TSPINE", "spine"), ("HAND", "hand"), ("SKULL", "skull"),
            ("SIJOINT", "pelvis"),
            ("UPPERARM", "upper_limb"), ("NASAL BONES", "nose"), ("TIBFIB", "lower_limb"), ("ACJOINT", "shoulder"),
            ("EXTREMITY", nil), ("WHOLEBODY", nil), ("NECK", nil),
        ] as [(String, String?)])
    func bodyParts(term: String, region: String?) throws {
        let exam = try Self.exam { film in
            film.remove(.protocolName)
            film.set(.bodyPartExamined, term)
        }
        #expect(exam.region?.rawValue == region)
    }

    @Test("A pixel spacing of zero is no spacing", arguments: ["0.000\\0.000", "0.1\\0", "-1\\1", "0.1", "x\\y"])
    func spacing(text: String) throws {
        #expect(try Self.exam { $0.set(.pixelSpacing, text) }.facts.pixelSpacing == nil)
    }

    @Test("A Romanian name keeps its letters and its carets")
    func diacritics() throws {
        let exam = try Self.exam { film in
            film.set(.patientName, "ȘTEFĂNESCU^ÎNȚA^^^")
            film.set(.protocolName, "Gleznă față")
        }
        #expect(exam.patient.name == "ȘTEFĂNESCU^ÎNȚA^^^")
        #expect(exam.anatomyWords == "frontal ankle")
    }

    @Test("The meta header names a film whose data set does not")
    func metaHeader() throws {
        let whole = Part10File(dataSet: Self.film(), transferSyntax: .explicitLittleEndian)
        let nameless = Part10File(
            meta: whole.meta, transferSyntax: .explicitLittleEndian, dataSet: Self.film { $0.remove(.sopInstanceUID) })
        let exam = try Exam(file: nameless, rules: .standard, receivedLocal: Self.received)
        #expect(exam.uid.rawValue == "1.2.3.4")
        #expect(exam.facts.transferSyntax == "1.2.840.10008.1.2.1")
    }
}
