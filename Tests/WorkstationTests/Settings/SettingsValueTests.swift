import Foundation
import Testing
import Workstation

@Suite("The values of settings")
struct SettingsValueTests {
    @Test(
        "A value is understood however a person writes it",
        arguments: [
            ("dicom", "AE_PORT", "104", "104"),
            ("dicom", "AE_TITLE", " XRAY ROOM 1 ", "XRAY ROOM 1"),
            ("dicom", "RETRIEVAL_METHOD", "c-get", "c-get"),
            ("dicom", "ALLOWED_AE", "CT1, MR@10.0.0.1\n  DX2", "CT1,MR@10.0.0.1,DX2"),
            ("dicom", "ALLOWED_AE", "", ""),
            ("dicom", "QUERY_MODALITIES", "cr, dx, cr", "CR,DX"),
            ("dicom", "QUERY_LOOKBACK", "90", "90 min"),
            ("dicom", "QUERY_LOOKBACK", "2 h", "120 min"),
            ("openai", "OPENAI_URL_PRIMARY", "builtin:baseline", "builtin:baseline"),
            ("openai", "OPENAI_URL_PRIMARY", "BUILTIN:Baseline", "builtin:baseline"),
            ("openai", "OPENAI_URL_SECONDARY", "", ""),
            ("openai", "TIMEOUT", "5 min", "300 s"),
            ("openai", "TIMEOUT", "300s", "300 s"),
            ("openai", "TIMEOUT", "1500 ms", "1.5 s"),
            ("openai", "RETRY_BASE", "0", "0 s"),
            ("openai", "MAX_REPLY", "65536", "64 KiB"),
            ("processing", "KEEP_DICOM", "", ""),
            ("processing", "KEEP_DICOM", "oN", "True"),
            ("processing", "ENABLE_HIS", "NO", "False"),
            ("processing", "PAGE_SIZE", "1_00", "100"),
            ("processing", "GAMMA", "1.2", "1.2"),
            ("processing", "GAMMA", "Adaptive", "adaptive"),
            ("storage", "MAX_FILE", "1.5 gib", "1536 MiB"),
            ("storage", "MAX_FILE", "2 MB", "2000000 B"),
            ("storage", "MIN_FREE", "5 %", "5 %"),
            ("storage", "MIN_FREE", "5 %%", "5 %"),
            ("storage", "MIN_FREE", "7.5", "7.5 %"),
            ("storage", "MIN_FREE", "20 GiB", "20 GiB"),
            ("reports", "AUDIENCES", "USER", "user"),
            ("reports", "LANGUAGE", "EN", "en"),
            ("dashboard", "BIND", "::1", "::1"),
            ("notifications", "MAIL_TO", "a@b.ro, c@d.ro", "a@b.ro,c@d.ro"),
            ("fhir", "FHIR_URL", "https://his.example:8443/base", "https://his.example:8443/base"),
        ])
    func accepted(section: String, key: String, written: String, shown: String) throws {
        let loaded = try SettingsFolder(cfg: "[\(section)]\n\(key) = \(written)\n").load()
        #expect(loaded.text(section, key) == shown)
        #expect(loaded.origin(of: section, key) == .file(name: "xrayvision.cfg", line: 2))
    }

