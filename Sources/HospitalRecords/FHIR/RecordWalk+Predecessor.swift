import Radiology

/// The predecessor's server: it matches time, kind and region itself, and a report has the id of its request.
extension RecordWalk {
    /// - Parameter known: an order that was found before. Whose film it is may have been corrected since, and a number
    ///   of an order means nothing without its patient: so the patient is looked for all the same.
    mutating func findInPredecessor(known: String?) async throws(RecordError) -> Finding {
        let patient: PatientCandidate
        switch try await patientInPredecessor() {
        case .none: return .unknownPatient
        case .ambiguous(let count): return .ambiguous(.patient, count: count, patient: nil)
        case .one(let found): patient = found
        }
        if let known, let finding = try await findInPredecessor(request: known, of: patient) { return finding }
        switch matching.requestInPredecessor(try await requestsInPredecessor(of: patient), of: patient.id) {
        case .none: return .noReportYet(patient: patient.details, pending: nil)
        case .ambiguous(let count): return .ambiguous(.request, count: count, patient: patient.details)
        case .one(let request):
            let reply = try await fhir.read(Self.reportPath(request.id), budget: &budget)
            return try reportInPredecessor(reply, of: request, patient: patient)
        }
    }

    private mutating func requestsInPredecessor(
        of patient: PatientCandidate
    ) async throws(RecordError) -> [RequestCandidate] {
        let query = FHIRQuery("fhir/ServiceRequest")
            .adding("patient", patient.id).adding("dt", film.exposed.localText)
            .adding("type", film.type.rawValue).adding("region", film.region?.rawValue)
        return try await fhir.search(query, for: "ServiceRequest", budget: &budget).matches
            .compactMap { RequestCandidate($0, rules: fhir.rules) }
    }

    /// The number first, then the name; a failure that the server reports stops the search.
    private mutating func patientInPredecessor() async throws(RecordError) -> Match<PatientCandidate> {
        let number = film.patientID.trimmed
        if !number.isEmpty {
            let search = try await fhir.search(Self.patientQuery(number), for: "Patient", budget: &budget)
            let found = matching.patient(byNumber: SearchPage(search.pages))
            if case .none = found {} else { return found }
        }
        let name = film.name.split(separator: "=").first.map { group in
            group.split { $0 == "^" || $0 == " " }.prefix(6).joined(separator: " ")
        }
        guard let name, !name.isEmpty else { return .none }
        let search = try await fhir.search(Self.patientQuery(name), for: "Patient", budget: &budget)
        return matching.patient(byName: SearchPage(search.pages))
    }

    private static func patientQuery(_ text: String) -> FHIRQuery { FHIRQuery("fhir/Patient").adding("q", text) }
    private static func reportPath(_ request: String) -> String {
        "fhir/DiagnosticReport/\(FHIRQuery.encoded(request))"
    }

    /// - Returns: `nil` when the server no longer knows the request, or it is not this patient's. Where it does not say
    ///   whose it is, it must be among those that the server finds for the patient and the film.
    private mutating func findInPredecessor(
        request id: String, of patient: PatientCandidate
    ) async throws(RecordError) -> Finding? {
        let answer = try await fhir.read("fhir/ServiceRequest/\(FHIRQuery.encoded(id))", budget: &budget)
        guard case .json(let json, _) = answer,
            let request = Resource(json).flatMap({ RequestCandidate($0, rules: fhir.rules) }), request.id == id,
            case .one = matching.requestInPredecessor([request], of: patient.id)
        else { return nil }
        if !request.subject.isTold {
            let found = try await requestsInPredecessor(of: patient).filter { $0.id == id }
            guard case .one = matching.requestInPredecessor(found, of: patient.id) else { return nil }
        }
        let reply = try await fhir.read(Self.reportPath(id), validator: validator, budget: &budget)
        if case .unchanged = reply { return .unchanged }
        return try reportInPredecessor(reply, of: request, patient: patient)
    }

    private func reportInPredecessor(
        _ reply: FHIRClient.Reply, of request: RequestCandidate, patient candidate: PatientCandidate
    ) throws(RecordError) -> Finding {
        let patient = candidate.details
        guard case .json(let json, let validator) = reply else {
            return pending(request, validator: nil, patient: patient)
        }
        guard let resource = Resource(json),
            let report = ReportCandidate(resource, rules: fhir.rules, id: request.id)
        else { throw .answerUnreadable(.notTheResource) }
        // What it tells must not be somebody else's, of another exam or of another day; it often tells none of it.
        let answer = [report.answering(request)]
        if let back = matching.withdrawal(answer, of: [candidate.id]) {
            return withdrawn(back, order: request, patient: patient)
        }
        guard !matching.plausible(answer, of: [candidate.id]).isEmpty, report.status.isReadable
        else { return pending(request, validator: validator, patient: patient) }
        let form = ReportText.chosen(report.forms, type: film.type, region: film.region?.rawValue ?? "")
        guard let form, let reading = try form.read(encodes: false, fallback: fhir.server.fallbackCharset) else {
            return pending(request, validator: validator, patient: patient)
        }
        return finding(
            report, reading, request: request, requestID: nil, validator: validator, patient: patient)
    }
}
