import Analysis
import Radiology
import Testing

@Suite("Reports as Romanian radiologists type them")
struct RomanianReportTests {
    @Test("The set is large enough, and each report is there once")
    func size() {
        #expect(RomanianReport.all.count >= 40)
        #expect(Set(RomanianReport.all.map(\.text)).count == RomanianReport.all.count)
    }

    @Test("The languages are told apart", arguments: RomanianReport.all)
    func language(_ report: RomanianReport) {
        #expect(ReportLanguage(of: report.text) == .romanian)
        #expect(ReportLanguage(of: report.english) == .english)
        #expect(ReportLanguage(of: ReportWords.folded(report.text)) == .romanian)
    }

    @Test("The same letters without accents are the same words", arguments: RomanianReport.all)
    func folding(_ report: RomanianReport) {
        let (words, plain) = (ReportWords.words(of: report.text), ReportWords.words(of: report.text.folded))
        #expect(words.map(\.folded) == plain.map(\.folded))
    }

    @Test("Sentences that stick together are parted, and nothing else changes", arguments: RomanianReport.all)
    func spaced(_ report: RomanianReport) {
        let spaced = Prompts.spaced(report.text)
        let letters = (spaced.filter { !$0.isWhitespace }, report.text.filter { !$0.isWhitespace })
        #expect(letters.0 == letters.1)
        #expect(spaced.wholeMatchCount(of: #"\p{L}\.\p{L}"#) == 0)
    }

    /// The clothes that models put around their JSON, by turns.
    private static func dressed(_ object: String, _ index: Int) -> String {
        switch index % 5 {
        case 0: object
        case 1: "```json\n\(object)\n```"
        case 2: "Here is the result:\n\(object)\nLet me know if {you} need more."
        case 3: "<think>fără = without … {\"severity\": 9}</think>\n\(object)"
        default: "[\(object)]"
        }
    }

    @Test("The classification of each report is understood in whatever clothes it comes")
    func parsed() throws {
        for (index, report) in RomanianReport.all.enumerated() {
            for severity in Set([report.severity.lowerBound, report.severity.upperBound]) {
                let isPathologic = severity > 0
                let object =
                    #"{"pathologic":"\#(isPathologic ? "yes" : "no")","severity":\#(severity),"#
                    + #""summary":"\#(report.summary)","confidence":80}"#
                let reply = try CheckReply(Self.dressed(object, index))
                #expect(reply.isPathologic == isPathologic && reply.severity.score == severity, "\(report.what)")
                #expect(reply.summary == report.summary && reply.contradiction(threshold: 5) == nil, "\(report.what)")
            }
        }
    }

    @Test("A severity that contradicts the verdict on a report is noticed", arguments: RomanianReport.all)
    func contradiction(_ report: RomanianReport) throws {
        let object =
            #"{"pathologic":"\#(report.isPathologic ? "yes" : "no")","severity":\#(report.isPathologic ? 0 : 8),"#
            + #""summary":"x"}"#
        #expect(try CheckReply(object).contradiction(threshold: 5) != nil)
    }

    @Test("A good translation is taken, without a doubt", arguments: RomanianReport.all)
    func translated(_ report: RomanianReport) throws {
        let reply = try TranslationReply(report.english, of: report.text)
        #expect(reply.text == report.english)
        #expect(TranslationGuard.problem(of: reply.text, from: report.text) == nil)
    }

    @Test("The report itself is no translation of it", arguments: RomanianReport.all)
    func untranslated(_ report: RomanianReport) {
        #expect(throws: ReplyProblem.notEnglish) { try TranslationReply(report.text, of: report.text) }
        #expect(throws: ReplyProblem.notEnglish) { try TranslationReply("```\n\(report.text)\n```", of: report.text) }
    }

    @Test("Exchanged sides are noticed", arguments: RomanianReport.all.filter { $0.english.namesSide })
    func exchanged(_ report: RomanianReport) {
        let wrong = report.english.exchanged("left", "right")
        #expect(TranslationGuard.problem(of: wrong, from: report.text) != nil)
    }

