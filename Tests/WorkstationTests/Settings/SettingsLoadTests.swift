import Foundation
import Testing
import Workstation

@Suite("Where settings come from")
struct SettingsLoadTests {
    @Test("Defaults, two files, the environment and flags override each other in that order")
    func order() throws {
        let folder = try SettingsFolder(
            cfg: "[openai]\nMODEL_NAME = first\nMAX_RETRIES = 1\nCONCURRENCY = 2\nTIMEOUT = 9\n",
            local: "[openai]\nmodel_name = second\nmax_retries = 4\nConcurrency = 3\n")
        let loaded = try folder.load(
            ["XRV_OPENAI_MODEL_NAME": "third", "XRV_OPENAI_MAX_RETRIES": "5", "PATH": "/bin"], flags: [.model("fourth")]
        )
        let keys = ["MODEL_NAME", "MAX_RETRIES", "CONCURRENCY", "TIMEOUT", "RETRY_BASE"]
        #expect(keys.map { loaded.text("openai", $0) } == ["fourth", "5", "3", "9 s", "2 s"])
        #expect(
            keys.map { loaded.origin(of: "openai", $0)?.description } == [
                "flag --model", "environment variable XRV_OPENAI_MAX_RETRIES", "local.cfg:4", "xrayvision.cfg:5",
                "default",
            ])
    }

    @Test(
        "The key of the model server comes from the usual variable, unless a nearer one is set",
        arguments: [
            ([:], "from-file"), (["OPENAI_API_KEY": "usual"], "usual"), (["OPENAI_API_KEY": ""], "from-file"),
            (["OPENAI_API_KEY": "usual", "XRV_OPENAI_OPENAI_API_KEY": "nearer"], "nearer"),
            (["XRV_OPENAI_OPENAI_API_KEY": ""], ""), (["OPENAI_API_KEY": "100%(x)s"], "100%(x)s"),
        ])
    func apiKey(environment: [String: String], key: String) throws {
        let folder = try SettingsFolder(cfg: "[openai]\nOPENAI_API_KEY = from-file\n")
        #expect(try folder.load(environment).settings.openai.apiKey.revealed == key)
    }

    @Test("The flags of the predecessor switch on what they name")
    func flags() throws {
        let folder = try SettingsFolder(cfg: "[processing]\nKEEP_DICOM = False\n")
        #expect(try !folder.load().settings.processing.keepsOriginals)
        let flags = [.keepDICOM, .loadDICOM, .noQuery, .enableNtfy, FlagOverride.retrievalMethod("C-GET")]
        let settings = try folder.load(flags: flags).settings
        let switches = settings.processing
        #expect([switches.keepsOriginals, switches.loadDICOM, switches.noQuery, switches.enableNtfy].allSatisfy { $0 })
        #expect(settings.dicom.retrievalMethod == .get)
    }

    @Test("[DEFAULT] reaches every section with fixed keys, and the section's own value wins")
    func inheritance() throws {
        let folder = try SettingsFolder(
            cfg:
                "[DEFAULT]\nBIND = 10.1.1.1\nhost = pacs\nforgotten = 1\n[dicom]\nBIND = ::1\nREMOTE_AE_IP = %(HOST)s.local\n"
        )
        let loaded = try folder.load()
        #expect(loaded.settings.dicom.bind == "::1" && loaded.settings.dashboard.bind == "10.1.1.1")
        #expect(loaded.settings.dicom.remoteHost == "pacs.local" && loaded.settings.users.isEmpty)
        #expect(loaded.notices == ["xrayvision.cfg:4: [DEFAULT] FORGOTTEN is used by no setting."])
    }

    @Test("A reference sees what the later file says")
    func referenceAcrossFiles() throws {
        let folder = try SettingsFolder(
            cfg: "[dicom]\nAE_TITLE = ROOM\nREMOTE_AE_TITLE = %(ae_title)s1\n", local: "[dicom]\nAE_TITLE = WARD\n")
        #expect(try folder.load().settings.dicom.remoteAETitle == "WARD1")
    }

    @Test(
        "A name that nobody knows is refused with the place and the name that was probably meant",
        arguments: [
            ("[openia]\nTIMEOUT = 3", "xrayvision.cfg:1", "[openai]"),
            ("[OpenAI]\nTIMEOUT = 3", "xrayvision.cfg:1", "[openai]"),
            ("[dicom]\n\nAE_PROT = 3", "xrayvision.cfg:3", "AE_PORT"),
            ("[openai]\nTIMOUT = 3", "xrayvision.cfg:2", "TIMEOUT"),
            ("[processing]\nMODEL_NAME = m", "xrayvision.cfg:2", "MODEL_NAME in [openai]"),
            ("[general]\nxyz = m", "xrayvision.cfg:2", "XRAYVISION_"),
        ])
    func unknownNames(cfg: String, place: String, nearest: String) throws {
        let found = try problems(cfg)
        let text = found.first?.description ?? ""
        #expect(found.count == 1 && text.hasPrefix(place) && text.contains("nearest is \(nearest)"))
    }

    @Test("A mistyped variable of the environment is refused, a foreign one only noticed")
    func environment() throws {
        let folder = try SettingsFolder()
        let nearest = SettingsError.unknownKey(
            "TIMEOT", section: "openai", origin: .environment("XRV_OPENAI_TIMEOT"), nearest: "TIMEOUT")
        #expect(throws: nearest) { try folder.load(["XRV_OPENAI_TIMEOT": "3"]) }
        let foreign = ["XRV_WORKSPACE": "/x", "XRV_USERS_": "x", "XRV_SUPPORTED_REGIONS_CHEST": "no"]
        let loaded = try folder.load(foreign)
        #expect(loaded.notices.count == 2 && loaded.settings.regions.supported == ["chest": false])
    }

    @Test("All mistakes are reported at once")
    func several() throws {
        let found = try problems("[dicom]\nAE_PORT = x\nAE_TITEL = y\n[opnai]\n[openai]\nTIMEOUT = %(gone)s\n")
        #expect(found.count == 4 && Set(found.map(\.suggestion)).count >= 3)
        #expect(found.allSatisfy { $0.recovery == .tellOperator })
    }

    @Test("Keys of the oldest predecessor still work, with a notice each")
    func formerKeys() throws {
        let folder = try SettingsFolder(
            cfg: """
                [general]
                XRAYVISION_DB_PATH = old.db
                XRAYVISION_USER = Maria
                XRAYVISION_PASS = hunter2
                BACKUP_MAX_FILES = 30
                [dicom]
                DICOM_MODALITIES = CR
                """)
        let loaded = try folder.load()
        #expect(loaded.settings.users.map(\.name) == ["maria"] && loaded.settings.users.first?.role == .admin)
        #expect(loaded.settings.users.first?.password == .plain(Secret("hunter2")))
        #expect(loaded.settings.storage.backupKeep == 30 && loaded.settings.dicom.query.modalities == ["CR"])
        #expect(loaded.notices.count == 4 && loaded.notices.allSatisfy { !$0.contains("hunter2") })
        #expect(loaded.settings.general.database.lastPathComponent == "old.db")
    }

    @Test("What is not a settings file is refused, and nothing hangs on it")
    func notFiles() throws {
        let folder = try SettingsFolder()
        let path = folder.location.appending(path: "local.cfg")
        func kind() -> String {
            do {
                _ = try folder.load()
                return "accepted"
            } catch {
                return "\(error)".prefix { $0 != ":" }.description
            }
        }
        try FileManager.default.createDirectory(at: path, withIntermediateDirectories: false)
        var kinds = [kind()]
        try FileManager.default.removeItem(at: path)
        try FileManager.default.createSymbolicLink(at: path, withDestinationURL: URL(filePath: "/dev/zero"))
        kinds.append(kind())
        try FileManager.default.removeItem(at: path)
        try FileManager.default.createSymbolicLink(at: path, withDestinationURL: URL(filePath: "/no/such/file"))
        kinds.append(kind())
        try FileManager.default.removeItem(at: path)
        try folder.write(Array(repeating: 0x20, count: INIFile.maxBytes + 1), "local.cfg")
        kinds.append(kind())
        #expect(kinds[0...2].allSatisfy { $0 == "local.cfg cannot be read" } && kinds[3].contains("larger than"))
        #expect(throws: SettingsError.workspaceMissing(path: path.path)) { try Settings.load(workspace: path) }
    }
}
