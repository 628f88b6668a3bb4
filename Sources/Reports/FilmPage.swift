import Radiology

/// One film with everything that is known about it, as words.
public struct FilmPage: Sendable {
    public let uid: SOPInstanceUID
    /// Relative to the audience's folder.
    public var path: String { PagePaths.film(uid) }
    let title: String
    let changed: String
    package let fields: Fields

    /// - Parameters:
    ///   - previous: earlier films of the same patient and region, newest first.
    ///   - newer: the film above this one in the list.
    ///   - older: the film below this one in the list.
    ///   - threshold: the lowest severity that counts as positive.
    public init(
        record: ExamRecord, previous: [ExamRecord] = [], newer: SOPInstanceUID? = nil, older: SOPInstanceUID? = nil,
        audience: Audience, threshold: Severity
    ) {
        let exam = record.exam
        let say = ExamWords(exam: exam, audience: audience)
        let redact = Redaction(for: record, audience: audience)
        let path = PagePaths.film(exam.uid)
        uid = exam.uid
        changed = record.lastChange
        let patient = audience.patient(exam.patient.name)
        title = "\(patient) · \(say.regionAndProjection) · \(say.day)"

        var fields = Self.headFields(record, say, path)
        fields["patient"] = .text(patient)
        fields.merge(Self.pictureFields(record, say, path, audience)) { first, _ in first }
        fields.merge(Self.stateFields(record, redact)) { first, _ in first }
        fields["indication"] = .words(redact(record.radiologistReport?.justification))
        fields["radiologist"] = Self.radiologistFields(record, audience, redact).map(Field.group)
        fields["radiologistMissing"] = .words(Self.radiologistMissing(record))
        fields["ai"] = Self.aiFields(record, path, redact).map(Field.group)
        fields["reviewed"] = Self.reviewFields(record.review, audience).map(Field.group)
        let agreement = Agreement(ai: record.aiReport?.severity, radiologist: record.compared, threshold: threshold)
        if record.aiReport != nil, record.radiologistReport?.hasText == true || record.review != nil {
            fields["agreement"] = .group(
                agreement.fields.merging(["words": .text(agreement.words(threshold: threshold))]) { first, _ in first })
        }
        fields["previous"] = Self.previousFields(previous, of: say, path, audience)
        fields["hasPrevious"] = .flag(!previous.isEmpty)
        fields["folds"] = .rows(FilmEvidence(record: record, audience: audience, redact: redact).folds)
        let up = PagePaths.toAudience(from: path)
        fields["newer"] = newer.map { .text(up + PagePaths.film($0)) }
        fields["older"] = older.map { .text(up + PagePaths.film($0)) }
        self.fields = fields
    }

    private static func headFields(_ record: ExamRecord, _ say: ExamWords, _ path: String) -> Fields {
        var fields: Fields = [
            "subject": .text(say.subject), "regionAndProjection": .text(say.regionAndProjection),
            "dayWords": .text(TimeWords.heading(say.day)), "day": .text(say.day),
            "dayLink": .text(PagePaths.toAudience(from: path) + PagePaths.day(say.day)),
            "status": .text(StatusWords.short(record.status)),
            "statusStyle": .text(StatusWords.style(record.status)),
        ]
        fields["time"] = .words(say.time)
        return fields
    }

