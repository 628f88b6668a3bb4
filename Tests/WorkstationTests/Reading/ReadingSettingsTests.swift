import Testing
import Workstation

@Suite("The settings of a reading")
struct ReadingSettingsTests {
    @Test(
        "A value is understood however a person writes it",
        arguments: [
            ("openai", "TEMPERATURE", "0", "0"), ("openai", "TEMPERATURE", "0.70", "0.7"),
            ("openai", "TOP_P", "1", "1"), ("openai", "SEED", "", ""), ("openai", "SEED", "42", "42"),
            ("openai", "MAX_TOKENS", "2048", "2048"), ("openai", "TEXT_TEMPERATURE", "0.1", "0.1"),
            (
                "openai", "OPENAI_URL_SECONDARY", "http://a/v1/chat/completions, builtin:baseline",
                "http://a/v1/chat/completions,builtin:baseline"
            ),
            ("processing", "CANARIES", "1.2.3 = 0-2, shelf/normal.dcm=3", "1.2.3 = 0-2,shelf/normal.dcm = 3-3"),
            ("processing", "CANARIES", "1.2.3", "1.2.3"), ("processing", "CANARY_HOUR", "0", "0"),
        ])
    func accepted(section: String, key: String, written: String, shown: String) throws {
        #expect(try SettingsFolder(cfg: "[\(section)]\n\(key) = \(written)\n").load().text(section, key) == shown)
    }

    @Test(
        "A value that cannot be right is refused",
        arguments: [
            ("openai", "TEMPERATURE", "hot"), ("openai", "TEMPERATURE", "2.1"), ("openai", "TEMPERATURE", "-1"),
            ("openai", "TEMPERATURE", "nan"), ("openai", "TOP_P", "1e-1"), ("openai", "TOP_K", "0.5"),
            ("openai", "SEED", "-1"), ("openai", "MAX_TOKENS", "0"), ("processing", "CANARIES", "1.2.3 = 0-11"),
            ("processing", "CANARIES", "1.2.3 = 5-2"), ("processing", "CANARIES", "= 3"),
            ("processing", "CANARIES", "1.2.3 ="), ("processing", "CANARIES", "1.2.3 = a-b"),
            ("processing", "CANARY_HOUR", "24"), ("openai", "OPENAI_URL_SECONDARY", "http://a/b, builtin:oracle"),
        ])
    func refused(section: String, key: String, written: String) throws {
        #expect(try problems("[\(section)]\n\(key) = \(written)\n").count == 1)
    }

    @Test(
        "One token is every server's; of a list each server has its own, or none",
        arguments: [("abc", ["abc", "abc"]), ("abc, def", ["abc", "def"]), ("abc,", ["abc", ""]), ("", ["", ""])])
    func keys(written: String, wanted: [String]) throws {
        let openai = try SettingsFolder(cfg: "[openai]\nOPENAI_API_KEY = \(written)\n").load().settings.openai
        #expect([openai.key(ofServer: 0), openai.key(ofServer: 1)] == wanted)
    }
}
