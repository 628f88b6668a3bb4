import Testing
import Workstation

@Suite("Relay rules")
struct RelayRuleTests {
    @Test(
        "A line is an address and conditions, however it is spaced",
        arguments: [
            ("WARD@10.0.0.5:104", "WARD@10.0.0.5:104"),
            ("  MY PACS @ pacs.local : 11112 | tls", "MY PACS@pacs.local:11112 | tls"),
            (
                "W@h:1|severity>=5|region = Chest,hand |modality=cr, DX | source = ROOM 1, B",
                "W@h:1 | region = chest, hand | modality = CR, DX | source = ROOM 1, B | severity >= 5"
            ),
            ("A@B@[fe80::1]:104", "A@B@[fe80::1]:104"),
        ])
    func read(line: String, meant: String) throws {
        let problems = try problems("[relay]\nward = \(line)\n")
        #expect(problems.isEmpty)
        let folder = try SettingsFolder(cfg: "[relay]\nward = \(line)\n")
        let rule = try #require(try folder.load().settings.relay.first)
        let again = try #require(RelayRule(name: "ward", meant))
        #expect(rule == again && rule.name == "ward")
    }

    @Test(
        "A line that cannot be meant is refused: half a rule would send too much",
        arguments: [
            "", "WARD", "WARD@h", "WARD@h:0", "WARD@h:70000", "@h:104", "W@:104", "W@h:1 | region", "W@h:1 | region =",
            "W@h:1 | severity > 5", "W@h:1 | severity >= 11", "W@h:1 | severity = 5", "W@h:1 | colour = red", "W@h:1 |",
            "W@h:1 | tls | tls", "W@fe80::1:104", "TITLE OF MORE THAN 16@h:1",
        ])
    func refused(line: String) throws {
        #expect(try problems("[relay]\nward = \(line)\n").count == 1)
    }
}
