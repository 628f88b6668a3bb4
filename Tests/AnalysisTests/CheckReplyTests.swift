import Analysis
import Radiology
import Testing

@Suite("Reading the severity out of a model's answer")
struct CheckReplyTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let what: String
        let reply: String
        let severity: Int
        var isPathologic = true
        var summary = "effusion"
        var confidence: Int?
        var testDescription: String { what }
    }

    static let good = #"{"pathologic":"yes","severity":7,"summary":"effusion","confidence":80}"#
    static let other = #"{"pathologic":"yes","severity":2,"summary":"effusion"}"#

    static func with(
        severity: String = "7", pathologic: String = #""yes""#, summary: String = #""effusion""#,
        more: String = ""
    ) -> String { #"{"pathologic":\#(pathologic),"severity":\#(severity),"summary":\#(summary)\#(more)}"# }

    static let understood: [Row] = [
        Row(what: "plain", reply: good, severity: 7, confidence: 80),
        Row(what: "blanks around", reply: "\n  \(good)\r\n", severity: 7, confidence: 80),
        Row(what: "fenced", reply: "```\n\(good)\n```", severity: 7, confidence: 80),
        Row(what: "fenced as json", reply: "```json\n\(good)\n```", severity: 7, confidence: 80),
        Row(what: "fenced as JSON without end", reply: "```JSON\n\(good)", severity: 7, confidence: 80),
        Row(what: "prose before", reply: "Here it is: \(good)", severity: 7, confidence: 80),
        Row(what: "prose on both sides", reply: "Sure!\n\(good)\nAnything else?", severity: 7, confidence: 80),
        Row(what: "braces in the prose before", reply: "In {this} case: \(good)", severity: 7, confidence: 80),
        Row(what: "braces in the prose after", reply: "\(good) as {you} asked}", severity: 7, confidence: 80),
        Row(what: "fence inside prose", reply: "Answer:\n```json\n\(good)\n```\nDone.", severity: 7, confidence: 80),
        Row(what: "a list of one", reply: "[\(good)]", severity: 7, confidence: 80),
        Row(what: "a list: the first counts", reply: "[\(good),\(other)]", severity: 7, confidence: 80),
        Row(what: "reasoning before", reply: "<think>\(other)?</think>\(good)", severity: 7, confidence: 80),
        Row(what: "the same twice", reply: "\(good)\n\(good)", severity: 7, confidence: 80),
        Row(what: "braces inside a string", reply: with(summary: #""a } b""#), severity: 7, summary: "a } b"),
        Row(what: "severity as text", reply: with(severity: #""7""#), severity: 7),
        Row(what: "severity as text with blanks", reply: with(severity: #"" 7 ""#), severity: 7),
        Row(what: "severity as 7.0", reply: with(severity: "7.0"), severity: 7),
        Row(what: "severity as \"7.0\"", reply: with(severity: #""7.0""#), severity: 7),
        Row(what: "severity as 7e0", reply: with(severity: "7e0"), severity: 7),
        Row(what: "severity 0", reply: with(severity: "0"), severity: 0),
        Row(what: "severity 10", reply: with(severity: "10"), severity: 10),
        Row(what: "negative zero", reply: with(severity: "-0"), severity: 0),
        Row(what: "YES", reply: with(pathologic: #"" YES ""#), severity: 7),
        Row(what: "No", reply: with(pathologic: #""No""#), severity: 7, isPathologic: false),
        Row(what: "capital keys", reply: #"{"Pathologic":"yes","SEVERITY":7,"Summary":"effusion"}"#, severity: 7),
        Row(what: "small key beside a capital one", reply: with(more: #","Severity":3"#), severity: 7),
        Row(what: "more keys", reply: with(more: #","why":{"a":[1,null]}"#), severity: 7),
        Row(
            what: "summary in capitals", reply: with(summary: #"" Pleural EFFUSION. ""#), severity: 7,
            summary: "pleural effusion"),
        Row(what: "summary of five words", reply: with(summary: #""a b  c d e""#), severity: 7, summary: "a b c"),
        Row(
            what: "summary of one endless word", reply: with(summary: "\"\(String(repeating: "x", count: 500))\""),
            severity: 7, summary: String(repeating: "x", count: 60)),
        Row(
            what: "summary with diacritics", reply: with(summary: #""Pneumonie bazală""#), severity: 7,
            summary: "pneumonie bazală"),
        Row(what: "no confidence", reply: with(), severity: 7),
        Row(what: "confidence null", reply: with(more: #","confidence":null"#), severity: 7),
        Row(what: "confidence as text", reply: with(more: #","confidence":"85""#), severity: 7, confidence: 85),
        Row(what: "confidence 0.85 is no percent", reply: with(more: #","confidence":0.85"#), severity: 7),
        Row(what: "confidence 150", reply: with(more: #","confidence":150"#), severity: 7),
        Row(what: "confidence -1", reply: with(more: #","confidence":-1"#), severity: 7),
    ]

    @Test("What is meant is understood, whatever stands around it", arguments: understood)
    func understand(_ row: Row) throws {
        let reply = try CheckReply(row.reply)
        let wanted = CheckReply(
            isPathologic: row.isPathologic, severity: try #require(Severity(row.severity)), summary: row.summary,
            confidence: row.confidence.flatMap { Confidence($0) })
        #expect(reply == wanted)
    }

    static let refused: [(String, ReplyProblem)] = [
        ("", .empty), (" \n", .empty), ("```json\n```", .empty), ("<think>\(good)", .empty),
        ("The report is normal.", .noObject), ("{", .noObject), ("}{", .noObject),
        (#"{"pathologic":"yes","sev"#, .noObject),
        ("[]", .noObject), ("[1,2]", .noObject), ("null", .noObject), ("{'severity': 7}", .noObject),
        ("{}", .missing(field: "pathologic")),
        (#"{"severity":7,"summary":"x"}"#, .missing(field: "pathologic")),
        (with(pathologic: "true"), .missing(field: "pathologic")),
        (with(pathologic: "1"), .missing(field: "pathologic")),
        (with(pathologic: #""maybe""#), .outOfRange(field: "pathologic")),
        (with(pathologic: #""yes and no""#), .outOfRange(field: "pathologic")),
        (#"{"pathologic":"no","summary":"x"}"#, .missing(field: "severity")),
        (with(severity: "null"), .missing(field: "severity")),
        (with(severity: "true"), .missing(field: "severity")),
        (with(severity: "[7]"), .missing(field: "severity")),
        (with(severity: #""seven""#), .missing(field: "severity")),
        (with(severity: #""7/10""#), .missing(field: "severity")),
        (with(severity: #""0x7""#), .missing(field: "severity")),
        (with(severity: #""nan""#), .missing(field: "severity")),
        (with(severity: #""1e1""#), .missing(field: "severity")),
        (with(severity: "NaN"), .noObject), (with(severity: "1e999"), .missing(field: "severity")),
        (with(severity: "7.5"), .outOfRange(field: "severity")),
        (with(severity: "-1"), .outOfRange(field: "severity")),
        (with(severity: "11"), .outOfRange(field: "severity")),
        (with(severity: "9223372036854775808"), .outOfRange(field: "severity")),
        (#"{"pathologic":"no","severity":0}"#, .missing(field: "summary")),
        (with(summary: #""""#), .missing(field: "summary")), (with(summary: #"" . ""#), .missing(field: "summary")),
        (with(summary: "7"), .missing(field: "summary")), (with(summary: "null"), .missing(field: "summary")),
        ("\(good) or rather \(other)", .contradictory),
        ("[\(with(severity: "11")),\(good)]", .outOfRange(field: "severity")),
        ("So: \(with(severity: "11"))", .outOfRange(field: "severity")),
        (String(repeating: "{", count: 40_000), .noObject),
        (String(repeating: " ", count: 70_000) + good, .tooLong),
    ]

    @Test("What is not the contract is refused, and said why", arguments: refused)
    func refuse(_ reply: String, _ problem: ReplyProblem) {
        #expect(throws: problem) { try CheckReply(reply) }
    }

    @Test(
        "A check whose two answers do not fit together keeps its severity and is flagged",
        arguments: [
            (false, 0, false), (false, 4, false), (false, 5, true), (false, 9, true), (true, 0, true), (true, 1, false),
        ])
    func contradiction(isPathologic: Bool, score: Int, isFlagged: Bool) throws {
        let severity = try #require(Severity(score))
        let check = CheckReply(isPathologic: isPathologic, severity: severity, summary: "x")
        #expect((check.contradiction(threshold: 5) != nil) == isFlagged)
    }
}
