import Testing
import Web

@Suite("Passwords as they are kept")
struct AccessPasswordTests {
    @Test("A password is recognised by its hash, another one is not, and no two hashes of it are alike")
    func roundTrip() throws {
        let first = try PasswordHash.make("Știucă:1, 2")
        let second = try PasswordHash.make("Știucă:1, 2")
        #expect(first != second && first.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$") && PasswordHash.isHash(first))
        #expect(PasswordHash.verify("Știucă:1, 2", against: first))
        #expect(!PasswordHash.verify("Știucă:1, 3", against: first) && !first.contains("tiuc"))
    }

    @Test(
        "Hashes that other programmes made are read, plain passwords are compared",
        arguments: [
            // The reference implementation's own test; the other two are RFC 7914 §11.
            ("password", "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4", true),
            ("passwd", "$pbkdf2-sha256$1$c2FsdA$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLw", true),
            ("Password", "$pbkdf2-sha256$80000$TmFDbA$TdzY9guYviGDDO5e8icB.WQaRBjQTAQUrv8Ih2s0q1Y", true),
            ("password", "$pbkdf2-sha256$80000$TmFDbA$TdzY9guYviGDDO5e8icB.WQaRBjQTAQUrv8Ih2s0q1Y", false),
            ("secret", "secret", true), ("secret", "secreT", false), ("secret", "secret2", false), ("", "", false),
            ("", "secret", false), ("x", "$argon2id$", false), ("x", "$argon2id$v=19$m=19456,t=2,p=1$$", false),
            ("$argon2id$v=19", "$argon2id$v=19", false), (String(repeating: "a", count: 1025), "a", false),
        ])
    func verifying(password: String, secret: String, isRight: Bool) {
        #expect(PasswordHash.verify(password, against: secret) == isRight)
    }

    @Test(
        "What is neither of both forms is a plain password", arguments: ["", "$2b$12$abc", "$pbkdf2-sha256$x$y$z", "a"])
    func plain(text: String) {
        #expect(!PasswordHash.isHash(text))
    }

    @Test("What cannot be kept is refused", arguments: ["", String(repeating: "a", count: 1025)])
    func unusable(password: String) {
        #expect(throws: WebError.passwordUnusable) { try PasswordHash.make(password) }
    }
}
