import Radiology

/// One film in a live list: the static row with what people said and what the viewer may do.
public struct LiveFilmRow: Sendable {
    public let uid: SOPInstanceUID
    /// `YYYY-MM-DD`, or `undated`.
    public let day: String
    private let words: Fields
    private let query: String

    /// - Parameter query: of the list that the row stands in, so that the film page knows its neighbours; without `?`.
    public init(_ film: LiveFilm, viewer: LiveViewer, audience: Audience, threshold: Severity, query: String = "") {
        let record = film.record
        let row = FilmRow(record: record, audience: audience, threshold: threshold)
        let ai = film.ai
        let agreement = Agreement(ai: ai, radiologist: film.compared, threshold: threshold)
        uid = row.uid
        day = row.day
        self.query = query
        var words = row.words.merging(viewer.fields) { row, _ in row }
        words["uid"] = .text(row.uid.rawValue)
        if record.aiReport == nil, let ai { words["ai"] = .group(SeverityMark(severity: ai).fields) }
        for name in ["agrees", "differs", "notComparable"] { words[name] = .flag(false) }
        words.merge(agreement.fields) { _, new in new }
        words["agreementWords"] = .text(agreement.words(threshold: threshold))
        words["review"] = film.review.map { .group($0.fields(for: viewer)) } ?? .flag(false)
        words["flagged"] =
            film.flag.map { .group($0.fields(for: viewer, Redaction(for: record, audience: audience))) } ?? .flag(false)
        words["badge"] =
            FilmBadge(ai: ai, compared: film.compared, threshold: threshold)
            .map { .group(["text": .text($0.rawValue), "style": .text($0.style)]) } ?? .flag(false)
        words["isRead"] = .flag(record.status == .done)
        words["isSevere"] = .flag(film.compared == nil && ai.map { Severity.band(of: $0) == .high } == true)
        words["mayFetch"] = .flag(viewer.mayReview && record.radiologistReport?.hasText != true)
        if let ai, let compared = film.compared {
            words["difference"] = .text(String(abs(ai.score - compared.score)))
        }
        self.words = words
    }

    func fields(from page: String) -> Fields {
        let (up, shared) = (PagePaths.toAudience(from: page), PagePaths.toAudience(from: page))
        var fields = words
        fields["link"] = .text(up + PagePaths.film(uid) + (query.isEmpty ? "" : "?" + query))
        fields["thumbnail"] = .text(shared + PagePaths.thumbnail(uid))
        fields["display"] = .text(shared + PagePaths.display(uid))
        return fields
    }

    /// Rows under their day headings.
    static func sections(_ rows: [LiveFilmRow], from page: String) -> [Fields] {
        var sections: [Fields] = []
        var start = 0
        while start < rows.count {
            let day = rows[start].day
            let end = rows[start...].firstIndex { $0.day != day } ?? rows.count
            sections.append([
                "heading": .text(TimeWords.heading(day)), "count": .text(CountWords.films(end - start)),
                "rows": .rows(rows[start..<end].map { $0.fields(from: page) }),
            ])
            start = end
        }
        return sections
    }
}
