import Radiology

/// The live half of a film's page: what people said, what the viewer may do, where the list goes on.
public struct LiveFilmPage: Sendable {
    public let page: FilmPage
    let fields: Fields

    /// - Parameters:
    ///   - page: drawn as the static one, without neighbours.
    ///   - reviews: all of them, oldest first, also withdrawn ones.
    ///   - flags: all of them, oldest first.
    ///   - query: of the list that the reader came from.
    ///   - newer: the film above in that list, with the query its page needs (its place in the list may be another page).
    ///   - patientLink: path of the patient's page; `nil` when the film names no patient.
    ///   - viewerLink: an external viewer's address with `{study}`, `{series}`, `{uid}` to be filled in.
    public init(
        page: FilmPage, film: LiveFilm, reviews: [ReviewNote], flags: [FlagNote], viewer: LiveViewer,
        audience: Audience, threshold: Severity, query: FilmQuery, newer: (SOPInstanceUID, FilmQuery)? = nil,
        older: (SOPInstanceUID, FilmQuery)? = nil, patientLink: String? = nil, viewerLink: String? = nil
    ) {
        self.page = page
        let record = film.record
        let up = PagePaths.toAudience(from: page.path)
        let row = LiveFilmRow(film, viewer: viewer, audience: audience, threshold: threshold, query: query.text)
        let redact = Redaction(for: record, audience: audience)
        func link(_ film: (SOPInstanceUID, FilmQuery)) -> Field {
            .text(film.1.link(up + PagePaths.film(film.0)))
        }
        var act = row.fields(from: page.path)
        act["history"] = .list(Self.history(reviews, flags, viewer, redact))
        act["hasHistory"] = .flag(!reviews.isEmpty || !flags.isEmpty)
        act["patientLink"] = .words(patientLink.map { up + $0 })
        act["outside"] = Self.address(viewerLink, of: record.exam).map(Field.text)
        var fields: Fields = ["act": .group(act)]
        fields["index"] = .text(query.link(up + PagePaths.index))
        // A film without a date is on no day.
        let day = CalendarDay(row.day) == nil ? [] : [("from", row.day), ("to", row.day)]
        fields["dayLink"] = .text(FilmQuery(day + [("status", "any")]).link(up + PagePaths.index))
        fields["newer"] = newer.map(link)
        fields["older"] = older.map(link)
        self.fields = fields
    }

    private static func history(
        _ reviews: [ReviewNote], _ flags: [FlagNote], _ viewer: LiveViewer, _ redact: Redaction
    ) -> [Fields] {
        let said = reviews.map { review -> (String, Fields) in
            let words = review.isNormal ? "normal" : "abnormal"
            return (
                review.at,
                [
                    "at": .text(TimeWords.moment(review.at)), "by": .text(viewer.name(of: review.reviewer)),
                    "what": .text(review.isWithdrawn ? "reviewed as \(words), taken back" : "reviewed as \(words)"),
                ]
            )
        }
        let marked = flags.map { flag -> (String, Fields) in
            let note = flag.note.isEmpty ? "" : ": " + redact(flag.note)
            return (
                flag.at,
                [
                    "at": .text(TimeWords.moment(flag.at)), "by": .text(viewer.name(of: flag.login)),
                    "what": .text(flag.isCleared ? "flagged, cleared since\(note)" : "flagged\(note)"),
                ]
            )
        }
        return (said + marked).sorted { $0.0 > $1.0 }.map(\.1)
    }

    /// The template with this film's identifiers, percent-encoded. Only http and https; anything else would run.
    package static func address(_ template: String?, of exam: Exam) -> String? {
        guard let template, template.hasPrefix("https://") || template.hasPrefix("http://") else { return nil }
        let parts = [
            ("{study}", exam.study?.rawValue ?? ""), ("{series}", exam.series?.rawValue ?? ""),
            ("{uid}", exam.uid.rawValue),
        ]
        // A part that the film does not name would open something else.
        guard !parts.contains(where: { $0.1.isEmpty && template.contains(sequence: $0.0) }) else { return nil }
        return parts.reduce(template) { text, part in text.replacing(part.0, with: PercentText.encoded(part.1)) }
    }
}

extension String {
    /// By bytes.
    fileprivate func contains(sequence part: String) -> Bool {
        split(separator: part, maxSplits: 1, omittingEmptySubsequences: false).count > 1
    }
}
