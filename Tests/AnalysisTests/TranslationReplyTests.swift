import Analysis
import Testing

@Suite("What counts as a translation")
struct TranslationReplyTests {
    private static let source = """
        Pacientul nu poate menține apneea. Tentativă de intubare eșuată. Opacitate bazală stângă. Fără pneumotorax. Cord \
        normal. Sinusuri costodiafragmatice libere.
        """
    private static let english = """
        The patient is unable to hold the breath. Failed attempt of intubation. Left basal opacity. No pneumothorax. \
        Normal heart. Costophrenic angles free, margin of error considered.
        """

    @Test("Words of failure inside a whole translation are words of the report")
    func words() throws {
        #expect(try TranslationReply(Self.english, of: Self.source).text == Self.english)
    }

    @Test("Gas that is seen as an air-fluid level is no refusal")
    func air() throws {
        let english = "Gas is seen as an air-fluid level in the right lower lobe. No pneumothorax."
        #expect(try TranslationReply(english, of: Self.source).text == english)
    }

    @Test(
        "What models put around a translation is taken off",
        arguments: [
            "\(english)\n", "```text\n\(english)\n```", "\"\(english)\"", "“\(english)”", "<<<\(english)>>>",
            "Translation: \(english)", "<think>stânga = left</think>\n\(english)",
        ])
    func clothes(reply: String) throws {
        #expect(try TranslationReply(reply, of: Self.source).text == Self.english)
    }

    @Test(
        "Refusals are refused, long ones too",
        arguments: [
            "I’m sorry, but I cannot translate medical documents. \(english)", "Unable to translate.",
            "Translation failed",
            "As an AI language model I can translate only texts that are not medical, and this is one.",
            "The text is an error message.", "Sorry.",
        ])
    func refusals(reply: String) {
        #expect(throws: ReplyProblem.noTranslation) { try TranslationReply(reply, of: Self.source) }
    }

    @Test(
        "A report of one or two words may be as short in English, and the same",
        arguments: [("Normal.", "Normal."), ("Cord normal", "Normal heart"), ("Aspect normal.", "Normal.")])
    func short(source: String, reply: String) throws {
        #expect(try TranslationReply(reply, of: source).text == reply)
    }

    @Test(
        "Numbers are compared by value, whatever their notation",
        arguments: [
            ("1,5 cm", "1.5 cm"), ("1,50 cm", "1.5 cm"), ("din 07.03.2024", "of 7 March 2024"),
            ("2 fracturi", "two fractures"),
            ("doi noduli", "2 nodules"), ("T12-L1", "T12-L1"), ("35 x 22 mm", "22 x 35 mm"), ("3,4,5", "3, 4 and 5"),
        ])
    func numbers(source: String, english: String) {
        #expect(TranslationGuard.problem(of: english, from: source) == nil)
    }

    @Test(
        "Numbers that differ are noticed",
        arguments: [("1,5 cm", "15 cm"), ("12 mm", "21 mm"), ("arc 6 și 7", "rib 6"), ("un nodul", "a nodule of 8 mm")])
    func otherNumbers(source: String, english: String) {
        #expect(TranslationGuard.problem(of: english, from: source)?.contains("number") == true)
    }

    @Test(
        "A right that is no side is no side, and a doctor is no side",
        arguments: [
            ("Drept urmare, control.", "As a consequence, control."), ("Dr. Ionescu", "Doctor Ionescu"),
            ("unghi dr. liber", "right angle free"), ("stg > dr", "left > right"),
        ])
    func noSides(source: String, english: String) {
        #expect(TranslationGuard.problem(of: english, from: source) == nil)
    }

    @Test("Sides exchanged within a sentence are noticed")
    func withinSentence() {
        let source = "Noduli de 3 mm în dreapta și de 8 mm în stânga."
        let wrong = "Nodules of 3 mm on the left and of 8 mm on the right."
        #expect(TranslationGuard.problem(of: wrong, from: source)?.contains("exchanged") == true)
    }

    @Test("A translation of a few words of a long report is noticed")
    func leftOut() {
        #expect(TranslationGuard.problem(of: "Left opacity.", from: Self.source)?.contains("shorter") == true)
    }

    @Test(
        "Languages of short and foreign texts",
        arguments: [
            ("", ReportLanguage.unknown), ("12 mm", .unknown), ("Normal.", .unknown), ("Fara modificari", .romanian),
            ("Zone de infiltratie, fluid pleural", .unknown),
            ("Pleural fluid, acute, in the right lower zone", .english),
            ("No change.", .english), ("Keine Fraktur erkennbar.", .unknown), ("Opacitate in the left lung", .english),
        ])
    func languages(text: String, wanted: ReportLanguage) { #expect(ReportLanguage(of: text) == wanted) }
}
