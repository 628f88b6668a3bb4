import Radiology

/// One search for one film, from the patient to the report.
struct RecordWalk: Sendable {
    let fhir: FHIRClient
    let film: FilmInQuestion
    let matching: Matching
    var budget = SearchBudget()

    /// What came with the last answer about the order that is remembered here.
    var validator: Validator? { film.knownRequest?.validator }

    init(fhir: FHIRClient, film: FilmInQuestion) {
        self.fhir = fhir
        self.film = film
        matching = Matching(film: film, server: fhir.server)
    }

    mutating func find() async throws(RecordError) -> Finding {
        let known = film.knownRequest.flatMap { known in
            known.server == fhir.server.identity ? Resource.validID(known.id.trimmed) : nil
        }
        switch fhir.server.dialect {
        case .predecessor:
            return try await findInPredecessor(known: known)
        case .r4:
            if let known, let finding = try await findInR4(request: known) { return finding }
            return try await findInR4()
        }
    }

    /// What a report says, when it has a text that counts.
    /// - Parameter reading: of its forms.
    func finding(
        _ report: ReportCandidate, _ reading: ReportForm.Reading, request: RequestCandidate?, requestID: String?,
        validator: Validator?, patient: PatientDetails?
    ) -> Finding {
        var found = HospitalReport(
            id: report.id, request: request?.id ?? requestID, text: reading.text, status: report.status,
            radiologist: report.radiologist, justification: request?.justification, issued: report.issuedText,
            type: request?.exam.type ?? report.exam.type ?? film.type, form: reading.form, validator: validator,
            server: fhir.server.identity)
        found.orderNumbers = request?.numbers ?? []
        return .report(found, patient: patient)
    }

    func withdrawn(_ report: ReportCandidate, order: RequestCandidate?, patient: PatientDetails?) -> Finding {
        .withdrawn(
            WithdrawnReport(
                id: report.id, request: order?.id ?? report.requests.first, justification: order?.justification,
                server: fhir.server.identity),
            patient: patient)
    }

    func pending(_ request: RequestCandidate, validator: Validator?, patient: PatientDetails?) -> Finding {
        .noReportYet(
            patient: patient,
            pending: PendingReport(
                request: request.id, justification: request.justification, validator: validator,
                server: fhir.server.identity))
    }
}
