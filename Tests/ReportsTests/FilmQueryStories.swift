import Reports
import Testing

@Suite("The address of a list says what it shows")
struct FilmQueryStories {
    static let addresses: [(asked: [(name: String, value: String)], text: String)] = [
        ([], ""), ([("status", "done")], "status=done"), ([("status", "any")], "status=any"),
        ([("reviewed", "any"), ("search", " ")], ""), ([("search", "POPA & Ion")], "search=POPA%20%26%20Ion"),
        ([("search", "Ștefan")], "search=%C8%98tefan"),
        ([("reviewed", "by:Dr. I.V. (a3)")], "radiologist=Dr.%20I.V.%20%28a3%29"),
        ([("positive", "of:pneumonia")], "diagnostic=pneumonia"),
        (
            [("positive", "yes"), ("correct", "no"), ("severity", "3-6"), ("confidence", "80-")],
            "positive=yes&correct=no&severity=3-6&confidence=80-"
        ),
        ([("order", "severity"), ("size", "50"), ("page", "3")], "order=severity&size=50&page=3"),
        ([("order", "name"), ("size", "7"), ("page", "x")], ""), ([("page", "-4")], ""), ([("evil", "1")], ""),
        ([("search", "a"), ("search", "b")], "search=a"),
        (
            [("flagged", "yes"), ("from", "2026-11-20")],
            "flagged=yes&from=2026-11-20"
        ),
    ]

    @Test("Every address is written in one way, and read again it is the same list", arguments: addresses)
    func roundTrip(asked: [(name: String, value: String)], text: String) {
        let query = FilmQuery(asked)
        #expect(query.text == text)
        let pairs = text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1).map { String($0) }
            return (name: parts[0], value: Self.decoded(parts.last ?? ""))
        }
        #expect(FilmQuery(pairs) == query)
    }

    @Test("Nothing said about the status means read films, any means all")
    func status() {
        #expect(FilmQuery().parameters == ["status": "done"])
        #expect(FilmQuery([("status", "any")]).parameters == [:])
        #expect(FilmQuery([("status", "queued,requeue")]).parameters == ["status": "queued,requeue"])
    }

    @Test("The form shows what the address says")
    func form() throws {
        let query = FilmQuery([("reviewed", "by:Dr. V.R. (a3)"), ("correct", "no"), ("from", "2026-11-20")])
        let scene = LiveScene(audience: .user, viewer: LiveGallery.viewer(.user), films: Gallery.films)
        let html = String(decoding: try LiveGallery.pages(.user).films(scene.page(query)), as: UTF8.self)
        #expect(html.contains("<option value=\"by:Dr. V.R. (a3)\" selected>"))
        #expect(html.contains("<option value=\"no\" selected>differ</option>"))
        #expect(html.contains("<input type=\"hidden\" name=\"from\" value=\"2026-11-20\">"))
    }

    @Test("Another filter begins at the first page")
    func first() {
        #expect(FilmQuery([("page", "9")]).with("correct", "no").text == "correct=no")
    }

    private static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%"), rest.count >= 2 else {
                bytes.append(byte)
                continue
            }
            bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
