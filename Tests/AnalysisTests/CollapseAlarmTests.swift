import Analysis
import Testing

@Suite("Signs that a model no longer looks")
struct CollapseAlarmTests {
    static let normalChest = """
        FINDINGS:
        The lungs are clear and well expanded. No consolidation, infiltrate or pleural effusion is seen. No pneumothorax. \
        The heart size and the mediastinal contours are normal. The costophrenic angles are sharp. The visible bones are \
        intact.

        IMPRESSION:
        No acute cardiopulmonary abnormality.
        """
    static let pneumonia = """
        FINDINGS:
        There is a patchy opacity in the right lower zone that partly hides the heart border. The left lung is clear. No \
        pleural effusion and no pneumothorax. The heart is not enlarged. No fracture of the visible ribs.

        IMPRESSION:
        Right lower zone opacity that suggests pneumonia.
        """
    static let wrist = """
        FINDINGS:
        Transverse fracture of the distal radius with slight dorsal angulation. The ulna and the carpal bones are intact. \
        Soft tissue swelling of the wrist.

        IMPRESSION:
        Fracture of the distal radius.
        """

    private func answer(_ text: String, _ region: String? = "chest", _ severity: Int? = 0, _ number: Int = 0)
        -> RecentAnswer
    {
        RecentAnswer(uid: "1.\(number)", imageHash: "h\(number)", region: region, severity: severity, text: text)
    }

    private func others(_ text: String, _ region: String = "chest", _ severity: Int? = 0, _ count: Int)
        -> [RecentAnswer]
    {
        (1..<(count + 1)).map { answer(text, region, severity, $0) }
    }

