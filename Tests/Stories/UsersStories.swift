import Foundation
import Glibc
import Store
import Testing
import Workstation

@Suite("Who may sign in")
struct UsersStories {
    private static let people = """
        # Ward 3
        [openai]
        OPENAI_URL_PRIMARY = builtin:baseline

        [users]
        # until the new year
        maria = secret,user
        """

    private func users(_ clinic: Clinic) throws -> [String] {
        try clinic.open().listUsers()
        return clinic.answers
    }

    private func permissions(_ clinic: Clinic) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: clinic.paths.root + "/local.cfg")
        return try #require((attributes[.posixPermissions] as? NSNumber)?.intValue)
    }

    private func audited(_ clinic: Clinic) throws -> [String] {
        try clinic.files("audit").flatMap { try clinic.text("audit/\($0)").split(separator: "\n").map(String.init) }
    }

    @Test("A user is added with a hash; comments stay, others cannot read the file, and the log says who did it")
    func add() throws {
        let clinic = try Clinic(Self.people)
        try clinic.open().addUser("Nina", role: "reviewer") { "correct horse battery" }
        let text = try clinic.text("local.cfg")
        #expect(text.hasPrefix(Self.people + "\nnina = $argon2id$v=19$") && text.hasSuffix(",reviewer\n"))
        #expect(!text.contains("correct horse"))
        #expect(try permissions(clinic) & 0o007 == 0)
        #expect(try users(clinic).contains { $0.hasPrefix("nina  reviewer  password hashed  (local.cfg:") })
        let lines = try audited(clinic)
        #expect(lines.count == 1 && lines[0].contains(#""action":"users""#) && lines[0].contains(#""login":"nina""#))
        #expect(try AuditLog(clinic.archive()).verify().isEmpty && !clinic.everythingSaid.contains("correct horse"))
    }

    @Test(
        "Whoever could read the file may read it still, but for everybody",
        arguments: [(0o640, 0o640), (0o600, 0o600), (0o664, 0o660), (0o400, 0o400)])
    func permissions(before: Int, after: Int) throws {
        let clinic = try Clinic(Self.people)
        let path = clinic.paths.root + "/local.cfg"
        var kept: [FileAttributeKey: Any] = [.posixPermissions: before]
        // Only root may give a file away.
        if geteuid() == 0 { (kept[.ownerAccountID], kept[.groupOwnerAccountID]) = (12, 34) }
        try FileManager.default.setAttributes(kept, ofItemAtPath: path)
        try clinic.open().changePassword(of: "maria") { "correct horse battery" }
        #expect(try permissions(clinic) == after && clinic.text("local.cfg").contains("$argon2id$"))
        guard geteuid() == 0 else { return }
        let found = try FileManager.default.attributesOfItem(atPath: path)
        #expect(found[.ownerAccountID] as? NSNumber == 12 && found[.groupOwnerAccountID] as? NSNumber == 34)
    }

    @Test("Six commands at once: nobody is lost, and of two for the same name one is told so")
    func atOnce() async throws {
        let clinic = try Clinic(Self.people)
        let names = ["ana", "bogdan", "carmen", "dan", "eva", "florin", "eva"]
        // Everyone has read the files before anyone writes.
        let commands = try names.map { _ in try clinic.open() }
        let ended = try await withThrowingTaskGroup(of: WorkstationError.Ending?.self) { group in
            for (name, command) in zip(names, commands) {
                group.addTask {
                    try await ending { try command.addUser(name, role: "user") { "correct horse battery" } }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(ended.compactMap(\.self) == [.usage])
        let listed = try users(clinic).filter { $0.contains("  password hashed  ") }
        #expect(Set(listed.compactMap { $0.split(separator: " ").first.map(String.init) }) == Set(names))
        #expect(try AuditLog(clinic.archive()).verify().isEmpty)
    }

    @Test("The last user is not taken out while the login of [general] waits behind: it would be admin")
    func lastOne() async throws {
        let former = "[general]\nXRAYVISION_USER = old\nXRAYVISION_PASS = hand\n"
        let clinic = try Clinic(Clinic.baseline + former + "[users]\nmaria = secret,user\neva = secret,user\n")
        try clinic.open().removeUser("eva")
        let before = try clinic.text("local.cfg")
        #expect(try await ending { try clinic.open().removeUser("maria") } == .usage)
        #expect(try clinic.text("local.cfg") == before && before.contains("maria") && !before.contains("eva"))
        try clinic.put(Array(before.replacing(former, with: "").utf8), "local.cfg")
        try clinic.open().removeUser("maria")
        #expect(try users(clinic).last?.hasPrefix("Nobody may sign in.") == true)
    }

    @Test("A plain password is replaced where it stands; the role and the other file stay as they were")
    func passwd() throws {
        let clinic = try Clinic(Clinic.baseline)
        try clinic.put(Array("[users]\n; shipped\nadmin = admin,admin\n".utf8), "xrayvision.cfg")
        #expect(try users(clinic) == ["admin  admin  password guessable  (xrayvision.cfg:3)"])
        try clinic.open().changePassword(of: "ADMIN") { "a much longer one" }
        let text = try clinic.text("xrayvision.cfg")
        #expect(text.hasPrefix("[users]\n; shipped\nadmin = $argon2id$") && text.hasSuffix(",admin\n"))
        #expect(try clinic.text("local.cfg") == Clinic.baseline)
        #expect(try users(clinic).last == "admin  admin  password hashed  (xrayvision.cfg:3)")
    }

    @Test("Whoever is taken out is taken out of both files: the older line must not come back to life")
    func remove() throws {
        let clinic = try Clinic(Self.people)
        try clinic.put(Array("[users]\nmaria = older,admin\neva = secret,user\n".utf8), "xrayvision.cfg")
        try clinic.open().removeUser("maria")
        #expect(try clinic.text("xrayvision.cfg") == "[users]\neva = secret,user\n")
        #expect(
            try !clinic.text("local.cfg").contains("maria") && clinic.text("local.cfg").contains("# until the new year")
        )
        let listed = try users(clinic).filter { $0.contains("  password ") }
        #expect(listed == ["eva  user  password guessable  (xrayvision.cfg:2)"])
    }

    @Test(
        "A password that can be guessed is not taken, and nothing is changed",
        arguments: ["", "short", "NINA-nina", "aaaaaaaa", String(repeating: "x1y", count: 400)])
    func weak(password: String) async throws {
        let clinic = try Clinic(Self.people)
        let ended = try await ending { try clinic.open().addUser("nina", role: "user") { password } }
        #expect(ended == .badInput)
        #expect(try clinic.text("local.cfg") == Self.people && !clinic.everythingSaid.contains("NINA-nina"))
    }

    @Test(
        "A wish that cannot be meant is refused before a password is asked for",
        arguments: [("maria", "user"), ("nina", "root"), ("ni na", "user"), ("[x", "user"), ("", "admin")])
    func refused(name: String, role: String) async throws {
        let clinic = try Clinic(Self.people)
        let ended = try await ending {
            try clinic.open().addUser(name, role: role) {
                Issue.record("a password was asked for")
                return ""
            }
        }
        #expect(ended == .usage)
    }

    @Test("A user of the environment, or of the oldest settings, cannot be edited here; a sentence says why")
    func elsewhere() async throws {
        let clinic = try Clinic(Clinic.baseline + "[general]\nXRAYVISION_USER = old\nXRAYVISION_PASS = hand\n")
        #expect(try await ending { try clinic.open().changePassword(of: "old") { "a much longer one" } } == .usage)
        let environment = ["XRV_USERS_EVA": "secret,user"]
        let ended = try await ending {
            try clinic.open(environment: environment).changePassword(of: "eva") { "a much longer one" }
        }
        #expect(ended == .usage)
        #expect(try await ending { try clinic.open().removeUser("nobody") } == .usage)
    }
}
