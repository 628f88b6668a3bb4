import Foundation
import HospitalRecords
import Testing

@Suite("The forms of a report's text")
struct ReportFormTests {
    static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    @Test(
        "A form is read as the text that was written",
        arguments: [
            ("text/plain", base64("Fără leziuni."), "Fără leziuni."),
            (
                "text/plain; charset=utf-8", base64("\u{FEFF}Fără leziuni.\r\nAl doilea rând."),
                "Fără leziuni.\nAl doilea rând."
            ),
            ("text/html", base64("<p>Unu</p><p>doi &lt; 5 mm</p>"), "Unu\n\ndoi < 5 mm"),
            ("text/plain", base64("<html><body>Un <b>nodul</b></body></html>"), "Un nodul"),
            // Servers that do not encode.
            ("text/plain", "Fără leziuni pleuro-pulmonare.", "Fără leziuni pleuro-pulmonare."),
            (
                "text/plain", "Lungs are clear, no acute findings here today",
                "Lungs are clear, no acute findings here today"
            ),
            // Base64 broken into lines.
            ("text/plain", "TmltaWMgcGF0\nb2xvZ2lj", "Nimic patologic"),
            ("text/plain; charset=ISO-8859-2", "RuNy4yBsZXppdW5pLg==", "Fără leziuni."),
            ("text/plain; charset=\"windows-1250\"", "RuNy4yCUtZQ=", "Fără ”µ”"),
            ("text/plain; charset=ISO-8859-16", "RuNy4yC6uA==", "Fără șž"),
            ("text/plain; charset=iso-8859-1", "5Pb8", "äöü"),
            ("text/plain; charset=windows-1252", "gCDk", "€ ä"),
            // Called UTF-8, and is the hospital's own set.
            ("text/plain; charset=utf-8", "RuNy4yBsZXppdW5p", "Fără leziuni"),
            // Without its padding, and in the alphabet for addresses.
            ("text/plain", "RsSDcsSDIGxleml1bmkgZXZvbHV0aXZlLg", "Fără leziuni evolutive."),
            ("text/plain", "RsSDcsSDIGxleml1bmk_Pz8-Pj4", "Fără leziuni???>>>"),
            ("text/plain", "Normal", "Normal"), ("text/plain", "Normal.", "Normal."),
            // A set that is neither named nor UTF-8 is the hospital's.
            ("text/plain", "RuNy4yBsZXppdW5pLg==", "Fără leziuni."),
        ])
    func readable(type: String, data: String, text: String) throws {
        let form = ReportForm(contentType: type, data: data)
        let reading = try form.read(encodes: true, fallback: .windows1250)
        #expect(reading?.text == text)
    }

