import Foundation
import Testing
import Workstation

@Suite("Users, regions and paths")
struct SettingsClinicTests {
    @Test(
        "A line of [users] is a password and a role, parted at the first comma, or at the last one behind a hash",
        arguments: [
            ("maria = secret,admin", "maria", "secret", UserAccount.Role.admin),
            ("Ion Pop = s%%cret , User", "ion pop", "s%cret", .user),
            ("dr.x = secret,Reviewer", "dr.x", "secret", .reviewer),
            (
                "x = $argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$a2V5a2V5,reviewer", "x",
                "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$a2V5a2V5", .reviewer
            ),
        ])
    func user(line: String, name: String, password: String, role: UserAccount.Role) throws {
        let loaded = try SettingsFolder(cfg: "[users]\n\(line)\n").load()
        let account = loaded.settings.users.first
        let isHash = password.hasPrefix("$")
        #expect(account?.name == name && account?.role == role)
        #expect(account?.password == (isHash ? .hashed(Secret(password)) : .plain(Secret(password))))
        #expect(loaded.notices.count == (isHash ? 0 : 1) && loaded.notices.allSatisfy { !$0.contains(password) })
    }

    @Test(
        "A user without password, role or known role is refused, and the password is not repeated",
        arguments: [
            "hunter2", "hunter2,", ",admin", "hunter2,root", "hunter2,admin,user", "",
            "$argon2id$v=19$m=1,t=2,p=1$hunter2$",
        ])
    func badUser(line: String) throws {
        let found = try problems("[users]\nmaria = \(line)\n")
        #expect(found.count == 1 && found.allSatisfy { !$0.description.contains("hunter2") })
    }

    @Test("The shipped login admin/admin is called what it is")
    func shippedLogin() throws {
        let loaded = try SettingsFolder(cfg: "[users]\nadmin = admin,admin\n").load()
        #expect(loaded.notices.count == 1 && loaded.notices.first?.contains("Anyone can guess it") == true)
    }

    @Test("Regions keep the order of the files; a later file changes words but not places")
    func regionOrder() throws {
        let folder = try SettingsFolder(
            cfg: "[regions]\nspine = col., spine\nChest = torace, pulmon,\n   thorax\n",
            local: "[regions]\nfoot = picior\nspine = dens\n")
        let keywords = try folder.load().settings.regions.keywords
        #expect(keywords.map(\.region) == ["spine", "chest", "foot"])
        #expect(keywords.map(\.words) == [["dens"], ["torace", "pulmon", "thorax"], ["picior"]])
    }

    @Test("The regions of the shipped predecessor file are taken, aliases included; a mistyped one is noticed")
    func supported() throws {
        let folder = try SettingsFolder(
            cfg:
                "[supported_regions]\nchest = true\nabdominal = TRUE\nnasal_bones = 1\nclavcle = yes\n[questions]\nknee = Is\n  it broken?\n"
        )
        let loaded = try Settings.load(
            workspace: folder.location, knownRegions: ["chest", "clavicle", "abdomen", "knee"])
        #expect(loaded.settings.regions.supported.count == 4)
        #expect(loaded.settings.regions.questions == ["knee": "Is it broken?"])
        #expect(loaded.notices.count == 1 && loaded.notices.first?.contains("nearest is clavicle") == true)
        #expect(try folder.load().notices.isEmpty, "who does not know the regions cannot tell")
    }

    @Test(
        "A region that could match nothing or everything is refused",
        arguments: [
            "[regions]\nchest =", "[regions]\nchest = ,", "[regions]\nupper limb = x", "[regions]\n../x = y",
            "[questions]\nknee =", "[supported_regions]\nknee = perhaps", "[supported_regions]\nknee =",
        ])
    func badRegions(cfg: String) throws {
        #expect(try problems(cfg).count == 1)
    }

    @Test(
        "What is written stays in the workspace",
        arguments: [
            ("data/x.db", true), ("./x.db", true), ("a/../x.db", true), ("WORKSPACE/x.db", true), ("..x/x.db", true),
            ("/var/lib/x.db", false), ("../x.db", false), ("a/../../x.db", false), (".", false), ("WORKSPACE", false),
            ("WORKSPACE-2/x.db", false), ("out/x.db", false), ("out", false), ("dangling", false),
            ("dangling/x.db", false),
            ("in/x.db", true), ("a/..", false), ("in/../../x.db", false),
        ])
    func paths(written: String, isAccepted: Bool) throws {
        let folder = try SettingsFolder()
        let files = FileManager.default
        for (link, target) in [("out", "/usr"), ("dangling", "/nowhere/x"), ("in", "real")] {
            try files.createSymbolicLink(
                atPath: folder.location.appending(path: link).path, withDestinationPath: target)
        }
        try files.createDirectory(at: folder.location.appending(path: "real"), withIntermediateDirectories: false)
        let path = written.replacing("WORKSPACE", with: folder.location.path)
        try folder.write(Array("[general]\nXRAYVISION_DB_PATH = \(path)\n".utf8), "xrayvision.cfg")
        let refusal = SettingsError.outsideWorkspace(
            section: "general", key: "XRAYVISION_DB_PATH", value: path, workspace: folder.location.path,
            origin: .file(name: "xrayvision.cfg", line: 2))
        if isAccepted {
            #expect(try folder.load().settings.general.database.path.hasPrefix(folder.location.path + "/"))
        } else {
            #expect(throws: refusal) { try folder.load() }
        }
    }

    @Test("Certificates are only read, so they may lie anywhere")
    func certificates() throws {
        let cfg = "[dashboard]\nTLS_CERT = /etc/ssl/a.pem\nTLS_KEY = tls/../key.pem\n"
        let folder = try SettingsFolder(cfg: cfg)
        let dashboard = try folder.load().settings.dashboard
        #expect(dashboard.tlsCertificate?.path == "/etc/ssl/a.pem")
        #expect(dashboard.tlsKey == folder.location.appending(path: "key.pem"))
    }
}
