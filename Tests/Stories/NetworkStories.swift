import Foundation
import Radiology
import Store
import Testing
import Workstation

@Suite("Workstations on one network")
struct NetworkStories {
    /// Looks until it is so, for at most a minute.
    func wait(until isSo: () throws -> Bool) async throws -> Bool {
        for _ in 0..<1200 {
            if try isSo() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    private struct Listening: Decodable {
        let event: String
        let port: Int
    }

    /// The port that a running workstation says it listens at.
    private func port(of clinic: Clinic) async throws -> Int {
        func said() -> Int? {
            let lines = clinic.answers.compactMap { try? JSONDecoder().decode(Listening.self, from: Data($0.utf8)) }
            return lines.first { $0.event == "listening" }?.port
        }
        #expect(try await wait { said() != nil })
        return try #require(said())
    }

    /// Runs a workstation while `work` is done at its port.
    func whileRunning(_ clinic: Clinic, _ work: (Int) async throws -> Void) async throws {
        let running = Task { try await clinic.open(json: true).run() }
        do {
            try await work(try await port(of: clinic))
        } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        _ = try? await running.value
    }

    @Test("A film that another station sends is read; sent again it is known; a wrong title is refused")
    func received() async throws {
        let (ward, room) = (try Clinic(), try Clinic())
        let film = SyntheticFilm.chest(1)
        let shelved = try room.shelve(film.bytes(), as: "film.dcm")
        try await whileRunning(ward) { port in
            let station = try room.open()
            try await station.echo("XRAYVISION@127.0.0.1:\(port)", usesTLS: nil)
            for _ in 1...2 {
                try await station.send(
                    [shelved], study: nil, to: "XRAYVISION@127.0.0.1:\(port)", usesTLS: false, dryRun: false)
            }
            #expect(try await wait { try ward.status(film) == .done && ward.files("spool").isEmpty })
            #expect(
                try await ending { try await station.echo("OTHER@127.0.0.1:\(port)", usesTLS: nil) }
                    == .serviceUnreachable)
        }
        let archive = try ward.archive()
        #expect(try archive.exams.films(of: film.uid).map(\.source) == ["dicom:XRAYVISION"])
        #expect(try ward.attempts(film) == ["ok"] && !archive.exams.films(of: film.uid)[0].isRevision)
    }

    @Test("A film that was dropped here is passed on and read there, too; once")
    func relayed() async throws {
        let (second, film) = (try Clinic(), SyntheticFilm.chest(1))
        try await whileRunning(second) { port in
            let first = try Clinic(Clinic.baseline + "[relay]\nnext = XRAYVISION@127.0.0.1:\(port)\n")
            try await whileRunning(first) { _ in
                // The rule concerns films that arrive after it was first seen.
                #expect(try await wait { try first.archive().outbox.knows("next") })
                try first.drop(film.bytes(), as: "film.dcm")
                #expect(try await wait { try second.status(film) == .done })
            }
            let counts = try first.archive().outbox.counts()
            #expect(counts.waiting == 0 && counts.failed == 0)
        }
        #expect(try second.archive().exams.films(of: film.uid).map(\.source) == ["dicom:XRAYVISION"])
    }

    @Test("The kept originals of a study are sent by its UID")
    func sentStudy() async throws {
        let (ward, room) = (try Clinic(), try Clinic())
        try await room.take(.chest(1), .chest(2))
        try await whileRunning(ward) { port in
            let (station, address) = (try room.open(), "XRAYVISION@127.0.0.1:\(port)")
            try await station.send([], study: "2.25.2.1", to: address, usesTLS: false, dryRun: true)
            #expect(room.answers.last == "1 would be sent")
            try await station.send([], study: "2.25.2.1", to: address, usesTLS: false, dryRun: false)
            #expect(room.answers.last == "1 sent")
            #expect(try await wait { try ward.status(.chest(2)) == .done })
            #expect(try ward.status(.chest(1)) == nil)
            #expect(
                try await ending {
                    try await station.send([], study: "2.25.9.1", to: address, usesTLS: false, dryRun: false)
                } == .badInput)
        }
        #expect(try ward.holdings()[ContentHash(of: SyntheticFilm.chest(2).bytes())] == 1)
    }

    @Test("A rule about severity waits for the reading; a rule that the answer does not meet sends nothing")
    func relayedBySeverity() async throws {
        let (ward, film, closed) = (try Clinic(), SyntheticFilm.chest(1), try ClosedPort())
        try await whileRunning(ward) { port in
            let relay = """
                [relay]
                any = XRAYVISION@127.0.0.1:\(port) | severity >= 0
                grave = XRAYVISION@127.0.0.1:\(port) | severity >= 10

                """
            let away = Clinic.asking("http://127.0.0.1:\(closed.port)/v1/chat/completions")
            let room = try Clinic(away + relay)
            try await whileRunning(room) { _ in
                #expect(try await wait { try room.archive().outbox.knows("grave") })
                try room.drop(film.bytes(), as: "film.dcm")
                #expect(try await wait { try room.status(film) != nil })
            }
            let outbox = try room.archive().outbox
            #expect(try outbox.next(for: "any", at: room.now).isEmpty)
            try room.put(Array((Clinic.baseline + relay).utf8), "local.cfg")
            try await whileRunning(room) { _ in
                let isRead = try await wait { try ward.status(film) == .done }
                #expect(isRead)
            }
            #expect(try outbox.next(for: "grave", at: room.now).isEmpty)
        }
        #expect(try ward.attempts(film) == ["ok"])
    }
}
