import Foundation
import Radiology
import Store
import Testing
import Workstation

/// What people see when the network, or its settings, are not as they should be.
@Suite("Trouble on the network")
struct NetworkTroubleStories {
    private let house = NetworkStories()

    @Test("A port that somebody else has ends the start: it is a matter of settings")
    func portTaken() async throws {
        let (clinic, taken) = (try Clinic(), try ClosedPort())
        let station = try clinic.open(environment: ["XRV_DICOM_AE_PORT": "\(taken.port)"])
        #expect(try await ending { try await station.run() } == .badSettings)
    }

    @Test(
        "Certificates that are none, or are not there, end the start: films must not come in the clear instead",
        arguments: ["TLS_CERT = c.pem\nTLS_KEY = k.pem", "TLS_CERT = none.pem\nTLS_KEY = none.pem", "TLS_CERT = c.pem"])
    func badCertificates(lines: String) async throws {
        let clinic = try Clinic(Clinic.baseline + "[dicom]\n\(lines)\n")
        for name in ["c.pem", "k.pem"] { try clinic.put(Array("no certificate".utf8), name) }
        #expect(try await ending { try await clinic.open().run() } == .badSettings)
    }

    @Test("What was given up on the network is listed, and tried again on request")
    func givenUp() async throws {
        let clinic = try Clinic()
        try await clinic.take(.chest(1))
        let (archive, now) = (try clinic.archive(), Clinic.mondayMorning)
        try archive.retrievals.note(StudyInstanceUID(validated: "1.2.77"), at: "PACS", instances: 2, now: now)
        let retrieval = try #require(try archive.retrievals.next(of: "PACS", at: now).first)
        try archive.retrievals.giveUp(retrieval.id, problem: "1 of 2 films did not arrive.", now: now)
        _ = try archive.outbox.mark(of: "ward", rule: "r", now: now)
        let hash = try #require(try archive.exams.films(of: SyntheticFilm.chest(1).uid).first).contentHash
        let film = Outbox.Film(SyntheticFilm.chest(1).uid, contentHash: hash)
        try archive.outbox.enter([film], for: "ward", upTo: 1, now: now)
        let forwarding = try #require(try archive.outbox.next(for: "ward", at: now).first)
        try archive.outbox.end(forwarding.id, as: .failed(problem: "ward answered A700H.", status: 0xA700), now: now)

        let station = try clinic.open()
        try station.failures(retry: true, dryRun: true)
        #expect(clinic.answers.contains("fetch  1.2.77  1 of 2 films did not arrive. (PACS)"))
        #expect(clinic.answers.contains("relay  2.25.1.3  ward answered A700H. (ward)"))
        #expect(try archive.retrievals.counts().failed == 1 && archive.outbox.counts().failed == 1)
        try station.failures(retry: true, dryRun: false)
        #expect(try archive.retrievals.counts() == (1, 0) && archive.outbox.counts() == (1, 0))
    }

    @Test("Films that wait for a rule which was removed from the settings are told, in the list and in the status")
    func removedRule() async throws {
        let clinic = try Clinic()
        try await clinic.take(.chest(1))
        let (archive, now) = (try clinic.archive(), Clinic.mondayMorning)
        let hash = try #require(try archive.exams.films(of: SyntheticFilm.chest(1).uid).first).contentHash
        let film = Outbox.Film(SyntheticFilm.chest(1).uid, contentHash: hash)
        try archive.outbox.enter([film], for: "ward", upTo: 1, now: now)

        let station = try clinic.open()
        try station.failures(retry: false, dryRun: false)
        #expect(clinic.answers.contains { $0.hasPrefix("relay  ward  1 films wait") && $0.contains("not in [relay]") })
        try await station.status(watch: false)
        #expect(clinic.answers.contains { $0.contains("ward is not in [relay] any more") })
    }

    @Test("The doctor asks the archive for an echo; one that is away is a warning")
    func doctor() async throws {
        let (ward, closed) = (try Clinic(), try ClosedPort())
        try await house.whileRunning(ward) { port in
            for (port, state) in [(port, "ok"), (closed.port, "warning")] {
                let clinic = try Clinic(
                    Clinic.baseline
                        + """
                        [dicom]
                        REMOTE_AE_TITLE = XRAYVISION
                        REMOTE_AE_IP = 127.0.0.1
                        REMOTE_AE_PORT = \(port)
                        [processing]
                        NO_QUERY = no

                        """)
                let (text, end) = try await ask(clinic)
                #expect(text.contains(#""check":"archive""#) && text.contains(#""state":"\#(state)""#) && end == nil)
            }
        }
    }

    @Test("The doctor names certificates that cannot be used")
    func doctorTLS() async throws {
        let clinic = try Clinic(Clinic.baseline + "[dicom]\nTLS_CERT = c.pem\nTLS_KEY = c.pem\n")
        try clinic.put(Array("no certificate".utf8), "c.pem")
        let (text, end) = try await ask(clinic)
        #expect(text.contains(#""check":"tls""#) && end == .badSettings)
    }

    private func ask(_ clinic: Clinic) async throws -> (String, WorkstationError.Ending?) {
        let lines = Lines()
        let console = Console(wantsJSON: true, answer: { lines.add($0) }, note: { _ in }, progress: { _ in })
        let end = try await ending {
            try await Workstation.doctor(workspace: clinic.paths.root, environment: [:], console: console)
        }
        return (lines.text, end)
    }

    @Test("Outside of its hours the archive is not asked, and the next query is planned for their beginning")
    func hours() async throws {
        let closed = try ClosedPort()
        let clinic = try Clinic(
            Clinic.baseline + """
                [dicom]
                REMOTE_AE_TITLE = PACS
                REMOTE_AE_IP = 127.0.0.1
                REMOTE_AE_PORT = \(closed.port)
                QUERY_HOURS = 20:00-06:00
                [processing]
                NO_QUERY = no

                """)
        try await house.whileRunning(clinic) { _ in
            let marks = try clinic.archive().queryMarks
            #expect(try await house.wait { try marks.mark(of: "PACS")?.nextRun != nil })
            let mark = try marks.mark(of: "PACS")
            #expect(mark?.nextRun == Clinic.mondayMorning + 12 * 3600)
            #expect(mark?.lastRun == nil && mark?.problem == nil)
        }
    }
}
