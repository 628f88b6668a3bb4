import Foundation
import HTTPClient
import Radiology

/// The text of a report of R4, and who wrote it.
extension RecordWalk {
    /// Attachments that are fetched for one report.
    private static let mostAttachments = 4

    /// - Returns: `nil` when the report holds no text yet.
    mutating func read(
        _ report: ReportCandidate, request: RequestCandidate?, validator: Validator?, patient: PatientDetails?
    ) async throws(RecordError) -> Finding? {
        guard let reading = try await text(of: report) else { return nil }
        guard
            case .report(var found, let patient) = finding(
                report, reading, request: request, requestID: report.requests.first, validator: validator,
                patient: patient)
        else { return nil }
        if found.radiologist == nil, let id = report.radiologistID { found.radiologist = try await name(of: id) }
        return .report(found, patient: patient)
    }

    /// The best form, else the conclusion, else the narrative.
    private mutating func text(of report: ReportCandidate) async throws(RecordError) -> ReportForm.Reading? {
        var forms = report.forms
        for index in forms.indices.prefix(Self.mostAttachments) where forms[index].data == nil {
            if let fetched = try await fetched(forms[index]) { forms[index] = fetched }
        }
        let fallback = fhir.server.fallbackCharset
        var problem: RecordError?
        do { if let reading = try ReportText.best(forms, fallback: fallback) { return reading } } catch {
            problem = error
        }
        if let conclusion = report.conclusion.map(ReportText.tidied)?.nonEmpty,
            conclusion.utf8.count <= ReportForm.longest
        {
            return ReportForm.Reading(text: conclusion, form: .conclusion)
        }
        // The narrative often repeats the heading only; it does not hide that there is a form we cannot read.
        if let problem { throw problem }
        guard let narrative = report.narrative.map({ ReportText.tidied(HTMLText.plain($0)) })?.nonEmpty,
            narrative.utf8.count <= ReportForm.longest
        else { return nil }
        return ReportForm.Reading(text: narrative, form: .narrative)
    }

    /// An attachment of the same server; one elsewhere is left alone.
    private mutating func fetched(_ form: ReportForm) async throws(RecordError) -> ReportForm? {
        // What is not text anyway need not come.
        if let type = form.contentType.flatMap({ TextForm(mediaType: $0) }), !type.isReadable { return nil }
        guard let url = form.url, let address = FHIRQuery.address(of: url, base: fhir.server.trimmedBase) else {
            return nil
        }
        let answer = try await fhir.send(
            address, authorized: true, validator: nil, accept: "text/plain, text/html, application/fhir+json",
            budget: &budget)
        if answer.status == 404 || answer.status == 410 { return nil }
        guard (200..<300).contains(answer.status) else {
            throw RecordError(status: answer.status, headers: answer.headers)
        }
        let type = answer.headers["Content-Type"] ?? ""
        var fetched = form
        if type.lowercased().hasPrefix("application/fhir+json") || type.lowercased().hasPrefix("application/json") {
            guard let resource = Resource(try JSONValue(answer.body)), resource.type == "Binary" else { return nil }
            fetched.contentType = resource.json.text("contentType") ?? form.contentType
            fetched.data = resource.json.text("data")
        } else {
            fetched.contentType = type.isEmpty ? form.contentType : type
            fetched.data = Data(answer.body).base64EncodedString()
        }
        return fetched
    }

    /// A radiologist who is only referred to; a report without the name is a report all the same.
    private mutating func name(of practitioner: String) async throws(RecordError) -> String? {
        do {
            let reply = try await fhir.read("Practitioner/\(FHIRQuery.encoded(practitioner))", budget: &budget)
            guard case .json(let json, _) = reply else { return nil }
            return ReportCandidate.name(of: json)
        } catch .cancelled { throw .cancelled } catch { return nil }
    }
}
