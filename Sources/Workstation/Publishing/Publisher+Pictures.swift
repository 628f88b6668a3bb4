import Foundation
import Radiology
import Reports
import Store

/// Pictures are part of the pages: those that somebody deleted are drawn again, and those of earlier versions once.
extension Publisher {
    /// How many films of earlier versions are drawn before their pages follow.
    private static let catchUpBatch = 500

    func restoreAllPictures() async throws {
        for (uid, hasViewer, hasOverlays) in try archive.exams.drawable() {
            try Task.checkCancellation()
            if pictures.areThere(uid, hasViewer: hasViewer, hasOverlays: hasOverlays) { continue }
            if let record = try archive.exams.record(uid, .list) { _ = try withRestoredPictures(record, .list) }
        }
    }

    /// - Returns: the record as it is now that its pictures are there again, as far as they can be.
    func withRestoredPictures(_ record: ExamRecord, _ detail: RecordDetail) throws -> ExamRecord {
        let uid = record.exam.uid
        let hasOverlays = (record.exam.facts.overlays ?? 0) > 0
        guard !isPretending,
            !pictures.areThere(uid, hasViewer: record.hasViewer, hasOverlays: hasOverlays)
        else { return record }
        let film = try archive.exams.films(of: uid).first
        if film?.isUndrawable == true { return record }
        guard try pictures.restore(record.exam, film) != .noOriginal else { return record }
        guard var drawn = try archive.exams.record(uid, detail) else { return record }
        (drawn.alarms, drawn.review) = (record.alarms, record.review)
        return drawn
    }

    /// The record with a look into the folder of pictures.
    func withPicture(_ record: ExamRecord) -> ExamRecord {
        var record = record
        let uid = record.exam.uid
        record.hasPicture = pictures.areThere(uid)
        record.hasViewer = record.hasViewer && pictures.isThere(PagePaths.viewer(uid))
        record.hasOverlays = (record.exam.facts.overlays ?? 0) > 0 && pictures.isThere(PagePaths.overlays(uid))
        return record
    }

    /// Pages in another folder than `reports` need their pictures beside them. A picture that may show a name does not
    /// follow pages with initials, and overlays never do.
    func copyPictures(of record: ExamRecord) throws {
        guard !isPretending, folder != pictures.paths.reports else { return }
        let uid = record.exam.uid
        let isForAdmin = audiences.contains(.admin)
        guard isForAdmin || record.exam.facts.burnedInAnnotation != true else { return }
        var paths = [PagePaths.picture(uid), PagePaths.display(uid), PagePaths.thumbnail(uid)]
        if record.hasViewer { paths.append(PagePaths.viewer(uid)) }
        if isForAdmin, record.exam.facts.overlays ?? 0 > 0 { paths.append(PagePaths.overlays(uid)) }
        for path in paths {
            let source = "\(pictures.paths.reports)/\(path)"
            guard let bytes = try? FileBytes.read(source, limit: 1 << 30).bytes else { continue }
            try AtomicFile.write(bytes, to: "\(folder)/\(path)", durable: false, shownAs: "the pictures")
        }
    }

    /// Draws the films that came before there was a viewer, newest first; they keep the picture that their answer is
    /// about. What cannot be finished now goes on at the next call.
    /// - Parameter drawn: called after each batch, when its pages can follow.
    /// - Returns: how many films were passed over because their originals cannot be read.
    func drawForViewer(within reserve: DiskReserve, drawn: () async throws -> Void) async throws -> Int {
        guard pictures.sizes.viewer > 0 else { return 0 }
        let films = try archive.exams.beforeViewer()
        var (unreadable, batch) = (0, 0)
        for (number, uid) in films.enumerated() {
            try Task.checkCancellation()
            guard (try? reserve.check()) != nil else { break }
            guard let record = try archive.exams.record(uid, .list) else { continue }
            if try pictures.restore(record.exam, try archive.exams.films(of: uid).first) != .noOriginal {
                batch += 1
            } else if pictures.hasArchive {
                unreadable += 1
            } else {
                // The archive is away: nothing more can be drawn, and nothing is lost.
                unreadable = films.count - number + unreadable
                break
            }
            progress(.init("Drawing older films for the viewer", done: number + 1, of: films.count))
            if batch == Self.catchUpBatch {
                try await drawn()
                batch = 0
            }
            await Task.yield()
        }
        if batch > 0 { try await drawn() }
        return unreadable
    }
}
