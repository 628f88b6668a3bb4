import Testing
import Workstation

@Suite("The lines of [users] in a settings file")
struct UsersFileTests {
    private static let file = """
        # who we are
        [general]
        XRAYVISION_DB_PATH = x.db

        ; people
        [users]
        # the boss
        Admin = admin,admin
            # an aside
            ,more
        maria: secret,user

        [dicom]
        AE_TITLE = OURS

        """

    private func edited(_ text: String = file, _ change: (inout UsersFile) -> Void) throws -> String {
        var users = try UsersFile(text, file: "local.cfg")
        change(&users)
        return users.text
    }

    @Test("A new password takes the old one's place; comments, order and other sections stay")
    func passwd() throws {
        let text = try edited { $0.set("admin", "$argon2id$v=19$m=1,t=2,p=1$a$b,admin") }
        let expected = Self.file.replacing(
            "Admin = admin,admin\n    # an aside\n    ,more\n",
            with: "Admin = $argon2id$v=19$m=1,t=2,p=1$a$b,admin\n    # an aside\n")
        #expect(text == expected)
    }

    @Test("A new user stands behind the others")
    func add() throws {
        let text = try edited { $0.set("nina", "50%,user") }
        #expect(text == Self.file.replacing("maria: secret,user\n", with: "maria: secret,user\nnina = 50%%,user\n"))
    }

    @Test(
        "A file without the section gets it at its end",
        arguments: [
            ("", "[users]\nx = y,user\n"), ("# note", "# note\n\n[users]\nx = y,user\n"),
            ("[dicom]\r\nBIND = ::1\r\n", "[dicom]\r\nBIND = ::1\r\n\r\n[users]\r\nx = y,user\r\n"),
            ("[users]", "[users]\nx = y,user\n"),
            ("[users]\n# nobody\n[dicom]\n", "[users]\nx = y,user\n# nobody\n[dicom]\n"),
        ])
    func firstUser(before: String, after: String) throws {
        #expect(try edited(before) { $0.set("x", "y,user") } == after)
    }

    @Test("A user who is taken out is gone with all lines; nobody else is")
    func remove() throws {
        var removed: [Bool] = []
        let text = try edited { users in removed = [users.remove("admin"), users.remove("admin"), users.remove("eva")] }
        #expect(removed == [true, false, false])
        #expect(
            text == Self.file.replacing("Admin = admin,admin\n    # an aside\n    ,more\n", with: "    # an aside\n"))
        #expect(try UsersFile(text, file: "local.cfg").users == ["maria"])
    }

    @Test("A file that is no settings file is not touched")
    func broken() {
        #expect(throws: SettingsError.self) { try UsersFile("a line\n", file: "local.cfg") }
    }
}
