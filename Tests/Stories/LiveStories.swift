import Foundation
import HTTPClient
import Radiology
import Reports
import Store
import Testing
import Workstation

@Suite("People watch and say what they see", .serialized)
struct LiveStories {
    private let film = SyntheticFilm.chest(1)

    private func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    private func arrived(_ ward: LiveWard) async throws {
        try ward.clinic.drop(film.bytes(), as: "film.dcm")
        #expect(try await ward.wait { try ward.clinic.status(film) == .done })
    }

    @Test("A film that is dropped is announced, read and shown; who sees no names is told none")
    func arrival() async throws {
        let ward = try await LiveWard()
        let (boss, maria) = (try ward.watcher("boss"), try ward.watcher("maria"))
        #expect(try await ward.wait { boss.events == ["connected"] && maria.events == ["connected"] })
        try await arrived(ward)
        #expect(try await ward.wait { boss.events.contains("new_exam") && maria.events.contains("new_exam") })
        #expect(boss.events.filter { $0 != "connected" }.prefix(2) == ["processing_start", "new_exam"])
        #expect(boss.last("processing_start")?.contains("E.A.") == true)
        #expect(boss.last("new_exam")?.contains(film.uid.rawValue) == true)
        let exams = try await ward.get("/api/exams", as: "boss")
        #expect(exams.status == 200 && text(exams).contains("Exemplu"))
        let redacted = try await ward.get("/api/exams", as: "maria")
        #expect(redacted.status == 200 && !text(redacted).contains("Exemplu"))
        #expect(!maria.frames.contains { $0.contains("Exemplu") })
        #expect(try await ward.get("/api/exams", as: nil).status == 401)
        await ward.close()
    }

    @Test(
        "A review counts at once, is told to everybody, and stands on the static page; taken back, it is gone from there"
    )
    func review() async throws {
        let ward = try await LiveWard()
        try await arrived(ward)
        let maria = try ward.watcher("maria")
        let body = #"{"uid":"\#(film.uid.rawValue)","normal":false}"#
        #expect(try await ward.post("/api/radreview", body, as: "maria").status == 403)
        #expect(try await ward.post("/api/radreview", body, as: "rena").status == 200)
        #expect(try await ward.wait { maria.events.contains("radreview") })
        #expect(!maria.frames.contains { $0.contains("Exemplu") })
        #expect(try ward.clinic.archive().reviews.standing(film.uid)?.reviewer == "rena")
        let page = "reports/admin/\(PagePaths.film(film.uid))"
        #expect(try await ward.wait { try ward.clinic.exists(page) && ward.clinic.text(page).contains("by rena") })
        let undo = try await ward.post("/api/review/undo", #"{"uid":"\#(film.uid.rawValue)"}"#, as: "rena")
        #expect(undo.status == 200)
        #expect(try await ward.wait { try !ward.clinic.text(page).contains("by rena") })
        await ward.close()
    }

    @Test("A second reading is asked for with a wish, told to everybody, and done")
    func requeue() async throws {
        let ward = try await LiveWard()
        try await arrived(ward)
        let boss = try ward.watcher("boss")
        #expect(try await ward.wait { boss.events == ["connected"] })
        let body = #"{"uid":"\#(film.uid.rawValue)","prompt":"Look at the left apex."}"#
        #expect(try await ward.post("/api/requeue", body, as: "rena").status == 200)
        #expect(try await ward.wait { boss.events.contains("requeue") && boss.events.contains("new_exam") })
        #expect(try ward.clinic.attempts(film).count == 2)
        #expect(try await ward.post("/api/requeue", #"{"uid":"1.2.3"}"#, as: "rena").status == 404)
        let long = #"{"uid":"\#(film.uid.rawValue)","prompt":"\#(String(repeating: "x", count: 2001))"}"#
        #expect(try await ward.post("/api/requeue", long, as: "rena").status == 400)
        await ward.close()
    }

    @Test("What is not there to be asked says so: no archive, no hospital, no model that reads texts")
    func nobodyToAsk() async throws {
        let ward = try await LiveWard()
        try await arrived(ward)
        #expect(try await ward.post("/api/dicomquery", #"{"hours":3}"#, as: "boss").status == 409)
        #expect(try await ward.post("/api/dicomquery", #"{"hours":3}"#, as: "rena").status == 403)
        let uid = #"{"uid":"\#(film.uid.rawValue)"}"#
        #expect(try await ward.post("/api/getrad", uid, as: "rena").status == 409)
        #expect(try await ward.post("/api/translate", #"{"report":"Fără leziuni."}"#, as: "maria").status == 500)
        #expect(try await ward.post("/api/check", #"{"report":""}"#, as: "maria").status == 400)
        await ward.close()
    }

    @Test("A running workstation follows who may sign in, within seconds and without a restart")
    func users() async throws {
        let ward = try await LiveWard()
        #expect(try await ward.get("/api/regions", as: "maria").status == 200)
        try ward.clinic.open().removeUser("maria")
        try ward.clinic.open().addUser("newcomer", role: "user") { "three short words" }
        #expect(try await ward.wait { try await ward.get("/api/regions", as: "maria").status == 401 })
        #expect(try await ward.get("/api/regions", as: "boss").status == 200)
        // Half an edit locks nobody out.
        let settings = try ward.clinic.text("local.cfg")
        try ward.clinic.put(Array((settings + "\nhalf a line\n").utf8), "local.cfg")
        try await Task.sleep(for: .seconds(1.5))
        #expect(try await ward.get("/api/regions", as: "boss").status == 200)
        await ward.close()
    }
}

@Suite(
    "The archive is asked from the dashboard", .serialized, .enabled(if: StrangeArchive.isHere, StrangeArchive.absent))
struct LiveQueryStories {
    @Test("What the archive has of the last hour is fetched and read, also where no query is scheduled")
    func query() async throws {
        let archive = try await StrangeArchive()
        try await archive.keep([.chest(1)])
        let ward = try await LiveWard(archive.settings + LiveWard.people, beginning: Clinic.mondayMorning)
        let answer = try await ward.post("/api/dicomquery", #"{"hours":1}"#, as: "boss")
        #expect(answer.status == 200 && String(decoding: answer.body, as: UTF8.self).contains("the last hour"))
        #expect(try await ward.wait { try ward.clinic.status(.chest(1)) == .done })
        #expect(try await ward.post("/api/dicomquery", #"{"hours":0}"#, as: "boss").status == 400)
        #expect(try await ward.post("/api/dicomquery", #"{"hours":169}"#, as: "boss").status == 400)
        let frame = try ward.watcher("boss")
        #expect(try await ward.wait { frame.frames.first?.contains(#""next_query":"Disabled""#) == true })
        await ward.close()
    }

    @Test("An archive that is away is said to be")
    func away() async throws {
        let closed = try ClosedPort()
        let settings =
            Clinic.baseline + LiveWard.people + """
                [dicom]
                REMOTE_AE_IP = 127.0.0.1
                REMOTE_AE_PORT = \(closed.port)

                """
        let ward = try await LiveWard(settings)
        for _ in 0..<2 {
            #expect(try await ward.post("/api/dicomquery", #"{"hours":1}"#, as: "boss").status == 503)
        }
        await ward.close()
    }
}

@Suite("The dashboard opens, or says why not", .serialized)
struct LiveStartStories {
    @Test("A port that is taken ends the start before anything begins")
    func portTaken() async throws {
        let (clinic, taken) = (try Clinic(), try ClosedPort())
        let environment = ["XRV_DASHBOARD_DASHBOARD_PORT": "\(taken.port)"]
        let ended = try await ending { try await clinic.open(json: true, environment: environment).run() }
        #expect(ended == .badSettings && !clinic.answers.contains { $0.contains("ready") })
    }

