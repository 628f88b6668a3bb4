import Foundation
import Radiology
import Reports
import Store
import Testing
import Workstation

@Suite("Interrupted work")
struct InterruptedStories {
    let film = SyntheticFilm.chest(1)

    /// One exam, one original, one reading, an empty spool: whatever happened before.
    private func expectReadOnce(_ clinic: Clinic, _ comment: Comment? = nil) throws {
        let archive = try clinic.archive()
        #expect(try archive.exams.records(limit: 10).map(\.status) == [.done], comment)
        #expect(try clinic.attempts(film) == ["ok"], comment)
        #expect(try clinic.holdings() == [ContentHash(of: film.bytes()): 1], comment)
        #expect(clinic.exists("reports/admin/\(PagePaths.film(film.uid))"), comment)
        #expect(try archive.integrity().isEmpty, comment)
    }

    @Test("Stopped while the model thinks: the film goes back to the queue at once and is read at the next start")
    func cancelled() async throws {
        let server = try ModelServer("slow@60")
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(film)
        let reading = Task { try await clinic.open().runOnce() }
        while try await server.counted().report_calls == 0 { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try clinic.status(film) == .processing)
        reading.cancel()
        await #expect(throws: CancellationError.self) { try await reading.value }
        #expect(try clinic.status(film) == .queued && clinic.attempts(film).isEmpty)
        #expect(try clinic.record(film.uid).attempts == 0)

        try await server.play("ok")
        try await clinic.open().runOnce()
        try expectReadOnce(clinic)
    }

    @Test("Stopped while films are taken in: none is lost, none is taken in twice")
    func cancelledIntake() async throws {
        let clinic = try Clinic()
        let films = (1...40).map { SyntheticFilm.chest($0) }
        let shelf = try films.map { try clinic.shelve($0.bytes(), as: "\($0.number).dcm") }
        let taking = Task { try await clinic.open().ingest(shelf, priority: 0, move: true, dryRun: false) }
        while try clinic.status(films[0]) == nil { try await Task.sleep(for: .milliseconds(5)) }
        taking.cancel()
        _ = try? await taking.value
        let stored = try clinic.archive().exams.records(limit: 100).count
        #expect(clinic.files("shelf").count == 40 - stored && clinic.files("archive").count == stored)
        #expect(clinic.files("spool").isEmpty)
    }

    /// The steps of the data's path between which the power may go.
    enum Arrow: String, CaseIterable {
        case claimed = "claimed, nothing else"
        case archived = "the original is in the archive, the exam is not in the database"
        case admitted = "the exam is in the queue, the file still in work"
        case processing = "the exam is being read"
        case answered = "the answer is stored, the pages are not written"
        case copying = "a copy into the spool ended half-way"
    }

    @Test("Killed between two steps, the next start resumes: one exam, one reading", arguments: Arrow.allCases)
    func killed(at arrow: Arrow) async throws {
        let clinic = try Clinic()
        let bytes = try film.bytes()
        switch arrow {
        case .claimed:
            try clinic.put(bytes, "spool/work/1a2b-0/film.dcm")
        case .archived:
            try clinic.put(bytes, "spool/work/1a2b-0/film.dcm")
            let hash = ContentHash(of: bytes).rawValue
            try clinic.put(bytes, "archive/\(hash.prefix(2))/\(hash.dropFirst(2).prefix(2))/\(hash).dcm")
        case .admitted:
            try await clinic.take(film)
            try clinic.put(bytes, "spool/work/1a2b-0/film.dcm")
        case .processing:
            try await clinic.take(film)
            let claimed = try clinic.archive().exams.claimNext(at: clinic.now)
            #expect(claimed?.uid == film.uid)
        case .answered:
            try await clinic.take(film)
            try await clinic.open().analyse(limit: nil, region: nil, dryRun: false)
        case .copying:
            try await clinic.take(film)
            try clinic.put(Array(bytes.prefix(100)), "spool/incoming/.film.dcm.999999999.0.part")
        }
        try await clinic.open().runOnce()
        try expectReadOnce(clinic, "\(arrow.rawValue)")
    }

    @Test("Killed while a broken file was set aside: it ends in rejected/ once, listed, with a reason beside it")
    func killedWhileRejecting() async throws {
        let clinic = try Clinic()
        let reason =
            #"{"reason":"not-dicom","detail":"It is not DICOM.","offset":null,"received":"2026-03-02T07:00:00.000Z","source":"spool","bytes":4}"#
        // Before the move: the reason is there, the file is not.
        try clinic.put(Array(reason.utf8), "spool/rejected/2026-03-02/one.txt.reason.json")
        try clinic.put([1, 2, 3, 4], "spool/work/1a2b-0/one.txt")
        // After the move: both are there, the list does not know.
        try clinic.put(Array(reason.utf8), "spool/rejected/2026-03-02/two.txt.reason.json")
        try clinic.put([5, 6, 7, 8], "spool/rejected/2026-03-02/two.txt")
        _ = try await ending { try await clinic.open().runOnce() }
        let listed = try clinic.archive().rejections.list().compactMap(\.keptPath)
        let kept = clinic.files("spool/rejected").filter { !$0.hasSuffix(".json") }
        #expect(Set(listed) == Set(kept.map { "spool/rejected/\($0)" }) && listed.count == 2)
        #expect(kept.allSatisfy { clinic.exists("spool/rejected/\($0).reason.json") })
        #expect(try clinic.holdings().count == 2)
    }

    @Test("A film that ends the programme each time it is read is set aside in the end, and the others go on")
    func poison() async throws {
        let clinic = try Clinic()
        try await clinic.take(film)
        for _ in 0..<14 {
            let archive = try clinic.archive()
            _ = try archive.exams.claimNext(at: clinic.now)
            _ = try archive.exams.recoverAfterCrash(now: clinic.now)
            try archive.close()
        }
        try await clinic.take(.chest(2))
        #expect(try await ending { try await clinic.open().runOnce() } == .someFailed)
        #expect(try clinic.status(film) == .error && clinic.status(.chest(2)) == .done)
    }

    /// What a power cut or a change of settings leaves of a picture.
    enum Spoilt: String, CaseIterable { case empty, cut, otherRecipe }

    @Test(
        "A picture that is empty, cut off or drawn another way is drawn again before it is read",
        arguments: Spoilt.allCases)
    func picture(spoilt: Spoilt) async throws {
        let clinic = try Clinic()
        try await clinic.take(film)
        let path = "reports/\(PagePaths.picture(film.uid))"
        let good = try clinic.bytes(path)
        switch spoilt {
        case .empty: try clinic.put([], path)
        case .cut: try clinic.put(Array(good.prefix(good.count / 2)), path)
        case .otherRecipe: try clinic.put(Array((Clinic.baseline + "[processing]\nGAMMA = 2.0\n").utf8), "local.cfg")
        }
        try await clinic.open().runOnce()
        let provenance = try #require(try clinic.record(film.uid).provenance)
        #expect(try provenance.imageHash == ContentHash(of: clinic.bytes(path)).rawValue)
        #expect(try (clinic.bytes(path) == good) == (spoilt != .otherRecipe))
    }
}
