import Analysis
import Testing

@Suite("Taking a report apart")
struct ReportReplyTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let what: String
        let reply: String
        var findings = "Clear lungs."
        var impression = "Normal."
        var testDescription: String { what }
    }

    static let rows: [Row] = [
        Row(what: "as asked", reply: "FINDINGS:\nClear lungs.\n\nIMPRESSION:\nNormal."),
        Row(what: "Windows line ends", reply: "FINDINGS:\r\nClear lungs.\r\n\r\nIMPRESSION:\r\nNormal.\r\n"),
        Row(what: "on the line of the heading", reply: "FINDINGS: Clear lungs.\nIMPRESSION: Normal."),
        Row(what: "small letters", reply: "findings:\nClear lungs.\nimpression:\nNormal."),
        Row(what: "singular and plural", reply: "Finding:\nClear lungs.\nImpressions:\nNormal."),
        Row(what: "no colon", reply: "Findings\nClear lungs.\nImpression\nNormal."),
        Row(what: "bold", reply: "**Findings:**\nClear lungs.\n\n**Impression:**\nNormal."),
        Row(what: "bold, colon outside", reply: "**FINDINGS**:\nClear lungs.\n**IMPRESSION**: Normal."),
        Row(what: "markdown headings", reply: "## Findings\nClear lungs.\n### Impression:\nNormal."),
        Row(what: "numbered", reply: "1. FINDINGS:\nClear lungs.\n2. IMPRESSION:\nNormal."),
        Row(what: "all on one line", reply: "FINDINGS: Clear lungs. IMPRESSION: Normal."),
        Row(what: "bold on one line", reply: "**FINDINGS:** Clear lungs. **IMPRESSION:** Normal."),
        Row(what: "impression first", reply: "IMPRESSION:\nNormal.\nFINDINGS:\nClear lungs."),
        Row(what: "characters that nobody sees", reply: "FINDINGS:\nClear\u{0} lungs.\u{8}\nIMPRESSION:\nNormal.\u{0}"),
        Row(what: "a greeting before", reply: "Here is the report.\n\nFINDINGS:\nClear lungs.\nIMPRESSION:\nNormal."),
        Row(what: "a fence around", reply: "```\nFINDINGS:\nClear lungs.\nIMPRESSION:\nNormal.\n```"),
        Row(
            what: "reasoning before",
            reply: "<think>FINDINGS: maybe</think>\nFINDINGS:\nClear lungs.\nIMPRESSION:\nNormal."),
        Row(what: "stray marks at the ends", reply: "FINDINGS:\n\nClear lungs. **\n---\nIMPRESSION:\nNormal.\n---"),
        Row(what: "only findings", reply: "FINDINGS:\nClear lungs.", impression: ""),
        Row(what: "only an impression", reply: "IMPRESSION: Normal.", findings: ""),
        Row(what: "no headings", reply: "Clear lungs.", impression: ""),
        Row(
            what: "a sentence that begins with the word", reply: "Findings are normal today.\nNothing else.",
            findings: "Findings are normal today.\nNothing else.", impression: ""),
        Row(
            what: "the word in a sentence", reply: "FINDINGS:\nThe impression: on T4 is old.\nIMPRESSION:\nNormal.",
            findings: "The impression: on T4 is old."),
        Row(
            what: "other headings stay where they are",
            reply: "FINDINGS:\nLUNGS: Clear.\nBONES: Intact.\nIMPRESSION:\nNormal.",
            findings: "LUNGS: Clear.\nBONES: Intact."),
        Row(
            what: "a heading twice",
            reply: "FINDINGS:\nClear lungs.\nIMPRESSION:\nNormal.\nFINDINGS:\nOld rib fracture.",
            findings: "Clear lungs.\n\nOld rib fracture."),
        Row(
            what: "diacritics", reply: "FINDINGS:\nOpacitate bazală dreaptă.\nIMPRESSION:\nPneumonie.",
            findings: "Opacitate bazală dreaptă.", impression: "Pneumonie."),
    ]

    @Test("Headings are found in every form, and nothing is lost without them", arguments: rows)
    func parts(_ row: Row) throws {
        let report = try ReportReply(row.reply)
        #expect(report.findings == row.findings && report.impression == row.impression)
        #expect(report.text.contains(row.findings) && report.text.contains(row.impression))
    }

    @Test("The text of a report always has the same form")
    func text() throws {
        let report = try ReportReply("**Impression:** Normal.\n**Findings:** Clear lungs.")
        #expect(report.text == "FINDINGS:\nClear lungs.\n\nIMPRESSION:\nNormal.")
        #expect(try ReportReply(report.text) == report)
    }

    static let nothing: [(String, ReplyProblem)] = [
        ("", .empty), (" \n\t ", .empty), ("```\n```", .empty), ("<think>so much to say", .empty),
        ("FINDINGS:\n\nIMPRESSION:\n", .empty), ("**Findings:**\n---", .empty),
        (String(repeating: "a", count: 65_537), .tooLong),
    ]

    @Test("A report that says nothing is none", arguments: nothing)
    func empty(_ reply: String, _ problem: ReplyProblem) {
        #expect(throws: problem) { try ReportReply(reply) }
    }
}
