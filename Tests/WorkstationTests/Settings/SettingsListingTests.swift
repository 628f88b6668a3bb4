import Foundation
import Testing
import Workstation

@Suite("Showing the settings")
struct SettingsListingTests {
    private static let secrets = ["hunter2", "tiger3", "wolf4", "bear5", "lynx6"]

    private func loaded() throws -> LoadedSettings {
        try SettingsFolder(
            cfg: """
                [users]
                maria = hunter2,admin
                [notifications]
                SMTP_URL = smtp://mailer:tiger3@mail.example:25
                MAIL_FROM = x@mail.example
                WEBHOOK_URL = https://hooks.example/wolf4
                [fhir]
                FHIR_PASSWORD = bear5
                [regions]
                chest = torace,
                    pulmon
                """
        ).load(["OPENAI_API_KEY": "lynx6"])
    }

    @Test("No secret is shown anywhere, not even by accident")
    func masked() throws {
        let loaded = try loaded()
        var dumped = ""
        dump(loaded, to: &dumped)
        for text in [loaded.listing(), loaded.listing(origins: true), loaded.json(), dumped] {
            #expect(Self.secrets.filter(text.contains) == [])
        }
        #expect(loaded.text("users", "maria") == "********,admin")
        #expect(loaded.text("notifications", "SMTP_URL") == "smtp://********@mail.example:25")
        #expect(loaded.settings.openai.apiKey.revealed == "lynx6")
    }

    @Test(
        "User name and password are taken out of an address, nothing else",
        arguments: [
            ("http://h/x", "http://h/x"), ("http://u:p@h/x", "http://********@h/x"),
            ("http://u:p/a@h/x", "http://********@h/x"), ("https://h/@user", "https://h/@user"),
            ("smtp://u@h", "smtp://********@h"), ("a@b.ro", "a@b.ro"),
        ])
    func addresses(address: String, shown: String) {
        #expect(Secret.withoutCredentials(address) == shown)
    }

    @Test("The listing is a settings file again, with origins as comments")
    func listing() throws {
        let text = try loaded().listing(origins: true)
        let file = try INIFile(text, file: "shown")
        #expect(file.sections.map(\.name) == SettingsSchema.sections.map(\.name).filter { text.contains("[\($0)]") })
        #expect(text.contains("# xrayvision.cfg:10\nchest = torace,\n    pulmon\n"))
        #expect(text.contains("# default\nAE_PORT = 4010\n"))
    }

    @Test("Programs get one object with every setting, its origin and the notices")
    func json() throws {
        struct Row: Decodable { let section, key, value, origin: String, secret: Bool }
        struct Listing: Decodable { let settings: [Row], notices: [String] }
        let loaded = try loaded()
        let listing = try JSONDecoder().decode(Listing.self, from: Data(loaded.json().utf8))
        #expect(listing.settings.count == loaded.values.count && listing.notices == loaded.notices)
        #expect(listing.settings.first { $0.key == "OPENAI_API_KEY" }?.origin == "environment variable OPENAI_API_KEY")
        #expect(listing.settings.filter(\.secret).count == 5)
    }

    @Test("Every setting is documented: the manual page is the one the code describes")
    func manual() throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().resolvingSymlinksInPath()
        let page = tests.appending(path: "../../../docs/settings.md").standardizedFileURL
        if ProcessInfo.processInfo.environment["WRITE_DOCS"] == "1" {
            try Data(SettingsManual.markdown().utf8).write(to: page)
        }
        let written = try String(contentsOf: page, encoding: .utf8)
        #expect(written == SettingsManual.markdown(), "run the tests once with WRITE_DOCS=1")
        #expect(SettingsSchema.rows.allSatisfy { written.contains("| `\($0.key)` |") && !$0.meaning.isEmpty })
        #expect(Set(SettingsSchema.rows.map(\.section)).isSubset(of: SettingsSchema.sections.map(\.name)))
    }
}
