import Foundation
import GRDB
import Radiology
import Store
import Testing

@Suite("What is known about the pictures of a film")
struct DrawingStories {
    static let drawing = FilmDrawing(
        model: PictureRecipe(name: "model-896/1", hash: "aa", frame: 3),
        display: PictureRecipe(name: "viewer-2048/1", hash: "bb"),
        hasViewer: true, frame: 3, overlays: 2, notes: ["High Bit was wrong: “12”.", "The end marker is missing."])

    private func admit(_ drawing: FilmDrawing?, _ number: Int = 1, to archive: Archive) throws -> SOPInstanceUID {
        let exam = Synthetic.chest(number)
        var film = Synthetic.film("a", received: .mondayMorning + Double(number), path: "archive/\(number).dcm")
        film.contentHash = String(format: "%064d", number)
        film.drawing = drawing
        _ = try archive.exams.admit(exam, film: film)
        return exam.uid
    }

    @Test("Recipes, frame, overlays and what was odd come back with the record and with the claim")
    func roundTrip() throws {
        let archive = try Archive.inMemory()
        let uid = try admit(Self.drawing, to: archive)
        let record = try #require(try archive.exams.record(uid))
        #expect((record.displayRecipe, record.displayRecipeHash) == ("viewer-2048/1", "bb"))
        #expect(record.notes == Self.drawing.notes && record.hasViewer)
        #expect((record.exam.facts.frame, record.exam.facts.overlays) == (3, 2))
        #expect(record.exam.facts.pixelSpacing == Synthetic.chest(1).facts.pixelSpacing, "other facts stay")
        let claimed = try #require(try archive.exams.claimNext(at: .mondayMorning))
        #expect(claimed.recipe == Self.drawing.model && claimed.record.exam.facts.frame == 3)
    }

    @Test("An answer's provenance is read beside the new columns")
    func provenance() throws {
        let archive = try Archive.inMemory()
        let uid = try admit(Self.drawing, to: archive)
        _ = try archive.readNext()
        let record = try #require(try archive.exams.record(uid))
        #expect(record.provenance == Synthetic.attempt().provenance && record.displayRecipe == "viewer-2048/1")
    }

    @Test("Pictures drawn again the same way are no change; another recipe, note, frame or lost viewer is one")
    func changes() throws {
        let archive = try Archive.inMemory()
        let uid = try admit(Self.drawing, to: archive)
        var drawing = Self.drawing
        func isChange() throws -> Bool {
            let before = try archive.exams.lastChange()
            try archive.exams.remember(drawing, of: uid)
            return try archive.exams.lastChange() > before
        }
        #expect(try [isChange(), isChange()] == [false, false])
        drawing.display = PictureRecipe(name: "viewer-512/1", hash: "cc")
        #expect(try [isChange(), isChange()] == [true, false])
        drawing.notes = []
        #expect(try [isChange(), isChange()] == [true, false])
        drawing.frame = nil
        #expect(try [isChange(), isChange()] == [true, false])
        drawing.hasViewer = false
        #expect(try [isChange(), isChange()] == [true, false])
        drawing.model = PictureRecipe(name: "model-896/1", hash: "aa", frame: 4)
        #expect(try [isChange(), isChange()] == [true, false])
        drawing.model = nil
        #expect(try [isChange(), isChange()] == [true, false])
        let facts = try #require(try archive.exams.record(uid)).exam.facts
        #expect((facts.frame, facts.overlays) == (nil, 2))
    }

