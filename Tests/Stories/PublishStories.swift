import Foundation
import Radiology
import Reports
import Store
import Testing
import Workstation

@Suite("The pages")
struct PublishStories {
    /// Films of three patients on four days; the first patient has a film in January and one in March.
    private let january = SyntheticFilm.chest(1).with { ($0.patientID, $0.day) = ("P1", "20260115") }
    private let february = SyntheticFilm.chest(2).with { ($0.patientID, $0.day) = ("P2", "20260203") }
    private let march = SyntheticFilm.chest(3).with { ($0.patientID, $0.day) = ("P1", "20260301") }
    private let unread = SyntheticFilm.lowerLeg(4).with { ($0.patientID, $0.day) = ("P3", "20260301") }

    private func clinicWithFilms() async throws -> Clinic {
        let clinic = try Clinic()
        try await clinic.take(january, february, march, unread)
        try await clinic.open().runOnce()
        return clinic
    }

    private func publish(
        _ clinic: Clinic, out: String? = nil, audience: String? = nil, since: String? = nil, dryRun: Bool = false
    ) async throws {
        try await clinic.open().publish(out: out, audience: audience, since: since, dryRun: dryRun)
    }

    /// Path below the folder → bytes, of all that a reader can open.
    private func pages(_ clinic: Clinic, _ folder: String) throws -> [String: [UInt8]] {
        var pages: [String: [UInt8]] = [:]
        for name in clinic.files(folder) where !name.hasSuffix(".published.json") {
            pages[name] = try clinic.bytes("\(folder)/\(name)")
        }
        return pages
    }

    /// Path → inode, size and time of the last change: a page that was written again has others.
    private func stamps(_ clinic: Clinic, _ folder: String) throws -> [String: FileBytes.Identity] {
        var stamps: [String: FileBytes.Identity] = [:]
        for name in clinic.files(folder) where !name.hasSuffix(".published.json") {
            stamps[name] = try FileBytes.read(clinic.paths.absolute("\(folder)/\(name)"), limit: 1 << 24).identity
        }
        return stamps
    }

    /// What two listings do not have in common.
    private func changed<Value: Equatable>(_ before: [String: Value], _ after: [String: Value]) -> Set<String> {
        Set(Set(before.keys).union(after.keys).filter { before[$0] != after[$0] })
    }

    @Test("The same database gives the same pages, byte for byte, in another folder")
    func sameBytes() async throws {
        let clinic = try await clinicWithFilms()
        try await publish(clinic, out: "copy")
        let (first, second) = (try pages(clinic, "reports"), try pages(clinic, "copy"))
        let differing = changed(first, second)
        #expect(differing.isEmpty)
        // Two audiences with four films, three days and four overviews each, and three pictures a film at least.
        #expect(first.count >= 34)
    }

    @Test("Nothing happened: nothing is drawn, nothing is written")
    func nothingNew() async throws {
        let clinic = try await clinicWithFilms()
        let before = try stamps(clinic, "reports")
        try await publish(clinic)
        try await publish(clinic, since: "2026-01-01")
        #expect(changed(before, try stamps(clinic, "reports")).isEmpty)
        #expect(clinic.answers.contains { $0.hasPrefix("0 pages drawn, 0 written") })
    }

    @Test("One more film changes its own page and those that name it; the result is that of drawing everything anew")
    func oneMore() async throws {
        let clinic = try await clinicWithFilms()
        let before = try stamps(clinic, "reports")
        let new = SyntheticFilm.chest(9).with { ($0.patientID, $0.day) = ("P1", "20260220") }
        try await clinic.take(new)
        try await clinic.open().runOnce()

        var expected: Set<String> = []
        for audience in ["admin", "user"] {
            let films = [new, february, march, unread].map { PagePaths.film($0.uid) }
            let days = ["2026-02-03", "2026-02-20", "2026-03-01"].map { PagePaths.day($0) }
            // Every overview says when the data changed last, to the minute.
            let overview =
                [PagePaths.index, PagePaths.days, PagePaths.about, PagePaths.figuresTable, PagePaths.figuresObject]
                + StatisticsSubject.allCases.map(\.path)
            expected.formUnion((films + days + overview).map { "\(audience)/\($0)" })
        }
        let pictures = [PagePaths.picture, PagePaths.display, PagePaths.thumbnail, PagePaths.viewer]
        expected.formUnion(pictures.map { $0(new.uid) })
        let written = changed(before, try stamps(clinic, "reports"))
        let films = written.filter { $0.contains("films/") }
        #expect(written.subtracting(expected).filter { !$0.contains("/charts/") } == [])
        #expect(
            films.contains("admin/\(PagePaths.film(new.uid))") && films.contains("user/\(PagePaths.film(march.uid))"))
        #expect(!written.contains { $0.contains(january.uid.rawValue) })
        #expect(written.filter { $0.hasPrefix("images/") } == expected.filter { $0.hasPrefix("images/") })

