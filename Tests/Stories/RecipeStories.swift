import DICOM
import Foundation
import GRDB
import Imaging
import Radiology
import Reports
import Store
import Testing
import Workstation

@Suite("How pictures are drawn, and what is remembered about it")
struct RecipeStories {
    private func record(_ film: SyntheticFilm, _ clinic: Clinic) throws -> ExamRecord {
        try #require(try clinic.archive().exams.record(film.uid))
    }

    private func viewer(_ film: SyntheticFilm) -> String { "reports/\(PagePaths.viewer(film.uid))" }

    @Test("The settings choose the model's picture by region and modality; the most specific line wins")
    func chosen() async throws {
        let clinic = try Clinic(
            Clinic.baseline + "[recipes]\ndefault = viewer\nDX = viewer\nchest = model\nDX/chest = viewer\n")
        let (computed, digital) = (SyntheticFilm.chest(1), SyntheticFilm.digitalChest(2))
        try await clinic.take(computed, digital)
        try await clinic.open().runOnce()
        #expect(try record(computed, clinic).provenance?.recipe.hasPrefix("model-896") == true)
        #expect(try record(digital, clinic).provenance?.recipe.hasPrefix("viewer-896") == true)
        #expect(try record(computed, clinic).displayRecipe?.hasPrefix("viewer-2048") == true)
    }

    @Test("A film that waits is drawn again when the settings choose another recipe meanwhile; a read one is not")
    func changed() async throws {
        let clinic = try Clinic()
        let (read, waiting) = (SyntheticFilm.chest(1), SyntheticFilm.chest(2))
        try await clinic.take(read)
        try await clinic.open().runOnce()
        try await clinic.take(waiting)
        let seen = try clinic.bytes("reports/\(PagePaths.picture(read.uid))")
        try clinic.put(Array((Clinic.baseline + "[recipes]\nCR = viewer\n").utf8), "local.cfg")
        try await clinic.open().runOnce()
        let provenance = try #require(try record(waiting, clinic).provenance)
        #expect(provenance.recipe.hasPrefix("viewer-896"))
        let kept = try clinic.bytes("reports/\(PagePaths.picture(waiting.uid))")
        #expect(ContentHash(of: kept).rawValue == provenance.imageHash)
        #expect(try record(read, clinic).provenance?.recipe.hasPrefix("model-896") == true)
        #expect(try clinic.bytes("reports/\(PagePaths.picture(read.uid))") == seen)
    }

    @Test("The viewer's values lie beside the page, are drawn again when they are lost, and leave what was read alone")
    func viewerValues() async throws {
        let clinic = try Clinic()
        let film = SyntheticFilm.chest(1)
        try await clinic.take(film)
        try await clinic.open().runOnce()
        let (values, seen) = (
            try clinic.bytes(viewer(film)), try clinic.bytes("reports/\(PagePaths.picture(film.uid))")
        )
        try clinic.remove(viewer(film))
        try await clinic.open().publish(out: nil, audience: nil, since: nil, dryRun: false)
        #expect(try clinic.bytes(viewer(film)) == values)
        #expect(try clinic.bytes("reports/\(PagePaths.picture(film.uid))") == seen)
    }

    @Test("Who wants no viewer has none")
    func noViewer() async throws {
        let clinic = try Clinic(Clinic.baseline + "[storage]\nVIEWER_SIZE = 0\n")
        try await clinic.take(.chest(1))
        try await clinic.open().runOnce()
        #expect(!clinic.exists(viewer(.chest(1))) && clinic.files("reports/images").count == 3)
        #expect(try !record(.chest(1), clinic).hasViewer)
    }

    @Test("Films from before the viewer get one at the next publish, once; their answers keep their picture")
    func older() async throws {
        let clinic = try Clinic()
        let film = SyntheticFilm.chest(1)
        try await clinic.take(film)
        try await clinic.open().runOnce()
        let values = try clinic.bytes(viewer(film))
        try clinic.remove(viewer(film))
        let database = try DatabaseQueue(path: clinic.paths.database)
        try await database.write { db in
            try db.execute(
                sql:
                    "UPDATE films SET viewer = NULL, display_recipe = NULL, display_recipe_hash = NULL, recipe = 'old/1'"
            )
        }
        let marked = Array("what the reader saw".utf8)
        try clinic.put(marked, "reports/\(PagePaths.picture(film.uid))")

        try await clinic.open().publish(out: nil, audience: nil, since: nil, dryRun: false)
        #expect(try clinic.bytes(viewer(film)) == values)
        #expect(try clinic.bytes("reports/\(PagePaths.picture(film.uid))") == marked)
        #expect(try record(film, clinic).displayRecipe?.hasPrefix("viewer-2048") == true)
        #expect(try clinic.archive().exams.films(of: film.uid).first?.recipe?.name == "old/1")
        try await clinic.open().publish(out: nil, audience: nil, since: nil, dryRun: false)
        #expect(clinic.answers.last?.hasPrefix("0 pages drawn") == true)
    }

    @Test("The page's picture and the reader's picture are drawn as their recipes say")
    func pictures() async throws {
        let clinic = try Clinic()
        let film = SyntheticFilm.invertedChest(1)
        try await clinic.take(film)
        let drawn = try Film(try Part10File(film.bytes()))
        #expect(try clinic.bytes("reports/\(PagePaths.picture(film.uid))") == drawn.modelPicture().png())
        #expect(try clinic.bytes("reports/\(PagePaths.display(film.uid))") == drawn.viewerPicture().png())
        let record = try record(film, clinic)
        #expect(record.displayRecipe == ViewerRecipe.standard.name)
        #expect(record.displayRecipeHash == ContentHash(of: ViewerRecipe.standard.parameters).rawValue)
        #expect(record.notes == drawn.notes)
    }

    @Test("A full disk ends the catching up quietly; the pages are there all the same")
    func olderOnFullDisk() async throws {
        let clinic = try Clinic()
        try await clinic.take(.chest(1))
        try await clinic.open().runOnce()
        try clinic.remove(viewer(.chest(1)))
        try await DatabaseQueue(path: clinic.paths.database).write { db in
            try db.execute(sql: "UPDATE films SET viewer = NULL")
        }
        try clinic.put(Array((Clinic.baseline + "[storage]\nMIN_FREE = 1000000 TiB\n").utf8), "local.cfg")
        try await clinic.open().publish(out: nil, audience: nil, since: nil, dryRun: false)
        #expect(!clinic.exists(viewer(.chest(1))))
        #expect(try clinic.archive().exams.beforeViewer().count == 1)
    }

    @Test(
        "Pages with initials in a folder of their own never get overlays along, those with names do",
        arguments: [true, false])
    func overlays(isForAdmin: Bool) async throws {
        let clinic = try Clinic()
        let film = SyntheticFilm.chest(1).with { $0.overlay = "Exemplu^Ana 1980" }
        try await clinic.take(film)
        try await clinic.open().runOnce()
        #expect(try record(film, clinic).exam.facts.overlays == 1)
        #expect(try clinic.text("reports/\(PagePaths.overlays(film.uid))").contains("Exemplu"))
        #expect(try !clinic.text("reports/user/\(PagePaths.film(film.uid))").contains(".overlays.js"))
        try await clinic.open().publish(out: "copy", audience: isForAdmin ? "admin" : "user", since: nil, dryRun: false)
        #expect(clinic.exists("copy/\(PagePaths.viewer(film.uid))"))
        #expect(clinic.exists("copy/\(PagePaths.overlays(film.uid))") == isForAdmin)
    }
}
