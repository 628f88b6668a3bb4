import Radiology

/// A DiagnosticReport of an answer.
package struct ReportCandidate: Sendable, Equatable {
    package let id: String
    let subject: Subject
    /// Orders that it answers.
    private(set) var requests: [String]
    let identifiers: [Identifier]
    /// Ids of ImagingStudy resources.
    let imagingStudies: [String]
    /// Studies that it names itself.
    let studies: Set<StudyInstanceUID>
    package let status: ReportStatus
    let effective: RecordTime?
    let issued: RecordTime?
    let issuedText: String?
    let exam: ExamWords
    package let forms: [ReportForm]
    let conclusion: String?
    let narrative: String?
    package let radiologist: String?
    /// Of a radiologist who is only referred to.
    let radiologistID: String?

    /// `nil` without a usable id, which the predecessor's server may leave out.
    package init?(_ resource: Resource, rules: RegionRules, id given: String? = nil) {
        guard resource.type == "DiagnosticReport", let id = resource.id ?? given else { return nil }
        let json = resource.json
        self.id = id
        subject = Subject(resource)
        requests = resource.references("basedOn", to: "ServiceRequest")
        identifiers = resource.identifiers
        let pictures = json.items("imagingStudy") + json.items("study")
        imagingStudies = pictures.compactMap { $0.text("reference").flatMap(Resource.target)?.id }
        let named =
            pictures.compactMap { $0["identifier"].flatMap(Identifier.init)?.study } + identifiers.compactMap(\.study)
        studies = Set(named)
        // The predecessor's server gives no status: what it gives out is final.
        status = json.text("status").map { ReportStatus(rawValue: $0) ?? .unknown } ?? .final
        effective = (json.text("effectiveDateTime") ?? json["effectivePeriod"]?.text("start")).flatMap {
            RecordTime($0)
        }
        issuedText = json.text("issued").flatMap { $0.utf8.count <= 40 ? $0 : nil }
        issued = issuedText.flatMap { RecordTime($0) }
        let words = resource.words("code", "category")
        exam = ExamWords(
            words: words, codes: resource.codes("code", "category"), sections: resource.codes("category"), rules: rules)
        forms = json.items("presentedForm").prefix(16).map { ReportForm($0) }
        conclusion = json.text("conclusion")
        narrative = json["text"]?.text("div")
        let signer = Self.signer(of: resource)
        (radiologist, radiologistID) = (signer.name, signer.id)
    }

    /// A report that was asked for by its order, as the predecessor's server has it.
    func answering(_ request: RequestCandidate) -> ReportCandidate {
        var report = self
        report.requests = [request.id]
        return report
    }

    /// The interpreter, else the performer: by the display, else by the contained resource, else to be looked up.
    private static func signer(of resource: Resource) -> (name: String?, id: String?) {
        let people = resource.json.items("resultsInterpreter") + resource.json.items("performer")
        for person in people {
            if let name = person.text("display") { return (tidied(name), nil) }
            guard let reference = person.text("reference") else { continue }
            if reference.hasPrefix("#") {
                let inside = resource.json.items("contained").first { $0.text("id") == String(reference.dropFirst()) }
                if let name = inside.flatMap(Self.name) { return (name, nil) }
            } else if let target = Resource.target(of: reference), target.type == "Practitioner" {
                return (nil, target.id)
            }
        }
        return (nil, nil)
    }

    /// A practitioner's name as people write it.
    static func name(of practitioner: JSONValue) -> String? {
        guard let name = practitioner.items("name").first else { return nil }
        if let text = name.text("text") { return tidied(text) }
        let parts = name.items("prefix") + name.items("given") + [name["family"]].compactMap(\.self)
        return tidied(parts.compactMap(\.text).joined(separator: " "))
    }

    private static func tidied(_ name: String) -> String? {
        ReportText.tidied(String(name.prefix(200)).replacing("\n", with: " ")).nonEmpty
    }
}
