import Foundation
import Radiology
import Reports
import Store

/// The films for a second look: the widest gaps, with their pictures.
struct NightFilms {
    let archive: Archive
    let pictures: Pictures
    let audience: Reports.Audience
    let threshold: Severity

    /// - Parameter suspects: by the hash of their UID; the UIDs are looked up among the exams of their days.
    func choose(_ suspects: [UInt64: NightDesk.Suspect]) throws -> (shown: [NightlyFilm], leftOut: Int) {
        let days = Set(suspects.values.map(\.day)).compactMap(CalendarDay.init(dayNumber:)).sorted()
        var found: [(uid: SOPInstanceUID, suspect: NightDesk.Suspect)] = []
        for day in days {
            for uid in try archive.nights.uids(on: day) {
                if let suspect = suspects[ExamFact.hash(of: uid)] { found.append((uid, suspect)) }
            }
        }
        found.sort { ($1.suspect.gap, $0.uid.rawValue) < ($0.suspect.gap, $1.uid.rawValue) }
        let chosen = found.prefix(NightlyFilm.most)
        let reviews = try archive.reviews.standing(ofExams: chosen.map(\.uid))
        let films = try chosen.compactMap { uid, suspect throws -> NightlyFilm? in
            guard var record = try archive.exams.record(uid, .list) else { return nil }
            record.review = reviews[uid].map(StandingReview.init)
            record.hasPicture = pictures.areThere(uid)
            let path = "\(pictures.paths.reports)/\(PagePaths.thumbnail(uid))"
            let picture = try? FileBytes.read(path, limit: NightlyFilm.largestThumbnail).bytes
            return NightlyFilm(
                record: record, audience: audience, threshold: threshold, thumbnail: picture, isLate: suspect.isLate)
        }
        return (films, max(0, found.count - films.count))
    }
}
