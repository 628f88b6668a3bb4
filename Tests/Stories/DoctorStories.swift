import Foundation
import GRDB
import Radiology
import Store
import Testing
import Workstation

@Suite("The doctor")
struct DoctorStories {
    private struct Answer: Decodable {
        struct Finding: Decodable { let check, state, text: String, advice: String? }
        struct Encoding: Decodable { let name, bits, loss, origin: String, syntaxes: [String] }
        let ok: Bool
        let findings: [Finding]
        let encodings: [Encoding]

        func states(_ check: String) -> [String] { findings.filter { $0.check == check }.map(\.state) }
    }

    /// What it says, how it ends, and that it left everything as it was.
    private func ask(
        _ clinic: Clinic, _ environment: [String: String] = ["XRV_DASHBOARD_DASHBOARD_PORT": "0"]
    ) async throws -> (answer: Answer, ending: WorkstationError.Ending?) {
        let before = clinic.files(".")
        let lines = Lines()
        let console = Console(wantsJSON: true, answer: { lines.add($0) }, note: { _ in }, progress: { _ in })
        let result = try await ending {
            try await Workstation.doctor(
                workspace: clinic.paths.root, environment: environment, console: console)
        }
        #expect(clinic.files(".") == before, "nothing was made, moved or removed")
        let answer = try JSONDecoder().decode(Answer.self, from: Data(lines.text.utf8))
        #expect(answer.ok == (result == nil))
        #expect(answer.findings.allSatisfy { ($0.advice == nil) == ($0.state == "ok") }, "trouble comes with advice")
        return (answer, result)
    }

