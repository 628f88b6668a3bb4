import Foundation
import Radiology
import Reports
import Testing

@Suite("What the film viewer is given")
struct ViewerScriptStories {
    static let attacks = [
        "</script><script>alert(1)</script>", "\"});alert(1);({\"", "\\", "'`${alert(1)}", "line\u{2028}\u{2029}\nend",
        "<!--", "a\u{0}b\u{1b}[31m", "Knochen „scharf“ 骨", "\u{1F9B4}",
    ]

    private func film(_ window: ViewerWindow? = nil) -> ViewerScript {
        var film = ViewerScript(
            picture: .init(columns: 2, rows: 1), film: .init(columns: 4, rows: 2), bits: 8, isInverted: true,
            padding: 3...7, initial: .linear(center: 10.5, width: 0.1),
            auto: ViewerWindow(name: nil, shape: .linear(center: 1, width: 2)),
            whole: ViewerWindow(name: nil, shape: .linear(center: -3, width: 4)), png: [0x89, 0x50])
        film.windows = [window].compactMap(\.self)
        return film
    }

    /// The one value that the script hands over, read as strict JSON.
    private func value(_ script: [UInt8], of function: String) throws -> Any {
        let text = String(decoding: script, as: UTF8.self)
        try #require(text.hasPrefix(function + "(") && text.hasSuffix(");\n"))
        let json = text.dropFirst(function.count + 1).dropLast(3)
        return try JSONSerialization.jsonObject(with: Data(json.utf8))
    }

    @Test("Whatever a header calls its window, the script stays one call with one value", arguments: attacks)
    func hostileWindow(name: String) throws {
        var film = film(ViewerWindow(name: name, shape: .linear(center: 1, width: 2)))
        film.unit = name

        let bytes = film.bytes

        #expect(bytes.dropLast().allSatisfy { (0x20..<0x7F).contains($0) } && !bytes.contains(UInt8(ascii: "<")))
        let value = try #require(value(bytes, of: "xrayvisionFilm") as? [String: Any])
        let windows = try #require(value["windows"] as? [[String: Any]])
        #expect(windows.count == 1 && windows.first?["name"] as? String == name && value["unit"] as? String == name)
    }

    @Test("Whatever an overlay is called, it stays a name", arguments: attacks)
    func hostileOverlay(name: String) throws {
        let bytes = ViewerOverlays(planes: [.init(name: name, png: [1, 2, 3]), .init(name: "", png: [])]).bytes

        #expect(bytes.dropLast().allSatisfy { (0x20..<0x7F).contains($0) } && !bytes.contains(UInt8(ascii: "<")))
        let planes = try #require(value(bytes, of: "xrayvisionOverlays") as? [[String: String]])
        #expect(planes == [["name": name, "png": "AQID"], ["name": "", "png": ""]])
    }

    @Test("Every kind of window arrives with its own numbers")
    func windows() throws {
        var film = film()
        film.windows = [
            ViewerWindow(name: "A", shape: .linear(center: 40, width: 400)),
            ViewerWindow(name: "B", shape: .linearExact(center: 0.5, width: 1e-7)),
            ViewerWindow(name: nil, shape: .sigmoid(center: -600, width: 1_500)),
            ViewerWindow(name: "D", shape: .table(first: -1_024, bits: 12, values: [0, 0x0102, 4_095])),
        ]
        let value = try #require(value(film.bytes, of: "xrayvisionFilm") as? NSDictionary)
        let expected: [NSDictionary] = [
            ["name": "A", "function": "LINEAR", "center": 40, "width": 400],
            ["name": "B", "function": "LINEAR_EXACT", "center": 0.5, "width": 1e-7],
            ["function": "SIGMOID", "center": -600, "width": 1_500],
            ["name": "D", "function": "TABLE", "first": -1_024, "bits": 12, "values": "AAACAf8P"],
        ]
        #expect(value["windows"] as? [NSDictionary] == expected)
    }

    @Test("The film's own facts arrive: sizes, polarity, padding, spacing, frame, first window")
    func facts() throws {
        var film = film()
        (film.slope, film.intercept) = (0.1, -1_024)
        film.spacing = .init(row: 0.4, column: 0.2, kind: .detector)
        (film.frame, film.frames, film.aspect) = (3, 30, 2)
        let expected: NSDictionary = [
            "version": 1, "columns": 2, "rows": 1, "filmColumns": 4, "filmRows": 2, "bits": 8, "slope": 0.1,
            "intercept": -1_024, "unit": NSNull(), "isInverted": true, "padding": [3, 7], "windows": [],
            "initial": ["function": "LINEAR", "center": 10.5, "width": 0.1],
            "auto": ["function": "LINEAR", "center": 1, "width": 2],
            "whole": ["function": "LINEAR", "center": -3, "width": 4],
            "spacing": ["row": 0.4, "column": 0.2, "kind": "detector"], "aspect": 2, "frame": 3, "frames": 30,
            "png": "iVA=",
        ]
        #expect(try value(film.bytes, of: "xrayvisionFilm") as? NSDictionary == expected)
    }

    @Test("A scale that is no number is said to be none, and the script stays readable")
    func notANumber() throws {
        var film = film()
        (film.slope, film.intercept) = (.nan, -.infinity)
        let value = try #require(value(film.bytes, of: "xrayvisionFilm") as? [String: Any])
        #expect(value["slope"] is NSNull && value["intercept"] is NSNull)
    }

    @Test("A picture of any length survives the script", arguments: 0...7)
    func base64(length: Int) throws {
        var film = film()
        film.png = (0..<length).map { UInt8(truncatingIfNeeded: 250 &+ $0 &* 83) }
        let value = try #require(value(film.bytes, of: "xrayvisionFilm") as? [String: Any])
        #expect(value["png"] as? String == Data(film.png).base64EncodedString())
    }

    @Test(
        "A distance of zero, less, or no number is no spacing: nothing is measured with it",
        arguments: [(0, 0), (0.2, 0), (0, 0.2), (-0.1, 0.1), (.nan, 0.1), (0.1, .infinity)] as [(Double, Double)])
    func noSpacing(row: Double, column: Double) {
        #expect(ViewerScript.Spacing(row: row, column: column, kind: .patient) == nil)
    }
}