    @Test(
        "A form that is no text is refused by name",
        arguments: [
            ("application/pdf", "JVBERi0xLjQK", TextForm.pdf), ("text/plain", "JVBERi0xLjQK", .pdf),
            ("text/rtf", base64("{\\rtf1 x}"), .rtf), ("text/plain", base64("{\\rtf1 x}"), .rtf),
            ("text/html", base64("{\\RTF1 x}"), .rtf), ("image/png", "iVBORw0KGgo=", .image),
            ("text/plain", "iVBORw0KGgo=", .image), ("application/dicom", "AAAA", .dicom),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "UEsDBA==", .word),
            ("application/xml", base64("<a/>"), .xml), ("text/plain", base64("<?xml version='1.0'?><a/>"), .xml),
            ("application/x-strange", base64("text"), .other),
            ("text/plain", String(repeating: "QUJD!", count: 20), .other),
            ("text/plain", "TmltaWMgcGF0b2xvZ2lj\r\nIGxhIG5pdmVsdWwg\r\ntoracelui", .other),
        ])
    func refused(type: String, data: String, form: TextForm) {
        #expect(throws: RecordError.formNotReadable(form)) {
            try ReportForm(contentType: type, data: data).read(encodes: true, fallback: .windows1250)
        }
        #expect(RecordError.formNotReadable(form).suggestion.contains("hospital's system"))
    }

    @Test(
        "The predecessor's server writes the text itself, and a word is a word",
        arguments: [
            ("Normal", "Normal"), ("Fractura", "Fractura"), ("  Torace normal\n", "Torace normal"),
            ("sanatosa", "sanatosa"),
            ("Radiografietoracenormalaa", "Radiografietoracenormalaa"), ("VGV4dCBjb2RpZmljYXQ=", "Text codificat"),
            ("abcdefghijklmnopqrstuvwxyzab", "abcdefghijklmnopqrstuvwxyzab"),
        ])
    func plainDialect(data: String, text: String) throws {
        #expect(try ReportForm(data: data).read(encodes: false, fallback: .windows1250)?.text == text)
    }

    @Test("A form without data holds no text, and one that is elsewhere and a PDF is a PDF")
    func empty() throws {
        #expect(try ReportForm(contentType: "text/plain", data: "").read(encodes: true, fallback: .utf8) == nil)
        #expect(try ReportForm(contentType: "text/plain", data: "IA==").read(encodes: true, fallback: .utf8) == nil)
        #expect(throws: RecordError.formNotReadable(.pdf)) {
            try ReportForm(contentType: "application/pdf", url: "Binary/1").read(encodes: true, fallback: .utf8)
        }
    }

    @Test("A text that no report is long enough for is refused")
    func tooLong() {
        let form = ReportForm(contentType: "text/plain", data: Self.base64(String(repeating: "a b ", count: 80_000)))
        #expect(throws: RecordError.answerTooLarge(limit: ReportForm.longest)) {
            try form.read(encodes: true, fallback: .utf8)
        }
    }

    @Test("Of several forms plain text is better than HTML, and both than a PDF")
    func best() throws {
        let pdf = ReportForm(contentType: "application/pdf", data: "JVBERi0xLjQK")
        let page = ReportForm(contentType: "text/html", data: Self.base64("<p>pagina</p>"))
        let text = ReportForm(contentType: "text/plain", data: Self.base64("text"))
        #expect(try ReportText.best([pdf, page, text], fallback: .utf8)?.text == "text")
        #expect(try ReportText.best([pdf, page], fallback: .utf8)?.text == "pagina")
        #expect(try ReportText.best([], fallback: .utf8) == nil)
        #expect(throws: RecordError.formNotReadable(.pdf)) { try ReportText.best([pdf], fallback: .utf8) }
    }

    @Test("The predecessor's rule: one form is it, of several the one of the exam, none when two are")
    func chosen() {
        let chest = ReportForm(data: "a", type: "RADIO", region: "Chest")
        let abdomen = ReportForm(data: "b", type: "radio", region: "abdomen")
        #expect(ReportText.chosen([abdomen], type: .radiograph, region: "chest")?.data == "b")
        #expect(ReportText.chosen([abdomen, chest], type: .radiograph, region: "chest")?.data == "a")
        #expect(ReportText.chosen([abdomen, chest], type: .ct, region: "chest") == nil)
        #expect(ReportText.chosen([chest, chest], type: .radiograph, region: "chest") == nil)
        #expect(ReportText.chosen([], type: .radiograph, region: "chest") == nil)
    }

    @Test(
        "A text is kept without what cannot be seen",
        arguments: [
            ("a\r\nb\rc", "a\nb\nc"), ("a\u{0}b\u{7}c", "abc"), ("a\n\n\n\nb", "a\n\nb"), ("  a  \n b \t", "a\n b"),
            ("a\u{202E}b\u{2066}c", "abc"), ("a\u{2028}b", "a\nb"), (" \n\r\n ", ""),
        ])
    func tidied(text: String, kept: String) { #expect(ReportText.tidied(text) == kept) }
}
