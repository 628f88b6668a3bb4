import DICOMNetwork
import Testing

@Suite("AE titles")
struct AETitleTests {
    @Test(
        "Outer spaces mean nothing, inner ones do",
        arguments: zip(
            ["ARCHIVE", " ROOM 4 ", "A", "SIXTEEN_CHARS_AE", "X-RAY+1  "],
            [
                "ARCHIVE", "ROOM 4", "A", "SIXTEEN_CHARS_AE", "X-RAY+1",
            ]))
    func legal(text: String, title: String) {
        #expect(AETitle(rawValue: text)?.rawValue == title)
    }

    @Test(
        "What the standard forbids is no title",
        arguments: ["", "   ", "A\\B", "A\nB", "A\u{7F}", "SEVENTEEN_CHARS_A", "Ä", "A\0B"])
    func illegal(text: String) {
        #expect(AETitle(rawValue: text) == nil)
    }
}