    private static func pictureFields(
        _ record: ExamRecord, _ say: ExamWords, _ path: String, _ audience: Audience
    ) -> Fields {
        let exam = record.exam
        guard FilmPicture.mayShow(exam, to: audience) else {
            return ["pictureAbsent": "Picture withheld: the film's header says that text is burned into it."]
        }
        guard record.hasPicture else {
            return ["pictureAbsent": "No picture of this film is kept. Send the film again to see it here."]
        }
        let shared = PagePaths.toShared(from: path)
        var fields: Fields = [
            "picture": .text(shared + PagePaths.display(exam.uid)),
            "pictureWords": .text("Radiograph: \(say.regionAndProjection), \(say.subject), \(say.day)"),
        ]
        // A film that the predecessor drew has one picture only.
        if record.contentHash != nil { fields["pictureAsRead"] = .text(shared + PagePaths.picture(exam.uid)) }
        if record.hasViewer { fields["values"] = .text(shared + PagePaths.viewer(exam.uid)) }
        // Drawings on a film may name the patient.
        if record.hasOverlays, audience == .admin { fields["overlays"] = .text(shared + PagePaths.overlays(exam.uid)) }
        fields["viewer"] = .group([
            "styleSheet": .text(PagePaths.viewerStyleSheet),
            "scripts": .rows(PagePaths.viewerScripts.map { ["script": .text($0)] }),
        ])
        if let frames = exam.facts.frames, frames > 1 {
            fields["frames"] = .text("frame \(exam.facts.frame ?? 1) of \(frames)")
        }
        fields["displayRecipe"] = .words(record.displayRecipe)
        if let rows = exam.facts.rows, let columns = exam.facts.columns, rows > 0, columns > 0 {
            let aspect = exam.facts.pixelAspect
            fields[aspect == 1 ? "pictureSize" : "stretched"] = .group(
                sizeFields(columns: Double(columns), rows: Double(rows) * aspect))
            if aspect != 1 {
                fields["pixelShape"] = .text("pixels are shown \(FilmEvidence.times(aspect)) as high as wide")
            }
        }
        return fields
    }

    /// A colleague's login is often a name: with initials the page says that somebody reviewed.
    private static func reviewFields(_ review: StandingReview?, _ audience: Audience) -> Fields? {
        guard let review else { return nil }
        return [
            "verdict": .text(review.isNormal ? "normal" : "abnormal"), "at": .text(TimeWords.moment(review.at)),
            "by": .text(audience == .admin ? review.reviewer : "a reviewer"),
        ]
    }

    private static func sizeFields(columns: Double, rows: Double) -> Fields {
        let shrink = min(1, displaySize / max(rows, columns))
        return [
            "width": .text(String(max(1, Int(columns * shrink)))),
            "height": .text(String(max(1, Int(rows * shrink)))),
        ]
    }

    /// Long side of the display picture, pixels.
    private static let displaySize = 2048.0

    private static func stateFields(_ record: ExamRecord, _ redact: Redaction) -> Fields {
        guard let meaning = StatusWords.meaning(record.status) else { return [:] }
        var state: Fields = ["meaning": .text(meaning), "style": .text(StatusWords.style(record.status))]
        state["reason"] = .words(redact(record.reason))
        state["next"] = .words(StatusWords.next(record.status))
        return ["state": .group(state)]
    }

    private static func previousFields(
        _ previous: [ExamRecord], of say: ExamWords, _ path: String, _ audience: Audience
    ) -> Field? {
        let (up, shared) = (PagePaths.toAudience(from: path), PagePaths.toShared(from: path))
        return .list(
            previous.map { earlier in
                let day = ExamWords(exam: earlier.exam, audience: audience).day
                var fields: Fields = [
                    "link": .text(up + PagePaths.film(earlier.exam.uid)), "day": .text(day),
                    "thumbnail": .text(shared + PagePaths.thumbnail(earlier.exam.uid)),
                    "pictureShown": .flag(FilmPicture.absence(of: earlier, for: audience) == nil),
                    "ai": .group(SeverityMark(severity: earlier.aiReport?.severity).fields),
                ]
                fields["interval"] = .words(TimeWords.interval(from: day, to: say.day))
                // Said outright: an absent name would be looked for in the page around, which has a radiologist of its own.
                fields["radiologist"] =
                    earlier.radiologistReport.flatMap { report in
                        report.hasText ? .group(SeverityMark(severity: report.severity).fields) : nil
                    } ?? .flag(false)
                return fields
            })
    }
}
