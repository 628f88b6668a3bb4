import Radiology
import Reports
import Testing

@Suite("Text from outside stays text")
struct HostileText {
    /// The second one hides its quote behind a combining accent, which fools escaping by whole characters.
    static let attacks = [
        "<script>alert(1)</script>", "x\"\u{301} onmouseover=alert(1) y='", "</pre></td><img src=x onerror=alert(1)>",
        "{{workspace}}",
        "a\u{0}b\u{1b}[31m",
    ]

    static func poisoned(_ text: String) -> [ExamRecord] {
        var record = SyntheticFilms.masses()
        record.exam.patient.name = text
        record.exam.protocolName = text
        record.exam.region = BodyRegion(rawValue: text)
        record.exam.created = text
        record.exam.facts.device = text
        record.exam.facts.manufacturer = text
        record.reason = text
        record.status = .error
        record.aiReport?.text = text
        record.aiReport?.summary = text
        record.aiReport?.model = text
        record.radiologistReport?.text = text
        record.radiologistReport?.english = text
        record.radiologistReport?.radiologist = text
        record.radiologistReport?.justification = text
        record.provenance?.rawReport = text
        record.provenance?.endpoint = text
        record.provenance?.promptHashes = [text: text]
        record.alarms = [AnswerAlarm(kind: nil, words: text, at: text)]
        record.circumstances = AnswerCircumstances(requestHash: text, takenFrom: text)
        return [record, record, record, record]
    }

    @Test("No name, protocol or report becomes markup", arguments: attacks, Audience.allCases)
    func escaped(attack: String, audience: Audience) throws {
        for page in Gallery.allCases {
            let html = try page.html(audience, Self.poisoned(attack))
            let bytes = Array(html.utf8)
            #expect(html.components(of: "<script") == Self.scripts(page), "\(page)")
            #expect(html.components(of: "<img src=x") == 0, "\(page)")
            #expect(!html.utf8.contains(0) && !html.utf8.contains(0x1b), "\(page)")
            #expect(!bytes.contains(sequence: Array("\"\u{301}".utf8)), "\(page)")
            #expect(!html.contains("<td>Ward 7"), "\(page)")
        }
    }

    @Test("A page asks nothing of another computer and runs nothing inline", arguments: Gallery.allCases)
    func noRequests(page: Gallery) throws {
        let html = try page.html(.admin)
        let forbidden = [
            "src=\"http", "href=\"http", "src=\"//", "href=\"//", "url(", "<style", "style=\"", " onclick", " onload",
        ]
        #expect(forbidden.filter { html.contains($0) } == [])
        #expect(html.contains("Content-Security-Policy") && html.components(of: "<script") == Self.scripts(page))
    }

    /// A film page brings its viewer.
    static func scripts(_ page: Gallery) -> Int {
        [.filmRead, .filmFailed, .filmNotAssessed, .filmOdd].contains(page) ? 1 + PagePaths.viewerScripts.count : 1
    }

    @Test("Style sheets and scripts ask nothing of another computer, and make no code of text")
    func assets() {
        let text = Pages.sharedFiles.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
        let forbidden = [
            "http:", "https:", "@import", "url(", "fetch(", "XMLHttp", "innerHTML", "outerHTML", "eval(",
            "document.write", "insertAdjacent", "new Function", "getImageData",
        ]
        #expect(forbidden.filter { text.contains($0) } == [])
    }
}

extension String {
    /// How often `part` stands in the text, by bytes.
    func components(of part: String) -> Int { Array(utf8).count(of: Array(part.utf8)) }
}

extension Array where Element == UInt8 {
    func count(of part: [UInt8]) -> Int {
        guard count >= part.count else { return 0 }
        return (0...(count - part.count)).count { self[$0...].starts(with: part) }
    }

    func contains(sequence part: [UInt8]) -> Bool { count(of: part) > 0 }
}
