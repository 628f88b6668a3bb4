import Foundation
import Radiology
import Reports
import Testing

@Suite("The film viewer in a real browser")
struct ViewerTests {
    @Test(
        "On a page opened from a folder a film is windowed, zoomed, turned and measured as the formulas say",
        .enabled(
            if: Stranger.python.isHere && chromium.isHere && hasPlaywright,
            Comment(rawValue: absent("chromium, or python with playwright,"))))
    func inChromium() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "viewer-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.publish(in: folder)
        let driver = Stranger.checkout.appending(path: "Tests/Peers/ViewerDriver.py").path

        let run = try Stranger.python.run([driver, folder.path, Self.chromium.path])

        let lines = run.output.split(separator: "\n")
        let wrong = lines.filter { !$0.hasPrefix("ok ") }.joined(separator: "\n")
        #expect(wrong == "" && run.status == 0, "\(wrong)")
        #expect(lines.count >= 40)
    }

    private static let chromium = Stranger(path: "/usr/bin/chromium")
    private static var hasPlaywright: Bool {
        (try? Stranger.python.run(["-c", "import playwright.sync_api"]))?.status == 0
    }

    private static func publish(in folder: URL) throws {
        for (path, bytes) in Pages.sharedFiles { try write(bytes, folder, path) }
        let frame = PageFrame(
            workspaceName: "Ward 7", audience: .admin, dataChanged: "2026-11-20T17:44:01Z", version: "0.1.0")
        let pages = try Pages(frame: frame)
        for (name, film) in RampFilm.all {
            let uid = SOPInstanceUID(validated: "1.2.826.0.1.\(name.utf8.reduce(7) { $0 &* 31 &+ Int($1) & 0xFFFF })")
            var facts = FilmFacts()
            (facts.rows, facts.columns) = (RampFilm.size.rows, RampFilm.size.columns)
            if film.script.aspect == 2 { facts.pixelAspectRatio = [2, 1] }
            let exam = Exam(
                uid: uid, patient: Patient(key: PatientKey(rawValue: "K1"), name: "RAMP^GREY"),
                created: "2026-11-20 16:10:00", modality: "DX",
                facts: facts)
            var record = ExamRecord(exam: exam, status: .queued, contentHash: "3fa9")
            (record.hasViewer, record.hasOverlays) = (true, !film.overlays.isEmpty)
            let page = FilmPage(record: record, audience: .admin, threshold: .usualThreshold)
            try write(pages.film(page), folder, "admin/\(page.path)")
            try write(film.display, folder, PagePaths.display(uid))
            if name != "gone" { try write(film.script.bytes, folder, PagePaths.viewer(uid)) }
            try write(ViewerOverlays(planes: film.overlays).bytes, folder, PagePaths.overlays(uid))
            try write(Array("admin/\(page.path)".utf8), folder, "\(name).page")
        }
    }

    private static func write(_ bytes: [UInt8], _ folder: URL, _ path: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
    }
}

/// A film of 640 × 480 whose sample is `100 · x + 2 · y`: every place has its own value.
private struct RampFilm {
    static let size = ViewerScript.Size(columns: 640, rows: 480)

    var script: ViewerScript
    var overlays: [ViewerOverlays.Plane] = []
    /// What the page shows before anything is loaded.
    let display: [UInt8]

    /// - Parameter step: 1, or 2 for a picture of half the film's size.
    init(bits: Int, step: Int, slope: Double, intercept: Double, isInverted: Bool, padding: ClosedRange<Int>? = nil) {
        func ramp(_ x: Int, _ y: Int) -> Int { bits == 16 ? 100 * x * step + 2 * y * step : (x * step + y * step) / 5 }
        let picture = ViewerScript.Size(columns: Self.size.columns / step, rows: Self.size.rows / step)
        let most = slope * (bits == 16 ? 65_535 : 255) + intercept
        func window(_ share: Double) -> ViewerWindow {
            ViewerWindow(
                name: nil, shape: .linear(center: (intercept + most) / 2, width: ((most - intercept) * share).rounded())
            )
        }
        script = ViewerScript(
            picture: picture, film: Self.size, bits: bits, slope: slope, intercept: intercept, isInverted: isInverted,
            padding: padding, initial: .window(0), auto: window(0.8), whole: window(1),
            png: FilteredPNG.bytes(picture.columns, picture.rows, bits: bits, ramp))
        display = FilteredPNG.bytes(Self.size.columns, Self.size.rows, bits: 8) { x, y in (x + y) / 5 }
    }

