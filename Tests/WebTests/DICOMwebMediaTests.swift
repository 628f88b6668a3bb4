import Testing
import Web

@Suite("What a viewer accepts")
struct DICOMwebMediaTests {
    @Test(
        "The best type on offer is chosen",
        arguments: [
            ("", "a/x"), ("*/*", "a/x"), ("b/y", "b/y"), ("b/*", "b/y"), ("a/x;q=0.1, b/y", "b/y"),
            ("a/x;q=0, b/y;q=0.1", "b/y"), ("b/y, a/x", "b/y"), ("A/X", "a/x"), ("c/z, a/x;q=0.5;level=1", "a/x"),
            ("nonsense, b/y", "b/y"), (" , b/y ,", "b/y"), ("b/y;note=\"a, b; c\"", "b/y"), ("c/z", nil),
            ("*/*;q=0", nil), ("/", nil),
        ] as [(String, String?)])
    func best(accept: String, chosen: String?) {
        #expect(MediaRanges([accept]).best(of: ["a/x", "b/y"]) == chosen)
    }

    @Test("Parameters lose their quotes, and hostile headers their length")
    func parameters() throws {
        let range = try #require(
            MediaRanges(["multipart/related; Type=\"application/dicom\"; note=\"a\\\"b\"; q=2"]).ranges.first)
        #expect(range.parameters == ["type": "application/dicom", "note": "a\"b"])
        #expect(range.quality == 1)
        let many = MediaRanges([String(repeating: "a/x,", count: 100_000)])
        #expect(many.ranges.count <= MediaRanges.mostRanges)
    }

    struct Asked: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var isSingle = true
        let wanted: WantedMedia.Files?

        init(_ accept: String, isSingle: Bool = true, _ isMultipart: Bool?, _ syntaxes: Set<String>? = nil) {
            (testDescription, self.isSingle) = (accept, isSingle)
            wanted = isMultipart.map { WantedMedia.Files(isMultipart: $0, syntaxes: syntaxes) }
        }
    }

    @Test(
        "Files come as multipart or alone, in any syntax or in those that are named",
        arguments: [
            Asked("*/*", true), Asked("multipart/related", true), Asked("multipart/related; type=\"*/*\"", true),
            Asked("multipart/related; type=\"application/*\"", true), Asked("application/dicom", false),
            Asked("application/dicom", isSingle: false, nil), Asked("multipart/related; type=\"image/png\"", nil),
            Asked("multipart/related; type=application/dicom; transfer-syntax=1.2", true, ["1.2"]),
            Asked(
                "multipart/related; type=application/dicom; transfer-syntax=1.2, "
                    + "multipart/related; type=application/dicom; transfer-syntax=1.3; q=0.5", true, ["1.2", "1.3"]),
            Asked(
                "multipart/related; type=application/dicom; transfer-syntax=1.2, "
                    + "multipart/related; type=application/dicom; transfer-syntax=*", true),
        ])
    func files(asked: Asked) {
        let media = WantedMedia(ranges: MediaRanges([asked.testDescription]))
        #expect(media.files(isSingle: asked.isSingle) == asked.wanted)
    }
}
