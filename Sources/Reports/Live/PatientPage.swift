import Radiology

/// Everything of one patient along the time: studies, in them the films and what was said about them.
public struct PatientPage: Sendable {
    public let path: String
    let title: String
    package let fields: Fields

    /// - Parameters:
    ///   - token: of the page's address.
    ///   - films: newest first.
    public init(
        patient: Patient, token: String, films: [LiveFilm], viewer: LiveViewer, audience: Audience, threshold: Severity
    ) {
        path = PatientsPage.path(of: token)
        let page = path
        title = audience.patient(patient.name)
        var fields: Fields = [
            "patient": .text(title), "sex": .text(PatientsPage.sexWords(patient.sex)),
            "count": .text(CountWords.films(films.count)), "isEmpty": .flag(films.isEmpty),
            "patients": .text(PagePaths.toAudience(from: page) + PatientsPage.path),
        ]
        if audience == .admin {
            fields["number"] = .words(patient.key.isUnknown ? nil : patient.key.rawValue)
            fields["born"] = .words(patient.birthDate?.description)
            fields["hospital"] = .words(patient.hospitalID)
        }
        fields["studies"] = .list(
            Self.studies(films).map { study in
                Self.fields(study, page, viewer, audience, threshold)
            })
        self.fields = fields
    }

    /// Films of one study stand together, where the newest of them stands.
    private static func studies(_ films: [LiveFilm]) -> [[LiveFilm]] {
        var order: [String] = []
        var groups: [String: [LiveFilm]] = [:]
        for film in films {
            let exam = film.record.exam
            let key = exam.study?.rawValue ?? "day " + exam.created.prefix(10)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(film)
        }
        return order.compactMap { groups[$0] }
    }

    private static func fields(
        _ study: [LiveFilm], _ page: String, _ viewer: LiveViewer, _ audience: Audience, _ threshold: Severity
    ) -> Fields {
        let newest = study[0].record.exam
        let say = ExamWords(exam: newest, audience: audience)
        var fields: Fields = [
            "heading": .text(TimeWords.heading(say.day)), "time": .text(say.time), "day": .text(say.day),
            "count": .text(CountWords.films(study.count)),
            "series": .rows(series(study, page, viewer, audience, threshold)),
        ]
        fields["ageAndSex"] = .words(say.ageAndSex)
        return fields
    }

    private static func series(
        _ study: [LiveFilm], _ page: String, _ viewer: LiveViewer, _ audience: Audience, _ threshold: Severity
    ) -> [Fields] {
        var order: [String] = []
        var groups: [String: [LiveFilm]] = [:]
        for film in study {
            let key = film.record.exam.series?.rawValue ?? film.record.exam.uid.rawValue
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(film)
        }
        return order.compactMap { groups[$0] }.map { films in
            let redact = Redaction(for: films[0].record, audience: audience)
            return [
                "protocol": .words(redact(films[0].record.exam.protocolName)) ?? .flag(false),
                "modality": .text(films[0].record.exam.modality),
                "films": .rows(films.map { filmFields($0, page, viewer, audience, threshold) }),
            ]
        }
    }

    private static func filmFields(
        _ film: LiveFilm, _ page: String, _ viewer: LiveViewer, _ audience: Audience, _ threshold: Severity
    ) -> Fields {
        let record = film.record
        let redact = Redaction(for: record, audience: audience)
        var fields = LiveFilmRow(film, viewer: viewer, audience: audience, threshold: threshold).fields(from: page)
        let report = record.radiologistReport
        fields["report"] = .words(redact(report?.text ?? report?.english)) ?? .flag(false)
        fields["aiText"] = .words(redact(record.aiReport?.text)) ?? .flag(false)
        fields["model"] = .words(redact(record.aiReport?.model)) ?? .text("model not recorded")
        fields["doctor"] = .words(audience.radiologist(report?.radiologist)) ?? .flag(false)
        if fields["radiologist"] == nil { fields["radiologist"] = .flag(false) }
        if fields["ai"] == nil { fields["ai"] = .flag(false) }
        return fields
    }
}
