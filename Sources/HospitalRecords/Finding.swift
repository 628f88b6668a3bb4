import Radiology

/// What the hospital knows about a film.
public enum Finding: Sendable, Equatable {
    case report(HospitalReport, patient: PatientDetails?)
    /// The patient is known there and no readable report is; `pending` when the order was found.
    case noReportYet(patient: PatientDetails?, pending: PendingReport?)
    /// The hospital has taken its report back: cancelled, or entered in error.
    case withdrawn(WithdrawnReport, patient: PatientDetails?)
    /// More than one would fit: a person decides, nothing is guessed. With one, it could be the one and nothing proves it.
    case ambiguous(Ambiguity, count: Int, patient: PatientDetails?)
    case unknownPatient
    /// The same as when `validator` was given out.
    case unchanged
}

/// What there was more than one of.
public enum Ambiguity: String, Sendable, Codable, CaseIterable { case patient, request, report }

/// A radiologist's report, as the hospital keeps it.
public struct HospitalReport: Sendable, Equatable {
    /// The server's id of the report.
    public var id: String
    /// The order it answers, to be kept and given as `knownRequest`.
    public var remembered: RememberedRequest?
    /// Plain text; lines end with `\n`.
    public var text: String
    public var status: ReportStatus
    public var radiologist: String?
    /// The clinical indication.
    public var justification: String?
    /// Numbers of the order, such as the placer's; the accession number is not among them, two orders may have it.
    public var orderNumbers: [String] = []
    /// As the server wrote it.
    public var issued: String?
    /// The predecessor's word for the kind of exam (`radio`, `ct`, …).
    public var type: ExamType
    public var form: TextForm

    package init(
        id: String, request: String?, text: String, status: ReportStatus, radiologist: String? = nil,
        justification: String? = nil, issued: String? = nil, type: ExamType = .radiograph, form: TextForm = .plain,
        validator: Validator? = nil, server: String = ""
    ) {
        (self.id, self.text, self.status) = (id, text, status)
        remembered = request.map { RememberedRequest(server: server, id: $0, validator: validator) }
        (self.radiologist, self.justification, self.issued) = (radiologist, justification, issued)
        (self.type, self.form) = (type, form)
    }

    /// The server's id of the order.
    public var request: String? { remembered?.id }
    public var validator: Validator? { remembered?.validator }

    /// More may come: the report is shown and asked for again.
    public var isPreliminary: Bool { status.isPreliminary }
}

/// An order without a report.
public struct PendingReport: Sendable, Equatable {
    /// To be kept and given as `knownRequest`.
    public var remembered: RememberedRequest
    /// The clinical indication.
    public var justification: String?

    package init(request: String, justification: String? = nil, validator: Validator? = nil, server: String = "") {
        remembered = RememberedRequest(server: server, id: request, validator: validator)
        self.justification = justification
    }

    public var request: String { remembered.id }
    public var validator: Validator? { remembered.validator }
}

/// A report that the hospital took back.
public struct WithdrawnReport: Sendable, Equatable {
    /// The server's id of the report.
    public var id: String
    /// The order it answered.
    public var remembered: RememberedRequest?
    /// The clinical indication, which still holds.
    public var justification: String?

    package init(id: String, request: String?, justification: String? = nil, server: String = "") {
        (self.id, self.justification) = (id, justification)
        remembered = request.map { RememberedRequest(server: server, id: $0) }
    }

    public var request: String? { remembered?.id }
}

/// What the hospital says about a patient; the caller fills in what it does not know better.
public struct PatientDetails: Sendable, Equatable {
    /// The server's own id.
    public var hospitalID: String
    /// `FAMILY^GIVEN^MIDDLE`; `nil` when unknown.
    public var name: String?
    public var birthDate: CalendarDay?
    public var sex: Sex?

    package init(hospitalID: String, name: String? = nil, birthDate: CalendarDay? = nil, sex: Sex? = nil) {
        (self.hospitalID, self.name, self.birthDate, self.sex) = (hospitalID, name, birthDate, sex)
    }
}

/// Patients and reports do not print themselves.
extension PatientDetails: CustomStringConvertible, CustomReflectable {
    public var description: String { "PatientDetails(…)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension HospitalReport: CustomStringConvertible, CustomReflectable {
    public var description: String { "HospitalReport(\(status.rawValue), \(text.utf8.count) bytes)" }
    public var customMirror: Mirror { Mirror(self, children: ["report": description]) }
}

extension PendingReport: CustomStringConvertible, CustomReflectable {
    public var description: String { "PendingReport(…)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// How far a report has come. Standard: FHIR R4 value set diagnostic-report-status; HL7 v2 tables 0123 and 0085.
public enum ReportStatus: String, Sendable, Codable, CaseIterable {
    case registered, partial, preliminary, final, amended, corrected, appended, cancelled, unknown
    case enteredInError = "entered-in-error"

    /// There is a text that counts.
    public var isReadable: Bool {
        switch self {
        case .registered, .cancelled, .enteredInError: false
        default: true
        }
    }

    public var isPreliminary: Bool { self == .preliminary || self == .partial }

    /// Among several reports of one order the highest counts.
    var rank: Int {
        switch self {
        case .corrected, .amended, .appended: 4
        case .final: 3
        case .unknown: 2
        case .preliminary, .partial: 1
        case .registered, .cancelled, .enteredInError: 0
        }
    }
}