    @Test("In a fresh workspace all is well, and nothing is made")
    func fresh() async throws {
        let clinic = try Clinic()
        let (answer, ending) = try await ask(clinic)
        #expect(ending == nil && answer.findings.allSatisfy { $0.state == "ok" })
        #expect(
            answer.findings.map(\.check) == [
                "version", "settings", "folders", "disk", "database", "spool", "reader", "dashboard", "users", "charts",
            ])
        #expect(!clinic.exists("xrayvision.db") && answer.states("reader") == ["ok"])
    }

    @Test("It lists the encodings that are read, with their bits, their losses and whose code reads them")
    func encodings() async throws {
        let (answer, _) = try await ask(try Clinic())
        let lossless = try #require(answer.encodings.first { $0.syntaxes.contains("1.2.840.10008.1.2.4.70") })
        #expect((lossless.bits, lossless.loss, lossless.origin) == ("2 to 16", "lossless", "XRayVision"))
    }

    @Test("A workspace at work, with its database open, is looked at without disturbing it")
    func atWork() async throws {
        let clinic = try Clinic()
        try await clinic.take(.chest(1))
        let archive = try clinic.archive()
        _ = try archive.exams.claimNext(at: clinic.now)
        let (answer, ending) = try await ask(clinic)
        #expect(ending == nil && answer.states("database") == ["ok"])
        #expect(try archive.exams.record(SyntheticFilm.chest(1).uid)?.status == .processing)
    }

    @Test("Wrong settings are named first, and the rest is looked at all the same")
    func settings() async throws {
        let (answer, ending) = try await ask(try Clinic("[openai]\nMAX_RETRYS = 3\nTIMEOUT = soon\n"))
        #expect(ending == .badSettings && answer.states("settings") == ["problem", "problem"])
        #expect(answer.findings.contains { $0.check == "settings" && $0.text.contains("local.cfg:2") })
        #expect(answer.states("database") == ["ok"])
    }

    @Test("A notice about the settings is a warning, and no problem")
    func notice() async throws {
        let (answer, ending) = try await ask(try Clinic(Clinic.baseline + "[recipes]\nchst = viewer\n"))
        #expect(ending == nil && answer.states("settings") == ["ok", "warning"])
    }

    @Test("A workspace that is not there is a matter of settings")
    func noWorkspace() async throws {
        let result = try await ending {
            try await Workstation.doctor(workspace: "/no/such/folder", environment: [:], console: .silent)
        }
        #expect(result == .badSettings)
    }

    @Test("A file in the place of a folder is a problem", arguments: ["archive", "reports/images"])
    func folder(path: String) async throws {
        let clinic = try Clinic()
        try clinic.put([1], path)
        let (answer, ending) = try await ask(clinic)
        #expect(ending == .cannotWrite && answer.states("folders") == ["problem"])
    }

    @Test("Too little room on the disk is a problem")
    func disk() async throws {
        let (answer, ending) = try await ask(try Clinic(Clinic.baseline + "[storage]\nMIN_FREE = 1000000 TiB\n"))
        #expect(ending == .cannotWrite && answer.states("disk") == ["problem"])
    }

    @Test("A database of an earlier version is not migrated by looking at it")
    func olderDatabase() async throws {
        let clinic = try Clinic()
        try clinic.archive().close()
        try await DatabaseQueue(path: clinic.paths.database).write { db in
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier LIKE '010%'")
        }
        let before = try clinic.bytes("xrayvision.db")
        let (answer, ending) = try await ask(clinic)
        #expect(ending == nil && answer.states("database") == ["warning"])
        #expect(try clinic.bytes("xrayvision.db") == before)
    }

    @Test(
        "A file that is no database of ours, and one from the future, are problems",
        arguments: ["CREATE TABLE recipes (id INTEGER)", "INSERT INTO grdb_migrations VALUES ('999 from the future')"])
    func foreignDatabase(sql: String) async throws {
        let clinic = try Clinic()
        if sql.hasPrefix("INSERT") { try clinic.archive().close() }
        try await DatabaseQueue(path: clinic.paths.database).write { db in try db.execute(sql: sql) }
        let (answer, ending) = try await ask(clinic)
        #expect(ending == .badInput && answer.states("database") == ["problem"])
    }

    @Test("A damaged database is a problem, and the advice is the backup")
    func damage() async throws {
        let clinic = try Clinic()
        for number in 1...20 { try await clinic.take(.chest(number)) }
        try clinic.archive().close()
        var bytes = try clinic.bytes("xrayvision.db")
        for index in stride(from: 8192, to: bytes.count, by: 64) { bytes[index] ^= 0x5A }
        try clinic.put(bytes, "xrayvision.db")
        let (answer, ending) = try await ask(clinic)
        #expect(ending == .badInput)
        #expect(answer.findings.first { $0.check == "database" }?.advice?.contains("backup") == true)
    }

    @Test("Files that were set aside are a warning; the counts are those of the spool")
    func spool() async throws {
        let clinic = try Clinic()
        try clinic.drop([1, 2, 3], as: "note.txt")
        _ = try await ending { try await clinic.open().runOnce() }
        try clinic.drop([4], as: "waiting")
        let (answer, ending) = try await ask(clinic)
        #expect(ending == nil && answer.states("spool") == ["warning"])
        #expect(
            answer.findings.first { $0.check == "spool" }?.text
                == "1 files wait, 0 are being taken in, 1 were set aside")
    }

    @Test("A model server that is away is a problem unless the other one answers; a key is never shown")
    func readers() async throws {
        let (server, closed) = (try ModelServer(), try ClosedPort())
        let away = "http://127.0.0.1:\(closed.port)/v1/chat/completions"
        let expected: [(String, String, [String], WorkstationError.Ending?)] = [
            (server.url, "", ["ok"], nil), (away, "", ["problem"], .serviceUnreachable),
            (away, server.url, ["warning", "ok"], nil), (server.url, away, ["ok", "warning"], nil),
        ]
        for (first, second, states, end) in expected {
            let (answer, ending) = try await ask(try Clinic(Clinic.asking(first, orElse: second)))
            #expect(answer.states("reader") == states && ending == end)
            #expect(!answer.findings.contains { $0.text.contains("canary") || $0.advice?.contains("canary") == true })
        }
        #expect(try await server.counted().report_calls == 0)
    }

    @Test("For people it is a line for each thing, with the advice below")
    func forPeople() async throws {
        let clinic = try Clinic(Clinic.baseline + "[storage]\nMIN_FREE = 1000000 TiB\n")
        let lines = Lines()
        let console = Console(answer: { lines.add($0) }, note: { _ in }, progress: { _ in })
        _ = try await ending {
            try await Workstation.doctor(workspace: clinic.paths.root, environment: [:], console: console)
        }
        #expect(lines.text.contains("problem  disk") && lines.text.contains("Make room"))
        #expect(lines.text.contains("JPEG lossless: 2 to 16 bits, lossless, by XRayVision"))
    }
}
