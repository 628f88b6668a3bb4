import Radiology

/// A radiologist's report out of an ORU^R01 message.
public struct ORUReport: Sendable, Equatable {
    /// PID-3: a number and who gave it out.
    public struct PatientNumber: Sendable, Equatable {
        public var value: String
        /// Assigning authority (PID-3.4): its name; `nil` when none is named.
        public var authority: String?
        /// Its universal id, such as an OID; `nil` when none is told.
        public var authorityID: String?
        /// Identifier type (PID-3.5, table 0203), such as `PI` or `NI`.
        public var type: String?
    }

    public var patientNumbers: [PatientNumber] = []
    /// `FAMILY^GIVEN^MIDDLE`; `nil` when unknown.
    public var name: String?
    public var birthDate: CalendarDay?
    public var sex: Sex?
    /// OBR-18.
    public var accession: String?
    /// OBR-3, ORC-3: with many senders the accession number.
    public var fillerNumbers: [String] = []
    /// OBR-2 or ORC-2.
    public var placerOrder: String?
    public var study: StudyInstanceUID?
    /// OBR-7: when the pictures were made.
    public var observed: RecordTime?
    /// OBR-22: when the report was written.
    public var reported: RecordTime?
    /// MSH-7: when the message was.
    public var sent: RecordTime?
    /// The kind that OBR-4 and OBR-24 name; `nil` when they name none, or two.
    public var type: ExamType? { exam(.standard).type }
    /// All that OBR-4 has, and OBR-24.
    var services: [String] = []
    var section: String?
    /// OBR-4: what was ordered.
    public var service: String? { services.first }
    public var status: ReportStatus = .final
    public var text = ""
    /// OBR-32.
    public var radiologist: String?
    /// OBR-31, else OBR-13: the clinical indication.
    public var justification: String?

    public init() {}

    /// Numbers that may be the accession number: OBR-18, OBR-3, ORC-3, in this order, without repetitions.
    public var accessions: [String] {
        var seen: Set<String> = []
        return ([accession].compactMap(\.self) + fillerNumbers).filter { seen.insert($0).inserted }
    }

    /// What the order says about the exam.
    func exam(_ rules: RegionRules) -> ExamWords {
        let codes = [section].compactMap(\.self)
        return ExamWords(words: services, codes: codes, sections: codes, rules: rules)
    }

    /// The regions that the order names.
    public func regions(_ rules: RegionRules) -> Set<BodyRegion> { exam(rules).regions }

    /// What tells this order from others of the same patient: the numbers of the placer and the filler (without one the
    /// accession number), and what was ordered, for one number may be given to two works.
    public var orderKey: String {
        let numbers = [placerOrder ?? "", fillerNumbers.first ?? accession ?? ""]
        let work = service?.lowercased().split(separator: " ").joined(separator: " ") ?? ""
        return "hl7 " + (numbers + [work]).joined(separator: "|")
    }

    /// The numbers of the order alone; two orders may have one accession number.
    public var orderNumbers: [String] {
        ([placerOrder].compactMap(\.self) + fillerNumbers).filter { $0 != accession }
    }

    /// The laboratory's, or another section's that makes no pictures: it is at no film.
    public var isOfOtherSection: Bool { exam(.standard).evidence == .other }

    /// The sender takes back what it said of this order.
    public var isWithdrawn: Bool { !status.isReadable }

    /// How sure it is that a film is the one that the report is about.
    public enum Agreement: String, Sendable, CaseIterable, Comparable {
        case no, possible, certain

        public static func < (a: Self, b: Self) -> Bool { a.order < b.order }
        private var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }
}

extension ORUReport: CustomStringConvertible, CustomReflectable {
    public var description: String { "ORUReport(\(status.rawValue), \(text.utf8.count) bytes)" }
    public var customMirror: Mirror { Mirror(self, children: ["report": description]) }
}