    @Test("Fifty normal chest films in the same words are no collapse")
    func boilerplate() {
        #expect(
            CollapseAlarms.alarms(of: answer(Self.normalChest), recent: others(Self.normalChest, "chest", 0, 50))
                .isEmpty)
    }

    @Test("The same normal chest for hands and knees is one")
    func normalElsewhere() {
        let alarms = CollapseAlarms.alarms(
            of: answer(Self.normalChest, "hand"), recent: others(Self.normalChest, "chest", 0, 3))
        #expect(alarms.map(\.kind) == ["wrong-region", "near-identical"])
    }

    @Test("The same pneumonia in three other films is one, in two it is not")
    func sameFinding() {
        let film = answer(Self.pneumonia, "chest", 5)
        #expect(CollapseAlarms.alarms(of: film, recent: others(Self.pneumonia, "chest", 5, 2)).isEmpty)
        let alarms = CollapseAlarms.alarms(of: film, recent: others(Self.pneumonia, "chest", 5, 3))
        #expect(alarms == [.nearIdentical(partner: "1.1", films: 3)])
        #expect(!alarms[0].words.contains("opacity"))
    }

    @Test("One other word in thirty is nearly the same, other findings are not")
    func nearly() {
        let film = answer(Self.pneumonia.replacing("slight", with: "mild"), "chest", 5)
        #expect(!CollapseAlarms.alarms(of: film, recent: others(Self.pneumonia, "chest", 4, 3)).isEmpty)
        let other = answer(
            Self.pneumonia.replacing("right lower", with: "left upper").replacing("heart border", with: "aortic knob"),
            "chest", 5)
        #expect(CollapseAlarms.alarms(of: other, recent: others(Self.pneumonia, "chest", 5, 9)).isEmpty)
    }

    @Test("The film itself, read again or sent twice, is no other film")
    func sameFilm() {
        let film = answer(Self.pneumonia, "chest", 5)
        var copies = others(Self.pneumonia, "chest", 5, 9)
        for index in copies.indices { copies[index].imageHash = film.imageHash }
        #expect(CollapseAlarms.alarms(of: film, recent: copies).isEmpty)
        let again = (1...9).map { _ in film }
        #expect(CollapseAlarms.alarms(of: film, recent: again).isEmpty)
    }

    @Test("A short finding may recur a few times, not in six films of twenty")
    func shortText() {
        let text = "Opacity in the left lower zone of the lung."
        let film = answer(text, "chest", 5)
        #expect(CollapseAlarms.alarms(of: film, recent: others(text, "chest", 5, 5)).isEmpty)
        #expect(CollapseAlarms.alarms(of: film, recent: others(text, "chest", 5, 6)).map(\.kind) == ["near-identical"])
    }

    @Test(
        "Reports about what the film shows are let pass",
        arguments: [
            (normalChest, "chest"), (normalChest, "ribs"), (pneumonia, "chest"), (wrist, "hand"), (wrist, "upper_limb"),
            ("No fracture. Alignment is normal. Soft tissues unremarkable.", "knee"),
            ("The lung bases are clear. Normal bowel gas. No free air.", "abdomen"),
            ("Fracture of the clavicle. The visible lung and ribs are normal.", "clavicle"),
            ("Vertebral bodies of normal height. The visible lungs, heart and ribs are normal.", "spine"),
            (normalChest, "eye"),
        ])
    func rightRegion(text: String, region: String) {
        #expect(CollapseAlarms.alarms(of: answer(text, region), recent: []).isEmpty)
    }

    @Test(
        "Reports about another part of the body are noticed",
        arguments: [
            (normalChest, "hand"), (wrist, "chest"), (pneumonia, "knee"), (wrist, "foot"),
            ("Dilated bowel loops with fluid levels in the colon.", "skull"),
            ("The maxillary sinuses are clear. The nasal septum is straight.", "foot"),
        ])
    func wrongRegion(text: String, region: String) {
        #expect(CollapseAlarms.alarms(of: answer(text, region), recent: []).map(\.kind) == ["wrong-region"])
    }

    @Test(
        "Another examination that is advised or compared with is let pass",
        arguments: [
            "Opacity in the right lung. A CT of the chest is recommended.",
            "The lungs are clear. Compared with the previous CT of the chest no change.",
            "Ultrasound may show the pleural effusion better. The heart is normal.",
            "If there is doubt, MRI of the chest wall. The ribs are intact.",
            "The act of breathing shows the lungs clear.",
        ])
    func otherExamination(text: String) {
        #expect(CollapseAlarms.alarms(of: answer(text), recent: []).isEmpty)
    }

    @Test(
        "Another examination that is described is noticed",
        arguments: [
            "CT of the chest without contrast. The lungs are clear.", "This MRI shows a normal heart and lungs.",
            "The lesion of the lung is hyperintense.", "Hypoechoic area beside the heart and the pleura.",
            "Axial slices of the lungs are clear.", "Density of 40 Hounsfield units in the lung.",
        ])
    func wrongModality(text: String) {
        #expect(CollapseAlarms.alarms(of: answer(text), recent: []).map(\.kind) == ["wrong-modality"])
    }

    @Test(
        "Another language is noticed",
        arguments: RomanianReport.chest.map(\.text).filter { ReportWords.words(of: $0).count >= 12 } + [
            "Die Lunge ist frei. Kein Erguss, kein Pneumothorax. Das Herz ist nicht vergrößert, die Zwerchfelle sind glatt.",
            "Les poumons sont clairs. Pas d'épanchement pleural ni de pneumothorax. Le coeur n'est pas augmenté de volume.",
            "肺野清晰。未见胸腔积液。心影大小正常。未见骨折。纵隔居中，膈肌光滑，肋膈角锐利。",
            "Легкие прозрачные. Плеврального выпота нет. Сердце не увеличено. Переломов не выявлено.",
        ])
    func language(text: String) {
        #expect(CollapseAlarms.alarms(of: answer(text, nil), recent: []).contains(.wrongLanguage))
    }

    @Test("English reports, short and telegraphic ones too, are English", arguments: RomanianReport.all.map(\.english))
    func english(text: String) {
        #expect(!CollapseAlarms.alarms(of: answer(text, nil), recent: []).contains(.wrongLanguage))
    }

    @Test(
        "A model that lost its thread is noticed",
        arguments: [
            String(repeating: "The lungs are clear. ", count: 4),
            "The lungs are " + String(repeating: "very ", count: 9) + "clear.",
            "The heart: " + String(repeating: "no acute change in the left lung and ", count: 12),
        ])
    func repetition(text: String) {
        #expect(CollapseAlarms.alarms(of: answer(text), recent: []) == [.repetition])
    }

    @Test(
        "Findings that the impression says again, and lists of negatives, are no repetition",
        arguments: [
            normalChest, pneumonia + pneumonia.replacing("FINDINGS", with: "Again"),
            "No fracture. No dislocation. No effusion. No swelling. No foreign body. No erosion. The lungs are clear.",
        ])
    func noRepetition(text: String) {
        #expect(!CollapseAlarms.alarms(of: answer(text), recent: []).contains(.repetition))
    }

    @Test(
        "Hostile texts end",
        arguments: ["", "\u{0}", String(repeating: "a ", count: 60_000), String(repeating: "ș", count: 90_000)])
    func hostile(text: String) {
        let alarms = CollapseAlarms.alarms(of: answer(text), recent: others(text, "chest", 5, 20))
        #expect(alarms.count <= 5)
    }
}
