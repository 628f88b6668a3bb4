import HTTPClient
import Radiology

/// Reports of R4.
extension RecordWalk {
    /// Looks at an order that was found before. It is matched anew, and so is its patient: the film's may have been
    /// corrected since, and so may the order.
    /// - Returns: `nil` when it is no longer the film's, or no longer there.
    mutating func findInR4(request id: String) async throws(RecordError) -> Finding? {
        guard
            let request = try await resource("ServiceRequest", id).flatMap({ RequestCandidate($0, rules: fhir.rules) }),
            let owner = request.subject.id,
            let patient = try await resource("Patient", owner).flatMap(PatientCandidate.init), patient.id == owner,
            matching.isPatient(patient), case .one = matching.request([request], of: [owner])
        else { return nil }
        let search = try await fhir.search(
            Self.query(basedOn: id), for: "DiagnosticReport", validator: validator, budget: &budget)
        if search.isUnchanged { return .unchanged }
        let found = try await report(in: search, of: request, patients: [owner], patient: patient.details)
        return try await orDecisive(found, of: owner, patient.details)
    }

    /// `nil` when it is not there.
    private mutating func resource(_ type: String, _ id: String) async throws(RecordError) -> Resource? {
        let reply = try await fhir.read("\(type)/\(FHIRQuery.encoded(id))", budget: &budget)
        guard case .json(let json, _) = reply, let resource = Resource(json), resource.id == id else { return nil }
        return resource
    }

    /// What answers an order; where nothing does, what names the film itself.
    mutating func report(of request: RequestCandidate, patient: PatientCandidate) async throws(RecordError) -> Finding {
        let search = try await fhir.search(Self.query(basedOn: request.id), for: "DiagnosticReport", budget: &budget)
        let found = try await report(in: search, of: request, patients: [patient.id], patient: patient.details)
        return try await orDecisive(found, of: patient.id, patient.details)
    }

    /// A report that names the film itself, where its order has none that counts.
    private mutating func orDecisive(
        _ found: Finding, of patient: String, _ details: PatientDetails?
    ) async throws(RecordError) -> Finding {
        switch found {
        case .noReportYet: return try await decisiveReport(of: patient, details) ?? found
        case .withdrawn:
            // Another report that counts is worth more than the news that one was taken back.
            guard let other = try await decisiveReport(of: patient, details), case .report = other else { return found }
            return other
        default: return found
        }
    }

    private static func query(basedOn request: String) -> FHIRQuery {
        FHIRQuery("DiagnosticReport").adding("based-on", "ServiceRequest/\(request)").adding("_count", "50")
    }

    private mutating func report(
        in search: FHIRClient.Search, of request: RequestCandidate, patients: Set<String>, patient: PatientDetails?
    ) async throws(RecordError) -> Finding {
        let candidates = search.matches.compactMap { ReportCandidate($0, rules: fhir.rules) }
            .filter { $0.requests.contains(request.id) }
        switch matching.report(candidates, of: patients, order: request) {
        case .none:
            if let back = matching.withdrawal(candidates, of: patients) {
                return withdrawn(back, order: request, patient: patient)
            }
            return pending(request, validator: waiting(search), patient: patient)
        case .ambiguous(let count): return .ambiguous(.report, count: count, patient: patient)
        case .one(let report):
            return try await read(report, request: request, validator: search.validator, patient: patient)
                ?? pending(request, validator: waiting(search), patient: patient)
        }
    }

    /// No report of an order is not the whole answer where one may come that names the film and no order: the mark of
    /// that answer is not kept, so that all is asked again.
    private func waiting(_ search: FHIRClient.Search) -> Validator? {
        film.accession == nil && film.study == nil ? search.validator : nil
    }

    /// Among all reports of the patient those that name the film's accession number, its study, or an ImagingStudy
    /// that is its study; `nil` when none does.
    mutating func decisiveReport(
        of patient: String, _ details: PatientDetails?
    ) async throws(RecordError) -> Finding? {
        guard film.accession != nil || film.study != nil else { return nil }
        let all = try await reports(of: patient)
        var deciding = all.filter { matching.identifies($0) || matching.isNamed($0) }
        var isDecided = false
        if deciding.isEmpty, film.study != nil, !all.isEmpty {
            let studies = try await imagingStudies(of: patient)
            deciding = all.filter { report in
                report.imagingStudies.contains(where: studies.ids.contains)
                    || report.requests.contains(where: studies.requests.contains)
            }
            // The study decides; what else is known must not speak against it.
            deciding = deciding.filter { !matching.contradicts($0.identifiers) }
            isDecided = true
        }
        switch matching.report(deciding, of: [patient], isDecided: isDecided) {
        case .none:
            let back = matching.withdrawal(deciding, of: [patient], isDecided: isDecided)
            return back.map { withdrawn($0, order: nil, patient: details) }
        case .ambiguous(let count): return .ambiguous(.report, count: count, patient: details)
        case .one(let report):
            return try await read(report, request: nil, validator: nil, patient: details)
        }
    }

    /// How many reports of these days could be the film's, without saying so.
    mutating func openReports(of patient: String) async throws(RecordError) -> Int {
        let all = try await reports(of: patient).filter { report in
            report.requests.isEmpty && (report.exam.evidence == .imaging || !report.exam.regions.isEmpty)
                && (report.effective ?? report.issued).map { matching.isNear($0, fhir.server.window) } ?? false
        }
        return matching.plausible(all, of: [patient]).count { $0.status.isReadable }
    }

    /// From a month before the film to a year after it: a report has the time of the film, or that of its writing.
    private mutating func reports(of patient: String) async throws(RecordError) -> [ReportCandidate] {
        let (first, last) = days(before: 31 * 86_400, after: 366 * 86_400)
        let query = FHIRQuery("DiagnosticReport").adding("subject", "Patient/\(patient)")
            .adding("date", "ge\(first)").adding("date", "le\(last)").adding("_count", "100")
        return try await fhir.search(query, for: "DiagnosticReport", budget: &budget).matches.compactMap {
            ReportCandidate($0, rules: fhir.rules)
        }.filter { matching.isOf([patient], $0.subject) ?? false }
    }

    /// The ImagingStudy resources of the film's study, and the orders they carry out. A server without them has none.
    private mutating func imagingStudies(
        of patient: String
    ) async throws(RecordError) -> (ids: Set<String>, requests: Set<String>) {
        guard let study = film.study else { return ([], []) }
        let query = FHIRQuery("ImagingStudy").adding("subject", "Patient/\(patient)")
            .adding("identifier", "urn:oid:\(study.rawValue)")
        let found: [Resource]
        do {
            found = try await fhir.search(query, for: "ImagingStudy", budget: &budget).matches
        } catch {
            switch error {
            case .refused(404), .refused(403), .refused(501), .requestRefused, .outcome: return ([], [])
            default: throw error
            }
        }
        let same = found.filter { resource in
            resource.identifiers.contains { Identifier.bareUID($0.value) == study }
                && resource.json["subject"]?.text("reference").flatMap(Resource.target)?.id == patient
        }
        return (Set(same.compactMap(\.id)), Set(same.flatMap { $0.references("basedOn", to: "ServiceRequest") }))
    }
}