    @Test("A film that cannot be drawn is not tried again; one that nobody tried is")
    func undrawable() throws {
        let archive = try Archive.inMemory()
        let drawn = try admit(Self.drawing, 1, to: archive)
        let hopeless = try admit(FilmDrawing(notes: ["No picture: …"]), 2, to: archive)
        let untried = try admit(nil, 3, to: archive)
        let found = try archive.exams.drawable()
        #expect(
            Dictionary(uniqueKeysWithValues: found.map { ($0.uid, $0.hasViewer) }) == [drawn: true, untried: false])
        #expect(
            try [drawn, hopeless, untried].map { try archive.exams.films(of: $0).first?.isUndrawable } == [
                false, true, false,
            ])
        #expect(try archive.exams.record(hopeless)?.displayRecipe == nil)
    }

    @Test("Films from before the viewer are found newest first, and no longer once they were tried")
    func beforeViewer() throws {
        let archive = try Archive.inMemory()
        let uids = try (1...3).map { try admit(nil, $0, to: archive) }
        #expect(try archive.exams.beforeViewer() == uids.reversed())
        try archive.exams.remember(Self.drawing, of: uids[2])
        try archive.exams.remember(FilmDrawing(), of: uids[1])
        #expect(try archive.exams.beforeViewer() == [uids[0]])
    }

    @Test("A film of an earlier version that cannot be drawn any more keeps the recipe of its picture")
    func noLonger() throws {
        let archive = try Archive.inMemory()
        let uids = [try admit(Self.drawing, 1, to: archive), try admit(nil, 2, to: archive)]
        for uid in uids { try archive.exams.rememberUndrawable(uid) }
        #expect(try archive.exams.beforeViewer().isEmpty && archive.exams.record(uids[0])?.hasViewer == false)
        #expect(try archive.exams.record(uids[0])?.displayRecipe == "viewer-2048/1")
        #expect(try archive.exams.drawable().map(\.uid) == [uids[0]])
        #expect(try archive.exams.films(of: uids[0]).first?.recipe == Self.drawing.model)
    }

    @Test("A film whose viewer nobody wanted is asked about again; one that can have none is not")
    func notWanted() throws {
        let archive = try Archive.inMemory()
        let film = FilmDrawing(display: PictureRecipe(name: "viewer-2048/1", hash: "bb"), hasViewer: nil)
        let uids = [try admit(film, 1, to: archive), try admit(FilmDrawing(hasViewer: false), 2, to: archive)]
        #expect(try archive.exams.beforeViewer() == [uids[0]])
        #expect(try archive.exams.record(uids[0])?.hasViewer == false)
    }

    @Test("What a file says when it is read again replaces what was known, and the frame stays that of the picture")
    func facts() throws {
        let archive = try Archive.inMemory()
        let uid = try admit(Self.drawing, to: archive)
        var facts = FilmFacts()
        (facts.imagerSpacing, facts.isCalibrated) = ([0.2, 0.2], true)
        try archive.exams.remember(Self.drawing, facts: facts, of: uid)
        let kept = try #require(try archive.exams.record(uid)).exam.facts
        #expect(kept.imagerSpacing == [0.2, 0.2] && kept.isCalibrated == true && kept.pixelSpacing == nil)
        #expect((kept.frame, kept.overlays) == (3, 2))
        let before = try archive.exams.lastChange()
        try archive.exams.remember(Self.drawing, facts: facts, of: uid)
        #expect(try archive.exams.lastChange() == before)
    }

    @Test("Nothing to catch up costs nothing: the films from before the viewer are an index of their own")
    func plan() throws {
        let folder = try TemporaryFolder()
        try Archive.open(paths: folder.workspace, now: .mondayMorning).close()
        let plan = try DatabaseQueue(path: folder.workspace.database).read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + DrawingSQL.beforeViewer)
                .map { $0["detail"] as String }
        }
        #expect(plan.count == 1 && plan[0].contains("films_before_viewer"))
    }

    @Test("A database of the version before is copied, then told what it does not know: no recipe, no note, no viewer")
    func migrated() throws {
        let folder = try TemporaryFolder()
        try EarlierDatabase.write(upTo: 7, to: folder.workspace)
        let archive = try Archive.open(paths: folder.workspace, now: .mondayMorning)
        #expect(archive.backupBeforeMigration != nil)
        let record = try #require(try archive.exams.record(Synthetic.uid(1)))
        #expect((record.displayRecipe, record.displayRecipeHash, record.notes) == (nil, nil, []) && !record.hasViewer)
        #expect((record.exam.facts.pixelSpacing, record.exam.facts.frame) == ([0.143, 0.143], nil))
        #expect(record.status == .queued)
        let claimed = try #require(try archive.exams.claimNext(at: .mondayMorning))
        #expect(claimed.recipe == PictureRecipe(name: "model-896/1", hash: "aa"))
        #expect(try archive.exams.beforeViewer() == [Synthetic.uid(1)])
        #expect(try archive.exams.drawable().map(\.hasViewer) == [false])
        #expect(try archive.integrity(originals: false).isEmpty)
    }
}

/// A workspace's database as an earlier version of this programme left it.
enum EarlierDatabase {
    /// One film that waits, in a schema of so many migrations.
    static func write(upTo migrations: Int, to paths: WorkspacePaths) throws {
        let archive = try Archive.open(paths: paths, now: .mondayMorning)
        var film = Synthetic.film("a", path: "archive/aa/aa/a.dcm")
        film.drawing = FilmDrawing(model: PictureRecipe(name: "model-896/1", hash: "aa"))
        _ = try archive.exams.admit(Synthetic.chest(1), film: film)
        try archive.close()
        let queue = try DatabaseQueue(path: paths.database)
        try queue.write { db in
            for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger)") }
            for table in tables { try db.execute(sql: "DROP TABLE \(table)") }
            for index in indexes { try db.execute(sql: "DROP INDEX \(index)") }
            for column in ["recipe_frame", "display_recipe", "display_recipe_hash", "notes", "viewer"] {
                try db.execute(sql: "ALTER TABLE films DROP COLUMN \(column)")
            }
            try db.execute(
                sql: "DELETE FROM grdb_migrations WHERE CAST(substr(identifier, 1, 3) AS INTEGER) > ?",
                arguments: [migrations])
        }
        try queue.close()
    }
    // What 008 and later ones added, taken away again; the triggers first, which would count that as a change.

    private static let triggers =
        [
            "exams_leave_a_day", "exams_deleted_leave_a_day", "exams_replaced_leave_a_day",
            "patients_leave_their_exams",
        ]
        + ["ai_reports", "rad_reports", "films", "reasons", "flags"].map { $0 + "_leave_an_exam" }
        + ["insert_is_a_change", "insert_is_noticed", "update_is_noticed", "delete_is_noticed"].map { "patients_" + $0 }

    private static let tables = [
        "query_marks", "query_gaps", "retrievals", "outbox", "relay_marks", "prompt_texts", "translations", "endpoints",
        "alarms", "canaries", "alerts", "record_searches", "report_origins", "report_parts", "waiting_reports",
        "reviews",
        "flags", "accounts", "audit_head", "patient_changes", "fact_days", "fact_names", "fact_mark", "fact_changes",
        "modality_zone", "record_mark",
    ]

    private static let indexes = [
        "films_before_viewer", "rejections_received", "exams_series", "exams_modality", "films_accession",
        "exams_undated",
    ]
}