    static var all: [(String, RampFilm)] {
        var deep = RampFilm(bits: 16, step: 1, slope: 0.5, intercept: -100, isInverted: false, padding: 0...3_000)
        deep.script.unit = "HU"
        deep.script.spacing = .init(row: 0.4, column: 0.2, kind: .patient)
        deep.script.aspect = 2
        deep.script.windows = [
            ViewerWindow(name: "SOFT", shape: .linear(center: 16_000, width: 12_001)),
            // So narrow around the middle of the film that half a unit of level is seen.
            ViewerWindow(name: "NARROW", shape: .linear(center: 16_140, width: 41)),
            ViewerWindow(name: "EXACT", shape: .linearExact(center: 16_140.5, width: 40)),
            ViewerWindow(name: "CURVE", shape: .sigmoid(center: 15_000, width: 8_000)),
            ViewerWindow(
                name: "TABLE", shape: .table(first: 12_000, bits: 12, values: (0..<8_000).map { UInt16($0 / 2) })),
        ]
        deep.overlays = [
            .init(
                name: "arrow <b>",
                png: FilteredPNG.bytes(size.columns, size.rows, bits: 8) { x, _ in (300..<340) ~= x ? 255 : 0 })
        ]
        var half = RampFilm(bits: 8, step: 2, slope: 2, intercept: 0, isInverted: true)
        half.script.spacing = .init(row: 0.143, column: 0.143, kind: .detector)
        half.script.initial = .linear(center: 255, width: 408)
        var bare = RampFilm(bits: 8, step: 1, slope: 1, intercept: 0, isInverted: true)
        bare.script.initial = .window(99)
        var tall = bare
        tall.script.aspect = 2
        return [("deep", deep), ("half", half), ("bare", bare), ("gone", bare), ("tall", tall)]
    }
}

/// A grey PNG whose rows use all five filters in turn; not compressed, so that no library is needed here.
private enum FilteredPNG {
    static func bytes(_ columns: Int, _ rows: Int, bits: Int, _ sample: (Int, Int) -> Int) -> [UInt8] {
        let width = bits / 8
        var packed: [UInt8] = []
        var above = [UInt8](repeating: 0, count: columns * width)
        for y in 0..<rows {
            let line = (0..<columns).flatMap { x -> [UInt8] in
                let value = sample(x, y)
                return width == 2 ? [UInt8(value >> 8), UInt8(value & 255)] : [UInt8(value)]
            }
            packed.append(UInt8(y % 5))
            for index in line.indices {
                let left = index < width ? 0 : Int(line[index - width])
                let corner = index < width ? 0 : Int(above[index - width])
                let guess = [0, left, Int(above[index]), (left + Int(above[index])) / 2][safe: y % 5]
                packed.append(line[index] &- UInt8(guess ?? paeth(left, Int(above[index]), corner)))
            }
            above = line
        }
        let header = word(columns) + word(rows) + [UInt8(bits), 0, 0, 0, 0]
        // Split, as encoders do with large pictures.
        let zlib = stored(packed)
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
            + chunk("IDAT", Array(zlib[..<1_000])) + chunk("IDAT", Array(zlib[1_000...])) + chunk("IEND", [])
    }

    private static func paeth(_ left: Int, _ up: Int, _ corner: Int) -> Int {
        let guess = left + up - corner
        return [left, up, corner].min { abs(guess - $0) < abs(guess - $1) } ?? 0
    }

    /// RFC 1950 around stored blocks of RFC 1951.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = [0x78, 0x01]
        for start in stride(from: 0, to: bytes.count, by: 65_535) {
            let part = bytes[start..<min(start + 65_535, bytes.count)]
            let (low, high) = (UInt8(part.count & 255), UInt8(part.count >> 8))
            output += [part.endIndex == bytes.count ? 1 : 0, low, high, ~low, ~high] + part
        }
        var (a, b) = (1, 0)
        for byte in bytes { (a, b) = ((a + Int(byte)) % 65_521, (b + a + Int(byte)) % 65_521) }
        return output + word(b << 16 | a)
    }

    private static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + bytes
        let sum = body.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xEDB8_8320 : rest >> 1 }
        }
        return word(bytes.count) + body + word(Int(~sum))
    }

    private static func word(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 255) } }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