        try await publish(clinic, out: "copy")
        let stale = changed(try pages(clinic, "reports"), try pages(clinic, "copy"))
        #expect(stale.isEmpty)
    }

    @Test("Pages and pictures that somebody deleted are drawn again, pictures from the kept original")
    func deleted() async throws {
        let clinic = try await clinicWithFilms()
        let before = try pages(clinic, "reports")
        for path in [PagePaths.picture(march.uid), PagePaths.display(march.uid), PagePaths.thumbnail(march.uid)] {
            try clinic.remove("reports/\(path)")
        }
        try await publish(clinic)
        let missing = changed(before, try pages(clinic, "reports"))
        #expect(missing.isEmpty)
        try clinic.remove("reports")
        try await publish(clinic)
        #expect(changed(before, try pages(clinic, "reports")).isEmpty)
    }

    @Test(
        "A damaged note of what is published only means that everything is drawn again",
        arguments: ["", "{", "{\"sequence\":-1}"])
    func damagedState(text: String) async throws {
        let clinic = try await clinicWithFilms()
        let before = try stamps(clinic, "reports")
        try clinic.put(Array(text.utf8), "reports/user/.published.json")
        try clinic.remove("reports/user/index.html")
        try await publish(clinic)
        #expect(changed(before, try stamps(clinic, "reports")) == ["user/index.html"])
    }

    @Test("A dry run says what would be written, and writes nothing")
    func dryRun() async throws {
        let clinic = try Clinic()
        try await clinic.take(january, march)
        let before = try stamps(clinic, "reports")
        try await publish(clinic, dryRun: true)
        #expect(changed(before, try stamps(clinic, "reports")).isEmpty)
        #expect(clinic.answers.last?.contains(" would be written") == true)
        #expect(clinic.answers.last?.hasPrefix("0 ") == false)
        try clinic.remove("reports/\(PagePaths.display(march.uid))")
        try await publish(clinic, out: "elsewhere", dryRun: true)
        #expect(!clinic.exists("elsewhere") && !clinic.exists("reports/\(PagePaths.display(march.uid))"))
    }

    @Test("Only one audience, and only from a day on, when asked; other words are refused")
    func choices() async throws {
        let clinic = try await clinicWithFilms()
        try await publish(clinic, out: "share", audience: "user")
        #expect(clinic.exists("share/user/index.html") && !clinic.exists("share/admin"))
        #expect(try await ending { try await publish(clinic, audience: "press") } == .usage)
        #expect(try await ending { try await publish(clinic, since: "yesterday") } == .usage)
        let before = try pages(clinic, "reports")
        let path = "reports/admin/\(PagePaths.film(january.uid))"
        try clinic.put([], path)
        try await publish(clinic, since: "2026-02-01")
        #expect(changed(before, try pages(clinic, "reports")) == ["admin/\(PagePaths.film(january.uid))"])
        try await publish(clinic, since: "2026-01-01")
        #expect(try !clinic.bytes(path).isEmpty)
    }

    @Test(
        "Pages are never written outside the workspace",
        arguments: ["../pages", "/no-such-folder/pages", "way-out", "way-out/deeper", "reports/../../pages", "."])
    func outside(folder: String) async throws {
        let clinic = try Clinic()
        try FileManager.default.createSymbolicLink(
            atPath: clinic.paths.absolute("way-out"), withDestinationPath: clinic.paths.root + "/..")
        #expect(try await ending { try await publish(clinic, out: folder) } == .cannotWrite)
        #expect(clinic.strays.isEmpty && !FileManager.default.fileExists(atPath: "/no-such-folder/pages"))
    }

    @Test("Every link and every picture of every page leads to a file, in the folder of the reports and in another one")
    func links() async throws {
        let clinic = try await clinicWithFilms()
        try await publish(clinic, out: "share/pages")
        for folder in ["reports", "share/pages"] {
            var broken: Set<String> = []
            for page in clinic.files(folder) where page.hasSuffix(".html") {
                for link in try links(in: clinic.text("\(folder)/\(page)")) where !link.isEmpty {
                    let target = URL(filePath: "/\(page)").deletingLastPathComponent().appending(path: link)
                    let path = target.standardizedFileURL.path
                    if !clinic.exists("\(folder)\(path)") { broken.insert("\(page) → \(link)") }
                }
            }
            #expect(broken.isEmpty, "\(folder)")
        }
    }

    /// The files that a page refers to.
    private func links(in page: String) throws -> [String] {
        let pattern = try Regex(##"(?:href|src)="([^"#?]*)["#?]"##, as: (Substring, Substring).self)
        return page.matches(of: pattern).map { String($0.output.1) }
    }
}