    @Test(
        "A value that cannot be right is refused with its key, its range and its line",
        arguments: [
            ("dicom", "AE_PORT", "70000"), ("dicom", "AE_PORT", "-1"), ("dicom", "AE_PORT", "104 # PACS"),
            ("dicom", "AE_PORT", ""), ("dicom", "REMOTE_AE_PORT", "0"), ("dicom", "AE_PORT", "99999999999999999999"),
            ("dicom", "AE_TITLE", ""), ("dicom", "AE_TITLE", "SEVENTEEN LETTERS"), ("dicom", "AE_TITLE", "A\\B"),
            ("dicom", "BIND", "0.0.0.0/0"), ("dicom", "QUERY_MODALITIES", ""), ("dicom", "QUERY_LOOKBACK", "0"),
            ("dicom", "MAX_ASSOCIATIONS", "0"),
            ("openai", "OPENAI_URL_PRIMARY", ""), ("openai", "OPENAI_URL_PRIMARY", "ftp://host/x"),
            ("openai", "OPENAI_URL_PRIMARY", "http:///v1"), ("openai", "OPENAI_URL_PRIMARY", "builtin:oracle"),
            ("openai", "OPENAI_URL_PRIMARY", "http://a b/"), ("openai", "TIMEOUT", "soon"), ("openai", "TIMEOUT", "0"),
            ("openai", "TIMEOUT", "5 parsecs"), ("openai", "TIMEOUT", "1e300"), ("openai", "TIMEOUT", "-5"),
            ("openai", "CONCURRENCY", "0"), ("openai", "MAX_RETRIES", "1.5"),
            ("processing", "KEEP_DICOM", "maybe"), ("processing", "SEVERITY_THRESHOLD", "11"),
            ("processing", "GAMMA", "nan"), ("processing", "GAMMA", "9"), ("processing", "QUERY_INTERVAL", "0"),
            ("storage", "MIN_FREE", "95 %"), ("storage", "MIN_FREE", "five"), ("storage", "MAX_FILE", "0"),
            ("storage", "MAX_FILE", "9999999999999999999 TiB"), ("storage", "IMAGE_SIZE", "full"),
            ("reports", "AUDIENCES", ""), ("reports", "AUDIENCES", "admin,public"), ("reports", "LANGUAGE", "xx"),
            ("notifications", "SMTP_URL", "mail.example"), ("notifications", "MAIL_TO", "nobody"),
            ("notifications", "MAIL_TO", "a@b@c"),
        ])
    func refused(section: String, key: String, written: String) throws {
        let found = try problems("# head\n[\(section)]\n\(key) = \(written)\n")
        guard case .badValue(section, key, written, let expects, .file("xrayvision.cfg", 3))? = found.first else {
            Issue.record("\(found)")
            return
        }
        #expect(!expects.isEmpty && "\(found)".contains(expects))
    }

    @Test("An empty folder is a valid workspace, with the predecessor's defaults")
    func defaults() throws {
        let folder = try SettingsFolder()
        let loaded = try folder.load()
        let settings = loaded.settings
        #expect(settings == Settings.standard(workspace: folder.location))
        #expect(loaded.notices == [] && loaded.values.allSatisfy { $0.origin == .builtIn })
        #expect(settings.general.database == folder.location.appending(path: "xrayvision.db"))
        #expect(settings.openai.primaryURL == .server(url: "http://127.0.0.1:8080/v1/chat/completions"))
        #expect(settings.openai.timeout == .seconds(300) && settings.openai.concurrency == 1)
        #expect(settings.dashboard.bind == "127.0.0.1" && settings.users.isEmpty)
        #expect(settings.storage.minFree == .percent(5) && settings.storage.maxFile == 1 << 30)
        #expect(settings.processing.keepDICOM == nil && settings.processing.keepsOriginals)
    }

    @Test("Every built-in default is a legal value when it is written into a file")
    func defaultsAreLegal() throws {
        let sections = Dictionary(grouping: SettingsSchema.rows, by: \.section)
        let cfg = sections.map { name, rows in
            "[\(name)]\n" + rows.map { "\($0.key) = \($0.defaultText)\n" }.joined()
        }
        let folder = try SettingsFolder(cfg: cfg.joined())
        #expect(try folder.load().settings == Settings.standard(workspace: folder.location))
    }

    @Test("The free space to leave is counted from the size of the disk")
    func reserve() {
        let standard = Settings.standard(workspace: URL(filePath: "/")).storage.minFree
        #expect(standard.bytes(ofDisk: 2_000_000) == 100_000)
        #expect(StorageSettings.Reserve.bytes(7).bytes(ofDisk: 2_000_000) == 7)
    }

    @Test("A certificate without its key, and a mail server without a sender, are refused")
    func pairs() throws {
        let cfg = """
            [dashboard]
            TLS_CERT = /etc/ssl/cert.pem
            [dicom]
            TLS_KEY = tls/key.pem
            [notifications]
            SMTP_URL = smtp://user:hunter2@mail.example
            """
        let texts = try problems(cfg).map(\.description)
        #expect(texts.count == 3 && texts.allSatisfy { !$0.contains("hunter2") })
    }
}
