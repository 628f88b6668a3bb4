import Analysis
import Foundation
import Imaging
import Radiology
import Testing

@Suite("The built-in baseline reader")
struct BaselineTests {
    /// A chest made of boxes: bright body, two dark lung fields; `right` is the patient's right, on the left of the picture.
    static func phantom(right: UInt8 = 60, left: UInt8 = 60, upperRight: UInt8? = nil, width: Int = 240) -> GreyPicture?
    {
        let height = 200
        var pixels = [UInt8](repeating: 200, count: width * height)
        for y in 0..<height {
            for x in 0..<width {
                let share = (Double(x) + 0.5) / Double(width)
                // Air around the body and above the shoulders.
                let isAir = share < 0.05 || share > 0.95 || y < 12 || y >= 188
                let isAboveShoulder = y < 40 && (share < 0.2 || share > 0.8)
                if isAir || isAboveShoulder { pixels[y * width + x] = 10 }
                guard (40..<160).contains(y) else { continue }
                if (0.12..<0.40).contains(share) { pixels[y * width + x] = y < 70 ? upperRight ?? right : right }
                if share > 0.60 && share <= 0.88 { pixels[y * width + x] = left }
            }
        }
        return GreyPicture(width: width, height: height, pixels: pixels)
    }

    static func mirrored(_ picture: GreyPicture) -> GreyPicture? {
        let rows = (0..<picture.height).map { y in
            picture.pixels[y * picture.width..<(y + 1) * picture.width].reversed()
        }
        return GreyPicture(width: picture.width, height: picture.height, pixels: rows.flatMap { $0 })
    }

    private func film(_ picture: GreyPicture?, region: String = "chest", projection: Projection? = .frontal) throws
        -> Question
    {
        let picture = try #require(picture)
        return Question(
            png: [7], picture: { picture }, region: BodyRegion(rawValue: region), projection: projection)
    }

    @Test("Every answer says that no model was at work, has both sections, and is the same each time")
    func honest() throws {
        for region in ["chest", "knee"] {
            let answer = try BaselineReader.read(film(Self.phantom(), region: region))
            #expect(answer.findings.contains("no trained model") && answer.text.contains("\n\nIMPRESSION:\n"))
            #expect(try BaselineReader.read(film(Self.phantom(), region: region)) == answer)
            #expect(answer.model == "baseline/1" && answer.endpoint == "builtin:baseline")
        }
    }

    @Test(
        "The denser a lung field against the other, the higher the severity, never into the urgent",
        arguments: [(60, 0), (77, 0), (79, 2), (96, 2), (98, 4), (115, 4), (117, 5), (134, 5), (136, 6), (200, 6)]
            as [(UInt8, Int)])
    func asymmetry(right: UInt8, severity: Int) throws {
        #expect(try BaselineReader.read(film(Self.phantom(right: right))).severity == Severity(severity))
    }

    @Test("A shadow on the left of the picture is on the patient's right, and the mirrored film names the other side")
    func sides() throws {
        let phantom = try #require(Self.phantom(upperRight: 150))
        let answer = try BaselineReader.read(film(phantom))
        let mirror = try BaselineReader.read(film(Self.mirrored(phantom)))
        #expect(answer.impression.hasPrefix("The right lung field is denser than the other, most in the upper zone."))
        #expect(mirror.impression.hasPrefix("The left lung field is denser than the other, most in the upper zone."))
        #expect(answer.severity == mirror.severity && answer.summary == "right lung asymmetry")
    }

    @Test("A mirrored film has mirrored measurements, whatever its width", arguments: [200, 201, 202, 203, 255, 256])
    func mirror(width: Int) throws {
        let phantom = try #require(Self.phantom(right: 100, upperRight: 140, width: width))
        let mirror = try #require(Self.mirrored(phantom))
        let (a, b) = (try #require(BaselineChest(phantom)), try #require(BaselineChest(mirror)))
        #expect(a.pairs.map(\.right) == b.pairs.map(\.left) && a.pairs.map(\.left) == b.pairs.map(\.right))
        #expect(a.midline == b.midline && a.residual == b.residual)
    }

    @Test("Two white lungs are noticed although they are alike")
    func bothDense() throws {
        let answer = try BaselineReader.read(film(Self.phantom(right: 185, left: 185)))
        #expect(answer.severity == Severity(4) && answer.summary == "dense lung fields")
    }

    @Test("Other regions and projections, and pictures that show nothing, are not assessed")
    func notAssessed() throws {
        let flat = GreyPicture(width: 200, height: 200, pixels: Array(repeating: 90, count: 40_000))
        let small = GreyPicture(width: 20, height: 20, pixels: (0..<400).map { UInt8($0 % 256) })
        let questions = try [
            film(Self.phantom(), region: "knee"), film(Self.phantom(), projection: .lateral), film(flat), film(small),
        ]
        for question in questions {
            let answer = try BaselineReader.read(question)
            #expect(answer.severity == nil && answer.confidence == nil && answer.summary == "not assessed")
        }
    }

    @Test("The rule is the table that is written down")
    func rule() {
        let asymmetries: [(Double, Int)] = [
            (0, 0), (0.09, 0), (0.1, 2), (0.19, 2), (0.2, 4), (0.29, 4), (0.3, 5), (0.39, 5), (0.4, 6), (1, 6),
        ]
        #expect(asymmetries.allSatisfy { BaselineRule.severity(asymmetry: $0.0, isDense: false, defects: 0) == $0.1 })
        #expect(
            (0...7).map { BaselineRule.severity(asymmetry: 0, isDense: false, defects: $0) } == [
                0, 1, 2, 2, 2, 2, 2, 2,
            ])
        #expect(BaselineRule.severity(asymmetry: 0.1, isDense: true, defects: 2) == 4)
        let confidences = [0, 1].flatMap { defects in
            [true, false].map { BaselineRule.confidence(defects: defects, projectionIsKnown: $0) }
        }
        #expect(confidences == [25, 20, 15, 10])
    }

    @Test("Technical defects are named, and alone never make a film positive")
    func defects() throws {
        var question = try film(Self.phantom())
        let measured = """
            {"usedRangeFraction":0.02,"clippedLow":0.5,"clippedHigh":0.5,"noise":0.5,"contrast":0.1,
            "collimatedFraction":0.9,"blackBorderFraction":0,"meanGrey":0.5,"polarityPlausible":false}
            """
        question.quality = try JSONDecoder().decode(FilmQuality.self, from: Data(measured.utf8))
        let answer = try BaselineReader.read(question)
        #expect(answer.severity == Severity(2) && answer.confidence == Confidence(15))
        #expect(answer.findings.contains("high noise") && answer.findings.contains("brightness possibly inverted"))
    }

    @Test("It reads pictures, not texts")
    func noText() async {
        await #expect(throws: AnalysisError.textNotSupported) { try await Reader.baseline.check("Clear.") }
        await #expect(throws: AnalysisError.pictureUnreadable) {
            try await Reader.baseline.read(Question(png: [1, 2]))
        }
    }
}
