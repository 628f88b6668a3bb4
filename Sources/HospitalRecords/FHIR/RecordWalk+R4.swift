import Radiology

/// Plain R4: we match, the server searches.
extension RecordWalk {
    /// Of several records of one patient only so many are asked about.
    static let mostPatients = 5

    mutating func findInR4() async throws(RecordError) -> Finding {
        let patients = try await patientsInR4()
        guard let first = patients.first else { return .unknownPatient }
        if patients.count == 1 { return try await findInR4(of: first) }
        return try await decideAmong(patients)
    }

    private mutating func patientsInR4() async throws(RecordError) -> [PatientCandidate] {
        let number = film.patientID.trimmed
        if !number.isEmpty {
            let system = fhir.server.identifierSystem
            let value = FHIRQuery.escaped(number)
            let query = FHIRQuery("Patient").adding(
                "identifier", system.isEmpty ? value : "\(FHIRQuery.escaped(system))|\(value)")
            let found = matching.patients(byIdentifier: try await patients(query))
            if !found.isEmpty { return found }
        }
        // A name alone is no person: without a birth date nobody is asked for.
        guard let born = film.born else { return [] }
        let parts =
            film.name.split(separator: "=").first?
            .split(separator: "^", maxSplits: 4, omittingEmptySubsequences: false) ?? []
        guard let family = parts.first.map({ String($0).trimmed }), !family.isEmpty, parts.count > 1 else { return [] }
        let given = parts[1].split(separator: " ").first.map { FHIRQuery.escaped(String($0)) }
        let query = FHIRQuery("Patient").adding("family", FHIRQuery.escaped(family)).adding("given", given)
            .adding("birthdate", born.description).adding("_count", "50")
        return matching.patients(byName: try await patients(query))
    }

    private mutating func patients(_ query: FHIRQuery) async throws(RecordError) -> [PatientCandidate] {
        try await fhir.search(query, for: "Patient", budget: &budget).matches.compactMap(PatientCandidate.init)
    }

    /// Several records fit: only an accession number or a study can say which of them is meant.
    private mutating func decideAmong(_ patients: [PatientCandidate]) async throws(RecordError) -> Finding {
        let undecided = Finding.ambiguous(.patient, count: patients.count, patient: nil)
        guard film.accession != nil || film.study != nil, patients.count <= Self.mostPatients else { return undecided }
        var found: [Finding] = []
        for patient in patients {
            if let finding = try await decisive(of: patient) { found.append(finding) }
        }
        return found.count == 1 ? found[0] : undecided
    }

    /// What names the film itself; `nil` when nothing does.
    private mutating func decisive(of patient: PatientCandidate) async throws(RecordError) -> Finding? {
        let requests = try await self.requests(of: patient).filter { matching.decides($0) }
        if case .one(let request) = matching.request(requests, of: [patient.id]) {
            return try await report(of: request, patient: patient)
        }
        return try await decisiveReport(of: patient.id, patient.details)
    }

    private mutating func findInR4(of patient: PatientCandidate) async throws(RecordError) -> Finding {
        switch matching.request(try await requests(of: patient), of: [patient.id]) {
        case .one(let request): return try await report(of: request, patient: patient)
        case .ambiguous(let count):
            return try await decisiveReport(of: patient.id, patient.details)
                ?? .ambiguous(.request, count: count, patient: patient.details)
        case .none:
            if let finding = try await decisiveReport(of: patient.id, patient.details) { return finding }
            let open = try await openReports(of: patient.id)
            return open == 0
                ? .noReportYet(patient: patient.details, pending: nil)
                : .ambiguous(.report, count: open, patient: patient.details)
        }
    }

    /// Orders with the film's accession number, else those of the days around the film: by the day they are for, and by
    /// the day they were written.
    private mutating func requests(of patient: PatientCandidate) async throws(RecordError) -> [RequestCandidate] {
        let base = FHIRQuery("ServiceRequest").adding("subject", "Patient/\(patient.id)")
        if let accession = film.accession {
            let query = base.adding("identifier", FHIRQuery.escaped(accession))
            let found = try await requests(query).filter { matching.decides($0) }
            if !found.isEmpty { return found }
        }
        var found: [RequestCandidate] = []
        for field in ["occurrence", "authored"] {
            let (first, last) = days(before: fhir.server.window.before, after: fhir.server.window.after)
            let query = base.adding(field, "ge\(first)").adding(field, "le\(last)").adding("_count", "100")
            found += try await requests(query)
        }
        return found
    }

    private mutating func requests(_ query: FHIRQuery) async throws(RecordError) -> [RequestCandidate] {
        try await fhir.search(query, for: "ServiceRequest", budget: &budget).matches.compactMap {
            RequestCandidate($0, rules: fhir.rules)
        }
    }

    /// The days around the exposure, with one more on both sides for the zones of the server.
    func days(before: Int, after: Int) -> (first: CalendarDay, last: CalendarDay) {
        let day = film.exposed.day
        let first = CalendarDay(dayNumber: day.dayNumber - (before + 86_399) / 86_400 - 1) ?? day
        return (first, CalendarDay(dayNumber: day.dayNumber + (after + 86_399) / 86_400 + 1) ?? day)
    }
}