    @Test("A certificate that cannot be used ends it, too", arguments: ["", "no certificate"])
    func certificate(content: String) async throws {
        let clinic = try Clinic(Clinic.baseline + "[dashboard]\nTLS_CERT = own.pem\nTLS_KEY = own.key\n")
        if !content.isEmpty {
            try clinic.put(Array(content.utf8), "own.pem")
            try clinic.put(Array(content.utf8), "own.key")
        }
        #expect(try await ending { try await clinic.open(json: true).run() } == .badSettings)
        #expect(!clinic.answers.contains { $0.contains("ready") })
    }

    @Test("With nobody to sign in it runs all the same, and says how to add somebody")
    func nobody() async throws {
        let ward = try await LiveWard(Clinic.baseline)
        #expect(try await ward.wait { ward.clinic.notes.contains { $0.contains("users add") } })
        #expect(try await ward.get("/api/exams", as: "boss").status == 401)
        #expect(try await ward.get("/livez", as: nil).status == 200)
        await ward.close()
    }

    @Test("It is ready when the dashboard listens: listening, live, ready")
    func order() async throws {
        let clinic = try Clinic()
        let running = Task { try await clinic.open(json: true).run() }
        for _ in 0..<6000 where !clinic.answers.contains(#"{"event":"ready"}"#) {
            try await Task.sleep(for: .milliseconds(50))
        }
        running.cancel()
        _ = try? await running.value
        let events = clinic.answers.compactMap { line in
            ["listening", "live", "ready"].first { line.contains(#""event":"\#($0)""#) }
        }
        #expect(events == ["listening", "live", "ready"])
    }

    @Test("LISTEN = no serves no dashboard")
    func switchedOff() async throws {
        let clinic = try Clinic(Clinic.baseline + "[dashboard]\nLISTEN = no\n")
        let running = Task { try await clinic.open(json: true).run() }
        for _ in 0..<6000 where !clinic.answers.contains(#"{"event":"ready"}"#) {
            try await Task.sleep(for: .milliseconds(50))
        }
        running.cancel()
        _ = try? await running.value
        #expect(clinic.answers.contains(#"{"event":"ready"}"#) && !clinic.exists("live.key"))
        #expect(!clinic.answers.contains { $0.contains("live") })
    }

    @Test("The doctor finds guessable passwords, an open door, and an audit log that was changed")
    func doctor() async throws {
        struct Answer: Decodable {
            struct Finding: Decodable { let check, state, text: String }
            let findings: [Finding]
        }
        let clinic = try Clinic(
            Clinic.baseline + "[users]\nadmin = admin,admin\n[dashboard]\nBIND = 0.0.0.0\nDASHBOARD_PORT = 0\n")
        try clinic.open().addUser("maria", role: "user") { "a long password" }
        try clinic.open().addUser("nina", role: "user") { "a long password" }
        let file = try #require(clinic.files("audit").first)
        try clinic.put(Array(try clinic.text("audit/\(file)").replacing("maria", with: "julia").utf8), "audit/\(file)")
        let lines = Lines()
        let console = Console(wantsJSON: true, answer: { lines.add($0) }, note: { _ in }, progress: { _ in })
        let ended = try await ending {
            try await Workstation.doctor(workspace: clinic.paths.root, environment: [:], console: console)
        }
        #expect(ended == .badSettings)
        let found = try JSONDecoder().decode(Answer.self, from: Data(lines.text.utf8)).findings
        #expect(found.filter { $0.state == "problem" }.map(\.check) == ["users", "audit"])
        #expect(found.contains { $0.check == "dashboard" && $0.state == "warning" })
    }
}
