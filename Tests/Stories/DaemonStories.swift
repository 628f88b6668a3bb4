import Foundation
import Radiology
import Reports
import Store
import Testing
import Workstation

@Suite("The workstation runs all day")
struct DaemonStories {
    /// Looks until it is so, for at most a minute.
    private func wait(until isSo: () throws -> Bool) async throws -> Bool {
        for _ in 0..<1200 {
            if try isSo() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    private func daemon(_ clinic: Clinic) -> Task<Void, any Error> {
        Task { try await clinic.open(json: true).run() }
    }

    @Test("A film dropped while it runs is read and shown; asked to stop, it ends, and the workspace is free again")
    func dropped() async throws {
        let clinic = try Clinic(Clinic.baseline + "[reports]\nPUBLISH_INTERVAL = 1\n")
        let running = daemon(clinic)
        #expect(try await wait { clinic.answers.contains(#"{"event":"ready"}"#) })
        #expect(try await ending { try await clinic.open().runOnce() } == .tryAgain)
        let (first, second) = (SyntheticFilm.chest(1), SyntheticFilm.chest(2))
        try clinic.drop(first.bytes(), as: "first.dcm")
        #expect(try await wait { try clinic.status(first) == .done })
        let page = "reports/admin/\(PagePaths.film(first.uid))"
        #expect(try await wait { try clinic.exists(page) && clinic.text(page).contains("is-done") })
        // A command hands its film over to the one that runs.
        let shelved = try clinic.shelve(second.bytes(), as: "second.dcm")
        try await clinic.open().ingest([shelved], priority: 0, move: true, dryRun: false)
        #expect(try await wait { try clinic.status(second) == .done })
        #expect(clinic.files("spool").isEmpty && clinic.files("shelf").isEmpty)

        running.cancel()
        _ = try? await running.value
        #expect(try await ending { try await clinic.open().runOnce() } == nil)
        #expect(try clinic.attempts(first) == ["ok"] && clinic.attempts(second) == ["ok"])
    }

    @Test("Asked to stop while the model thinks, it gives the film back and ends")
    func stopped() async throws {
        let server = try ModelServer("hang")
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(.chest(1))
        let running = daemon(clinic)
        #expect(try await wait { try clinic.status(.chest(1)) == .processing })
        running.cancel()
        // The server never answers: only the wish to stop can end this.
        _ = try? await running.value
        #expect(try clinic.status(.chest(1)) == .queued && clinic.record(SyntheticFilm.chest(1).uid).attempts == 0)
    }
}
