import Analysis
import Foundation
import Testing

@Suite("Reading a critique out of a model's answer")
struct CritiqueTests {
    static let good = """
        {"first_pass":{"topic":"Chest film.","purpose":"Cough.","primary_findings":"Opacity."},
         "second_pass":{"main_points":["One.","Two."],"supporting_evidence":["Left base."],"conclusions_valid":true},
         "third_pass":{"assumptions":[],"missing_info":["Side."],"critique":"Short."},
         "overall_assessment":"Usable."}
        """

    @Test(
        "Its JSON form is the predecessor's",
        arguments: [good, "```json\n\(good)\n```", "Here:\n\(good)\nBye {x}.", "[\(good)]"])
    func form(reply: String) throws {
        let critique = try Critique(reply)
        #expect(critique.firstPass.primaryFindings == "Opacity." && critique.secondPass.mainPoints == ["One.", "Two."])
        let written = try JSONSerialization.jsonObject(with: JSONEncoder().encode(critique)) as? NSDictionary
        #expect(written == (try JSONSerialization.jsonObject(with: Data(Self.good.utf8)) as? NSDictionary))
        #expect(try Critique(String(decoding: JSONEncoder().encode(critique), as: UTF8.self)) == critique)
    }

    @Test("Lists for texts, texts for lists, words for yes and no, and null are understood")
    func loose() throws {
        let reply = Self.good.replacing("\"Chest film.\"", with: "[\"Chest\",\"film.\"]")
            .replacing("[\"Left base.\"]", with: "\" Left base. \"").replacing("true", with: "\"No\"")
            .replacing("\"assumptions\":[]", with: "\"Assumptions\":null").replacing("\"Short.\"", with: "null")
        let critique = try Critique(reply)
        #expect(critique.firstPass.topic == "Chest film." && critique.secondPass.supportingEvidence == ["Left base."])
        #expect(!critique.secondPass.conclusionsValid && critique.thirdPass.assumptions.isEmpty)
        #expect(critique.thirdPass.critique.isEmpty)
    }

    @Test(
        "What is missing or of the wrong kind is named",
        arguments: [
            ("\"topic\":\"Chest film.\",", "", ReplyProblem.missing(field: "topic")),
            ("true", "7", .missing(field: "conclusions_valid")), ("[\"Side.\"]", "{}", .missing(field: "missing_info")),
            ("\"Usable.\"", "\" \"", .missing(field: "overall_assessment")),
            ("\"first_pass\"", "\"first\"", .missing(field: "first_pass")), ("{\"topic\"", "7,{\"topic\"", .noObject),
        ])
    func missing(part: String, other: String, problem: ReplyProblem) {
        #expect(throws: problem) { try Critique(Self.good.replacing(part, with: other)) }
    }

    @Test("Endless texts and lists are cut, and an endless reply is refused")
    func endless() throws {
        let list = (0..<500).map { "\"\($0)\"" }.joined(separator: ",")
        let reply = Self.good.replacing("\"Usable.\"", with: "\"\(String(repeating: "x", count: 9000))\"")
            .replacing("\"One.\",\"Two.\"", with: list)
        let critique = try Critique(reply)
        #expect(critique.overallAssessment.count == 4000 && critique.secondPass.mainPoints.count == 20)
        #expect(throws: ReplyProblem.tooLong) { try Critique(String(repeating: " ", count: 70_000)) }
    }
}
