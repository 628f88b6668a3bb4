import Radiology

/// Patients by name, with a search.
public struct PatientsPage: Sendable {
    public static let path = "patients.html"

    /// Where a patient's page is. The token stands in for the number, which no address may hold.
    public static func path(of token: String) -> String { "patients/\(token).html" }

    let rows: [Fields]
    let total: Int
    let pages: Int
    let page: Int
    let search: String
    let audience: Audience

    /// - Parameter patients: each with the token of its page, by name.
    public init(
        patients: [(patient: Patient, token: String)], total: Int, pages: Int, page: Int, search: String,
        audience: Audience
    ) {
        rows = patients.map { Self.row($0.patient, $0.token, audience) }
        self.total = total
        self.pages = max(1, pages)
        self.page = min(max(page, 1), max(pages, 1))
        self.search = search
        self.audience = audience
    }

    private static func row(_ patient: Patient, _ token: String, _ audience: Audience) -> Fields {
        var fields: Fields = [
            "name": .text(audience.patient(patient.name)), "link": .text(path(of: token)),
            "sex": .text(sexWords(patient.sex)),
        ]
        if audience == .admin {
            fields["number"] = .words(patient.key.isUnknown ? nil : patient.key.rawValue) ?? .flag(false)
            fields["born"] = .words(patient.birthDate?.description) ?? .flag(false)
            fields["hospital"] = .words(patient.hospitalID) ?? .flag(false)
        }
        return fields
    }

    static func sexWords(_ sex: Sex?) -> String {
        switch sex {
        case .female: "female"
        case .male: "male"
        case .other, nil: "–"
        }
    }

    package var fields: Fields {
        func link(_ page: Int) -> Field {
            let search = search.isEmpty ? "" : "search=" + PercentText.encoded(search) + "&"
            return .text("\(Self.path)?\(search)page=\(page)")
        }
        var fields: Fields = [
            "total": .text(total == 1 ? "1 patient" : "\(CountWords.grouped(total)) patients"),
            "withNumbers": .flag(audience == .admin), "isEmpty": .flag(rows.isEmpty), "page": .text(String(page)),
            "pages": .text(CountWords.grouped(pages)), "pager": .flag(pages > 1),
        ]
        fields["search"] = .words(search)
        fields["rows"] = .list(rows)
        fields["previousPage"] = page > 1 ? link(page - 1) : .flag(false)
        fields["nextPage"] = page < pages ? link(page + 1) : .flag(false)
        return fields
    }
}
