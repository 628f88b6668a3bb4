import Foundation
import GRDB
import Radiology

/// What is known about the pictures of the films.
extension Exams {
    /// Remembers how the pictures of a film were drawn; nothing happens when the exam has no film, and an exam whose
    /// pictures are as they were has not changed.
    /// - Parameter facts: what the file says about itself, when it was read again: earlier versions kept less of it.
    public func remember(
        _ drawing: FilmDrawing, facts: FilmFacts? = nil, of uid: SOPInstanceUID
    ) throws(StoreError) {
        try connection.write { db in try remember(drawing, facts: facts, of: uid, in: db) }
    }

    /// Remembers that nothing can be drawn from the original, so that it is not tried again; a picture that was drawn
    /// before keeps its recipe.
    public func rememberUndrawable(_ uid: SOPInstanceUID) throws(StoreError) {
        try connection.write { db in
            let sql = """
                UPDATE films SET display_recipe = coalesce(display_recipe, ''), viewer = 0
                WHERE uid = ? AND (display_recipe IS NULL OR viewer IS NOT 0)
                """
            try db.run(sql, [uid.rawValue])
        }
    }

    /// Frame and overlays stand among the facts of the film, because pages show them there.
    func remember(
        _ drawing: FilmDrawing, facts: FilmFacts? = nil, of uid: SOPInstanceUID, in db: Database
    ) throws {
        let sql = """
            UPDATE films SET recipe = ?2, recipe_hash = ?3, display_recipe = ?4, display_recipe_hash = ?5, viewer = ?6,
                notes = ?7, facts = json_patch(coalesce(?9, facts), ?8), recipe_frame = ?10
            WHERE uid = ?1 AND (recipe_hash IS NOT ?3 OR display_recipe IS NOT ?4 OR display_recipe_hash IS NOT ?5
                OR viewer IS NOT ?6 OR notes IS NOT ?7 OR json(facts) IS NOT json_patch(coalesce(?9, facts), ?8)
                OR recipe_frame IS NOT ?10)
            """
        try db.run(
            sql,
            [
                uid.rawValue, drawing.model?.name, drawing.model?.hash, drawing.display?.name ?? "",
                drawing.display?.hash, drawing.hasViewer.map { $0 ? 1 : 0 }, NotesText.encoded(drawing.notes),
                patch(drawing), facts.map(FactsText.encoded), drawing.model?.frame,
            ])
    }

    /// A merge patch: null removes the key. Standard: RFC 7396.
    private func patch(_ drawing: FilmDrawing) -> String {
        let (frame, overlays) = (drawing.frame.map(String.init), drawing.overlays.map(String.init))
        return #"{"frame":\#(frame ?? "null"),"overlays":\#(overlays ?? "null")}"#
    }

    /// The films whose pictures can be drawn again: the original is kept, and it was not found impossible before.
    /// `hasViewer` says whether the viewer's values belong to them, and `hasOverlays` whether overlays do.
    public func drawable() throws(StoreError) -> [(uid: SOPInstanceUID, hasViewer: Bool, hasOverlays: Bool)] {
        try connection.read { db in
            let sql = """
                SELECT uid, coalesce(viewer, 0), coalesce(json_extract(facts, '$.overlays') > 0, 0) FROM films
                WHERE archive_path IS NOT NULL AND display_recipe IS NOT ''
                """
            return try db.all(sql).compactMap { row in
                SOPInstanceUID(rawValue: row[0]).map { (uid: $0, hasViewer: row[1], hasOverlays: row[2]) }
            }
        }
    }

    /// Films that came before there was a viewer, or while nobody wanted one, and whose originals are kept, newest first.
    public func beforeViewer() throws(StoreError) -> [SOPInstanceUID] {
        try connection.read { db in
            try db.all(DrawingSQL.beforeViewer).compactMap { SOPInstanceUID(rawValue: $0[0]) }
        }
    }
}

/// As text, so that a test can ask SQLite for its plan.
package enum DrawingSQL {
    package static let beforeViewer = """
        SELECT uid FROM films WHERE viewer IS NULL AND archive_path IS NOT NULL ORDER BY received DESC
        """
}

/// Notes as the JSON text of a column; null for none.
enum NotesText {
    static func encoded(_ notes: [String]) -> String? {
        guard !notes.isEmpty else { return nil }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(notes)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Notes that a later version wrote differently are none, not an error.
    static func decoded(_ text: String?) -> [String] {
        guard let text else { return [] }
        return (try? JSONDecoder().decode([String].self, from: Data(text.utf8))) ?? []
    }
}
