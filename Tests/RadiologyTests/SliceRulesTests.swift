import DICOM
import Radiology
import Testing

@Suite("Which slice of a CT or an MR is read")
struct SliceRulesTests {
    /// A chest CT's slice.
    private static func exam(
        number: Int? = 1, of count: Int? = nil, frames: Int = 1, modality: SliceModality = .ct,
        isLocalizer: Bool = false
    ) throws -> Exam {
        try ExamMappingTests.exam { film in
            film.set(.modality, modality.rawValue)
            film.set(.pixelData, bytes: [0, 0], vr: .ow)
            number.map { film.set(.instanceNumber, "\($0)") }
            count.map { film.set(.imagesInAcquisition, "\($0)") }
            film.set(.numberOfFrames, "\(frames)")
            film.set(.imageType, isLocalizer ? "ORIGINAL\\PRIMARY\\LOCALIZER" : "ORIGINAL\\PRIMARY\\AXIAL")
        }
    }

    private static func rules(_ position: SlicePosition, _ window: SliceWindow = .lung) -> ReadingRules {
        ReadingRules(slices: SliceRules([.ct: SliceChoice(window: window, position: position)]))
    }

    @Test(
        "Unless the settings ask, no slice is read, and the reason names the setting", arguments: SliceModality.allCases
    )
    func off(modality: SliceModality) throws {
        let refusal = try #require(ReadingRules().refusal(of: Self.exam(modality: modality)))
        #expect(refusal.cause == .slice && refusal.sentence.contains("[slices] \(modality.rawValue)"))
    }

    @Test(
        "Of the single slices of a series one is read",
        arguments: [
            (.first, 1, nil, true), (.first, 2, nil, false), (.number(40), 40, nil, true),
            (.number(40), 41, nil, false), (.middle, 50, 99, true), (.middle, 50, 100, true), (.middle, 51, 100, false),
            (.last, 100, 100, true), (.last, 1, 1, true), (.number(40), 40, 30, false), (.middle, 1, nil, false),
            (.last, 1, nil, false), (.first, nil, nil, false),
        ] as [(SlicePosition, Int?, Int?, Bool)])
    func single(position: SlicePosition, number: Int?, count: Int?, isRead: Bool) throws {
        let refusal = Self.rules(position).refusal(of: try Self.exam(number: number, of: count))
        #expect((refusal == nil) == isRead)
        #expect(refusal.map { $0.cause == .slice && $0.sentence.hasSuffix(".") } ?? true)
    }

    @Test(
        "Where the place of a slice cannot be told, the reason says what to do",
        arguments: [.middle, .last] as [SlicePosition])
    func unknownPlace(position: SlicePosition) throws {
        let sentence = try #require(Self.rules(position).refusal(of: Self.exam(number: 3))).sentence
        #expect(sentence.contains("cannot be told") && sentence.contains("name a number"))
    }

    @Test(
        "Of an object of many frames the same frame is drawn and read",
        arguments: [(.first, 1), (.middle, 20), (.last, 40), (.number(7), 7)] as [(SlicePosition, Int)])
    func frames(position: SlicePosition, frame: Int) throws {
        let exam = try Self.exam(number: 9, frames: 40)
        #expect(Self.rules(position).refusal(of: exam) == nil && Self.rules(position).frame(of: exam) == frame)
    }

    @Test("An object with too few frames is not read, and its first frame is shown")
    func tooFewFrames() throws {
        let exam = try Self.exam(frames: 5)
        #expect(Self.rules(.number(6)).refusal(of: exam)?.cause == .slice)
        #expect(Self.rules(.number(6)).frame(of: exam) == 1)
    }

    @Test("A scout view is never taken for the first slice")
    func localizer() throws {
        #expect(Self.rules(.first).refusal(of: try Self.exam(isLocalizer: true))?.sentence.contains("scout") == true)
    }

    @Test("A chosen slice of a region that is not read stays unread")
    func region() throws {
        var exam = try Self.exam()
        exam.region = BodyRegion(rawValue: "skull")
        #expect(Self.rules(.first).refusal(of: exam)?.cause == .region)
    }

    @Test("A window belongs to the modality whose line names it")
    func window() throws {
        let rules = Self.rules(.first, .softTissue)
        #expect(rules.window(of: try Self.exam()) == .softTissue)
        #expect(rules.window(of: try Self.exam(modality: .mr)) == nil)
        #expect(rules.window(of: try ExamMappingTests.exam()) == nil)
        let known = SliceWindow.allCases.compactMap { $0.hounsfield.map { "\($0.center)/\($0.width)" } }
        #expect(known == ["-600.0/1500.0", "480.0/2500.0", "40.0/400.0", "40.0/80.0", "60.0/400.0"])
    }

    @Test("Another picture is kept with its reason, a film without any is read; the runner asks the exam alone")
    func others() throws {
        let ultrasound = try ExamMappingTests.exam { film in
            film.set(.modality, "US")
            film.set(.pixelData, bytes: [0, 0], vr: .ow)
        }
        let refusal = try #require(ReadingRules().refusal(of: ultrasound))
        #expect(refusal.cause == .notARadiograph && refusal.sentence == ultrasound.facts.whyNotRead)
        #expect(ReadingRules().refusal(of: try ExamMappingTests.exam()) == nil)
    }
}