    @Test("A lost side is noticed", arguments: RomanianReport.all.filter { $0.english.namesSide })
    func lostSide(_ report: RomanianReport) {
        let wrong = report.english.replacing(#/(?i)\b(left|right)\b/#, with: "")
        #expect(TranslationGuard.problem(of: wrong, from: report.text) != nil)
    }

    @Test(
        "A changed number is noticed",
        arguments: RomanianReport.all.filter { $0.english.contains(where: \.isNumber) })
    func changedNumber(_ report: RomanianReport) {
        let wrong = report.english.replacing(#/\d+/#) { "\((Int($0.output) ?? 0) + 1)" }
        #expect(TranslationGuard.problem(of: wrong, from: report.text) != nil)
        let lost = report.english.replacing(#/[\d.,]*\d/#, with: "")
        #expect(TranslationGuard.problem(of: lost, from: report.text) != nil)
    }

    @Test(
        "A lost negation is noticed",
        arguments: RomanianReport.all.filter { $0.english.contains(#/\b(No|no|not|cannot|without|Without)\b/#) })
    func lostNegation(_ report: RomanianReport) {
        let wrong = report.english.replacing(#/(?i)\b(no|not|cannot|without)\b/#, with: "")
        #expect(TranslationGuard.problem(of: wrong, from: report.text)?.contains("a negation is missing") == true)
    }

    @Test(
        "A finding that is denied in the translation only is noticed",
        arguments: RomanianReport.all.filter { $0.severity.lowerBound >= 6 })
    func added(_ report: RomanianReport) {
        let wrong = ReportWords.sentences(of: report.english).map { "There is no \($0)." }.joined(separator: " ")
        #expect(TranslationGuard.problem(of: wrong, from: report.text) != nil)
    }

    @Test("Every abbreviation of the table is explained to the model, in the check and in the translation")
    func abbreviations() {
        for (short, _) in Abbreviations.table {
            for prompt in [BuiltInPrompts.check, BuiltInPrompts.translate] {
                let words = prompt.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                #expect(words.contains(": \(short) ") || words.contains("; \(short) "), "\(short)")
            }
        }
        #expect(Abbreviations.table.count == 41)
        for word in ["fără", "fara", "liber", "SCD libere"] { #expect(BuiltInPrompts.check.contains(word)) }
    }

    @Test(
        "An abbreviation left standing is written out only where English has no other meaning for it",
        arguments: [
            ("Opacity in LID.", "Opacitate LID.", "Opacity in right lower lobe."),
            (
                "SCD free, CVC in VCS.", "SCD libere, CVC în VCS.",
                "costophrenic angles free, central venous catheter in superior vena cava."
            ),
            ("AP view, CT advised by Dr. X.", "Incidență AP, se recomandă CT.", "AP view, CT advised by Dr. X."),
            ("RP, PN, SM, VS, DR as before.", "RP, PN, SM, VS, DR ca anterior.", "RP, PN, SM, VS, DR as before."),
            ("The LIS database.", "Fără modificări.", "The LIS database."),
            ("VU2 and lid.", "VU, lid.", "VU2 and lid."),
            ("RMN-ul", "RMN", "MRI-ul"), ("VCSI", "VCS", "VCSI"), ("", "SCD", ""),
        ])
    func expanded(english: String, source: String, wanted: String) {
        #expect(Abbreviations.expanded(english, from: source) == wanted)
    }
}

extension String {
    fileprivate var folded: String { ReportWords.folded(self) }
    fileprivate var namesSide: Bool { contains(#/(?i)\b(left|right)\b/#) }

    fileprivate func exchanged(_ a: String, _ b: String) -> String {
        replacing(#/(?i)\b(left|right)\b/#) { $0.output.0.lowercased() == a ? b : a }
    }

    fileprivate func wholeMatchCount(of pattern: String) -> Int {
        (try? Regex(pattern)).map { matches(of: $0).count } ?? -1
    }
}
