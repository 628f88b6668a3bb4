import Radiology

/// The segments of one order in a message: its patient, ORC, OBR, and the observations below it.
struct OrderGroup: Sendable {
    private var patient: HL7Segment?
    private var order: HL7Segment?
    private var request: HL7Segment?
    private var observations: [HL7Segment] = []
    private var notes: [HL7Segment] = []
    private var study: StudyInstanceUID?

    init() {}

    /// The group that a segment begins: a new patient, or a new order of the same one.
    init(after other: OrderGroup, at segment: HL7Segment) {
        if segment.name != "PID" { patient = other.patient }
    }

    func isEnded(by segment: HL7Segment) -> Bool {
        switch segment.name {
        case "PID": patient != nil || request != nil
        case "OBR": request != nil
        case "ORC": request != nil || order != nil
        default: false
        }
    }

    mutating func take(_ segment: HL7Segment) {
        switch segment.name {
        case "PID": patient = segment
        case "ORC": order = segment
        case "OBR": request = segment
        case "OBX" where Self.namesStudy(segment): study = study ?? Self.study(in: segment, 5)
        case "OBX": observations.append(segment)
        case "NTE" where request != nil: notes.append(segment)
        // IHE: the study in a segment of its own (ZDS-1), or in the one of imaging procedures (IPC-3).
        case "ZDS": study = study ?? Self.study(in: segment, 1)
        case "IPC": study = study ?? Self.study(in: segment, 3)
        default: break
        }
    }

    /// DCM codes 113014 and 110180, or a text that says so.
    private static func namesStudy(_ observation: HL7Segment) -> Bool {
        if ["113014", "110180"].contains(observation.text(3, 1)) { return true }
        let words = [observation.text(3, 1), observation.text(3, 2)].compactMap { $0?.lowercased() }
        return words.contains { $0.contains("study instance uid") || $0.contains("studyinstanceuid") }
    }

    private static func study(in segment: HL7Segment, _ field: Int) -> StudyInstanceUID? {
        segment.text(field).flatMap(Identifier.bareUID)
    }

    /// - Returns: `nil` for segments without an order; without a text for one that is withdrawn.
    func report(fallback: TextCharset) throws(HL7Problem) -> ORUReport? {
        guard let request else { return nil }
        guard let patient else { throw .noPatient }
        var report = ORUReport()
        Self.fill(&report, from: patient)
        guard !report.patientNumbers.isEmpty || report.name != nil else { throw .noPatient }
        fill(&report, from: request)
        report.study = study
        let body = ObservationText(observations, notes: notes)
        report.status = ObservationText.status(order: request.text(25), observations: observations)
        if report.status == .cancelled { return report }
        guard report.status.isReadable else { throw .noReport }
        report.text = try body.text(fallback: fallback)
        return report
    }

    private static func fill(_ report: inout ORUReport, from patient: HL7Segment) {
        let numbers = patient.repetitions(3).map { ($0, false) }
        // PID-2 and PID-4 are the older places for numbers, of other houses as well: only a personal number is the same
        // everywhere.
        let older = (patient.repetitions(2) + patient.repetitions(4)).map { ($0, true) }
        for (repetition, isOlder) in numbers + older {
            guard let value = patient.text(in: repetition, 1), !isOlder || CNP(value) != nil else { continue }
            let number = ORUReport.PatientNumber(
                value: value, authority: patient.text(in: repetition, 4),
                authorityID: patient.text(in: repetition, 4, 2), type: patient.text(in: repetition, 5))
            if !report.patientNumbers.contains(number),
                !isOlder || !report.patientNumbers.contains(where: { $0.value == value })
            {
                report.patientNumbers.append(number)
            }
        }
        if let name = patient.repetitions(5).first {
            let parts = (1...3).map { part in
                (patient.text(in: name, part) ?? "").filter { !"^=\\".contains($0) }
            }
            let joined = parts.reversed().drop { $0.isEmpty }.reversed().joined(separator: "^")
            report.name = String(joined.prefix(256)).nonEmpty
        }
        report.birthDate = patient.text(7).flatMap { CalendarDay(String($0.prefix(8))) }
        report.sex =
            switch patient.text(8)?.uppercased() {
            case "M": .male
            case "F": .female
            case "O", "A": .other
            default: nil
            }
    }

    private func fill(_ report: inout ORUReport, from request: HL7Segment) {
        report.accession = request.text(18)
        report.fillerNumbers = [request.text(3), order?.text(3)].compactMap(\.self)
        report.placerOrder = request.text(2) ?? order?.text(2)
        report.observed = request.text(7).flatMap { RecordTime(hl7: $0) }
        report.reported = request.text(22).flatMap { RecordTime(hl7: $0) }
        report.services = [request.text(4, 2), request.text(4, 5), request.text(4, 1)].compactMap(\.self)
        report.section = request.text(24)
        report.justification = request.text(31, 2) ?? request.text(31, 1) ?? request.text(13)
        report.radiologist = request.repetitions(32).first.flatMap { Self.person(request, $0) }
    }

    /// OBR-32: a name in subcomponents (`id&family&given`), or in components (`id^family^given`).
    private static func person(_ segment: HL7Segment, _ repetition: ArraySlice<UInt8>) -> String? {
        let inside = (2...3).compactMap { segment.text(in: repetition, 1, $0) }
        let beside = (2...3).compactMap { segment.text(in: repetition, $0) }
        // After the number and the name come places and times: only letters make a name.
        let parts = inside.isEmpty ? beside.filter { $0.contains(where: \.isLetter) } : inside
        let prefix = inside.isEmpty ? segment.text(in: repetition, 6) : segment.text(in: repetition, 1, 6)
        let words =
            parts.isEmpty ? [segment.text(in: repetition, 1)].compactMap(\.self) : [prefix].compactMap(\.self) + parts
        return String(words.joined(separator: " ").prefix(200)).nonEmpty
    }
}
