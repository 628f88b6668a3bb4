import Foundation
import HospitalRecords
import Testing
import Workstation

@Suite("Settings of the hospital's record system")
struct RecordSettingsTests {
    @Test("A file of the predecessor keeps working: its dialect, its words")
    func predecessor() throws {
        let fhir = try SettingsFolder(
            cfg: "[fhir]\nFHIR_URL = http://his:44660\nFHIR_USERNAME = u\nFHIR_PASSWORD = hunter2\n"
        ).load().settings.fhir
        let server = fhir.server(zone: .gmt, authorities: [])
        #expect(server.dialect == .predecessor && server.base == "http://his:44660")
        #expect(server.authorization == .basic(user: "u", password: "hunter2"))
        #expect(server.timeout == .seconds(30) && server.zone == .gmt)
        #expect(server.window == RecordServer.Window(before: 3 * 86_400, after: 86_400))
    }

    @Test(
        "A token wins over user and password; without a user nothing is sent",
        arguments: [
            ("TOKEN = wolf4", RecordServer.Authorization.bearer(token: "wolf4")),
            ("FHIR_USERNAME =", .none), ("FHIR_USERNAME = u", .basic(user: "u", password: "hipocrate")),
        ])
    func authorization(line: String, wanted: RecordServer.Authorization) throws {
        let loaded = try SettingsFolder(cfg: "[fhir]\nDIALECT = R4\n\(line)\n").load()
        let server = loaded.settings.fhir.server(zone: .gmt, authorities: [])
        #expect(server.authorization == wanted && server.dialect == .r4)
        #expect(!loaded.listing().contains("wolf4"))
    }

    @Test(
        "What cannot be meant is refused at the door",
        arguments: ["DIALECT = stu3", "TIME_ZONE = Mars/Olympus", "FHIR_URL = his", "WINDOW_BEFORE = 90 d"])
    func refused(line: String) throws {
        let folder = try SettingsFolder(cfg: "[fhir]\n\(line)\n")
        #expect(throws: SettingsError.self) { try folder.load() }
    }

    @Test("The zone and the window of the files are used")
    func zone() throws {
        let lines =
            "TIME_ZONE = Europe/Bucharest\nWINDOW_BEFORE = 1 d\nWINDOW_AFTER = 6 h\nIDENTIFIER_SYSTEM = urn:oid:1"
        let fhir = try SettingsFolder(cfg: "[fhir]\n\(lines)\n").load().settings.fhir
        let server = fhir.server(zone: .gmt, authorities: [])
        #expect(server.zone.identifier == "Europe/Bucharest" && server.identifierSystem == "urn:oid:1")
        #expect(server.window == RecordServer.Window(before: 86_400, after: 21_600))
    }
}
