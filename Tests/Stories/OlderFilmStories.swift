import DICOM
import Foundation
import GRDB
import Radiology
import Reports
import Store
import Testing
import Workstation

@Suite("Films of earlier versions, and pictures that went away")
struct OlderFilmStories {
    private func publish(_ clinic: Clinic) async throws {
        try await clinic.open().publish(out: nil, audience: nil, since: nil, dryRun: false)
    }

    private func viewer(_ film: SyntheticFilm) -> String { "reports/\(PagePaths.viewer(film.uid))" }

    private func clinic(with films: [SyntheticFilm], _ settings: String = Clinic.baseline) async throws -> Clinic {
        let clinic = try Clinic(settings)
        for film in films { try await clinic.take(film) }
        try await clinic.open().runOnce()
        return clinic
    }

    /// As the version before the viewer left it.
    private func age(_ clinic: Clinic, _ films: [SyntheticFilm]) async throws {
        for film in films { try clinic.remove(viewer(film)) }
        try await DatabaseQueue(path: clinic.paths.database).write { db in
            try db.execute(
                sql: """
                    UPDATE films SET viewer = NULL, display_recipe = NULL, display_recipe_hash = NULL,
                        facts = json_remove(facts, '$.imagerSpacing', '$.isCalibrated')
                    """)
        }
    }

    @Test("A film of an earlier version gets the ruler that its file allows")
    func ruler() async throws {
        let film = SyntheticFilm.chest(1).with { film in
            film.header = [.pixelSpacing: "0.15\\0.15", .imagerPixelSpacing: "0.2\\0.2"]
        }
        let clinic = try await clinic(with: [film])
        let values = try clinic.bytes(viewer(film))
        try #require(clinic.text(viewer(film)).contains("patient"))
        try await age(clinic, [film])
        try await publish(clinic)
        #expect(try clinic.bytes(viewer(film)) == values)
        #expect(try clinic.record(film.uid).exam.facts.imagerSpacing == [0.2, 0.2])
    }

    @Test("Films whose originals are gone do not keep the others from their viewers, and are counted")
    func unreadable() async throws {
        let films = (1...27).map { number in SyntheticFilm.chest(number).with { $0.side = 32 } }
        let clinic = try await clinic(with: films)
        try await age(clinic, films)
        for film in films.dropFirst(2) {
            let path = try #require(try clinic.archive().exams.films(of: film.uid).first?.archivePath)
            try clinic.remove(path)
        }
        try await publish(clinic)
        #expect(films.map { clinic.exists(viewer($0)) } == films.indices.map { $0 < 2 })
        #expect(clinic.notes.contains { $0.hasPrefix("25 films") })
        try clinic.remove("archive")
        try FileManager.default.createDirectory(
            atPath: clinic.paths.absolute("archive"), withIntermediateDirectories: true)
        try await publish(clinic)
        #expect(clinic.notes.last?.hasPrefix("25 films") == true, "an archive that is away loses nothing")
    }

    @Test("The first publish after an update with the pictures gone gives every page its viewer")
    func first() async throws {
        let film = SyntheticFilm.chest(1)
        let clinic = try await clinic(with: [film])
        try await age(clinic, [film])
        try clinic.remove("reports")
        try await publish(clinic)
        #expect(try clinic.text("reports/user/\(PagePaths.film(film.uid))").contains("data-film"))
    }

    @Test("Who wants viewers again has them, also for films that came meanwhile")
    func wantedAgain() async throws {
        let clinic = try await clinic(with: [.chest(1)], Clinic.baseline + "[storage]\nVIEWER_SIZE = 0\n")
        try clinic.put(Array(Clinic.baseline.utf8), "local.cfg")
        try await publish(clinic)
        #expect(clinic.exists(viewer(.chest(1))))
        #expect(try clinic.text("reports/user/\(PagePaths.film(SyntheticFilm.chest(1).uid))").contains("data-film"))
    }

    @Test("Overlays that somebody deleted are drawn again")
    func overlays() async throws {
        let film = SyntheticFilm.chest(1).with { $0.overlay = "side marker" }
        let clinic = try await clinic(with: [film])
        let path = "reports/\(PagePaths.overlays(film.uid))"
        let planes = try clinic.bytes(path)
        try clinic.remove(path)
        try await publish(clinic)
        #expect(try clinic.bytes(path) == planes)
    }

    @Test("Pictures that cannot be looked at or written end publish, and no page says that there were none")
    func unwritable() async throws {
        let film = SyntheticFilm.chest(1)
        let clinic = try await clinic(with: [film])
        let page = try clinic.text("reports/admin/\(PagePaths.film(film.uid))")
        try clinic.remove("reports/images")
        try clinic.put(Array("no folder".utf8), "reports/images")
        #expect(try await ending { try await publish(clinic) } == .cannotWrite)
        #expect(try clinic.text("reports/admin/\(PagePaths.film(film.uid))") == page)
    }

    @Test("A picture that cannot be replaced ends publish, too")
    func blocked() async throws {
        let film = SyntheticFilm.chest(1)
        let clinic = try await clinic(with: [film])
        let path = "reports/\(PagePaths.thumbnail(film.uid))"
        try clinic.remove("reports/\(PagePaths.display(film.uid))")
        try clinic.remove(path)
        try clinic.put([1], path + "/in the way")
        try clinic.remove("reports/\(PagePaths.picture(film.uid))")
        #expect(try await ending { try await publish(clinic) } == .cannotWrite)
    }

    @Test("What a header writes beside its windows stays out of the values that both audiences load")
    func words() async throws {
        let film = SyntheticFilm.chest(1).with { film in
            film.header = [
                .windowCenter: "2000\\1500\\1000", .windowWidth: "900\\800\\700",
                .windowCenterWidthExplanation: "EXEMPLU ANA\\Lung\\LUNG", .rescaleType: "Exemplu A", .rescaleSlope: "1",
                .rescaleIntercept: "0",
            ]
        }
        let clinic = try await clinic(with: [film])
        let script = try clinic.text(viewer(film))
        #expect(!script.lowercased().contains("exemplu"))
        #expect(["\"window 1\"", "\"LUNG\"", "\"window 3\""].allSatisfy { script.contains($0) })
    }
}
