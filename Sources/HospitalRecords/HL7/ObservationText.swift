import Foundation

/// The text of an order's observations.
struct ObservationText: Sendable {
    private let observations: [HL7Segment]
    private let notes: [HL7Segment]

    /// Deleted and wrong observations are left away; set ids order the others where each has its own.
    init(_ observations: [HL7Segment], notes: [HL7Segment]) {
        let live = observations.filter { !["D", "W", "X"].contains($0.text(11)?.uppercased()) }
        let ids = live.map { $0.text(1).flatMap { Int($0) } }
        if ids.allSatisfy({ $0 != nil }), Set(ids).count == ids.count {
            self.observations = zip(ids, live).sorted { ($0.0 ?? 0) < ($1.0 ?? 0) }.map(\.1)
        } else {
            self.observations = live
        }
        self.notes = notes
    }

    /// Lines of one kind (findings, impression) stand together, with an empty line between kinds. A note counts only
    /// where no observation has a text.
    /// - Throws: `.formNotReadable` when all there is are RTF, PDF and references; `.noReport` when there is nothing.
    func text(fallback: TextCharset) throws(HL7Problem) -> String {
        var (pieces, kind, isUnreadable): ([String], String?, Bool) = ([], nil, false)
        for observation in observations {
            guard let piece = Self.piece(observation, fallback: fallback) else {
                isUnreadable = isUnreadable || Self.carriesForm(observation)
                continue
            }
            let itsKind = Self.kind(of: observation)
            if !pieces.isEmpty, itsKind != kind { pieces.append("") }
            pieces.append(piece)
            kind = itsKind
        }
        if !pieces.contains(where: { !$0.trimmed.isEmpty }) { pieces = notes.map { $0.lines(3) } }
        let text = ReportText.tidied(pieces.joined(separator: "\n"))
        guard text.utf8.count <= ReportForm.longest else { throw .tooLarge }
        guard text.isEmpty else { return text }
        throw isUnreadable ? .formNotReadable : .noReport
    }

    /// What an observation is about: `59776-5&GDT`, `IMP`, …
    private static func kind(of observation: HL7Segment) -> String? {
        observation.repetitions(3).first.map { repetition in
            String(decoding: observation.component(repetition, 1), as: UTF8.self)
        }
    }

    /// `nil` for an observation that is no text.
    private static func piece(_ observation: HL7Segment, fallback: TextCharset) -> String? {
        switch observation.text(2)?.uppercased() {
        case "TX", "FT", "ST", nil: observation.lines(5)
        case "CE", "CWE": observation.text(5, 2) ?? observation.text(5, 1)
        case "ED": document(observation, fallback: fallback)
        default: nil
        }
    }

    private static func carriesForm(_ observation: HL7Segment) -> Bool {
        ["ED", "RP"].contains(observation.text(2)?.uppercased()) && !observation.field(5).isEmpty
    }

    /// Encapsulated data: `source^type^subtype^encoding^data`. Standard: HL7 v2.5.1 §2.A.24.
    private static func document(_ observation: HL7Segment, fallback: TextCharset) -> String? {
        guard let repetition = observation.repetitions(5).first else { return nil }
        let type = [observation.text(in: repetition, 2), observation.text(in: repetition, 3)]
            .compactMap { $0?.lowercased() }
        let label = type.count == 2 && !type[1].contains("/") ? type.joined(separator: "/") : type.last ?? "text/plain"
        let known: [String: TextForm] = ["text/": .plain, "application/rtf": .rtf, "octet-stream/pdf": .pdf]
        let labelled = known[label] ?? TextForm(mediaType: label)
        var bytes = observation.unescaped(observation.component(repetition, 5))
        if observation.text(in: repetition, 4)?.lowercased() == "base64" {
            guard let decoded = Data(base64Encoded: Data(bytes.filter { $0 > 0x20 })) else { return nil }
            bytes = Array(decoded)
        }
        let form = labelled == .other ? nil : labelled
        let reading = try? ReportForm.read(bytes, labelled: form, charset: nil, fallback: fallback)
        return reading.flatMap(\.self)?.text
    }

    /// OBR-25 (table 0123), else what the observations say in OBX-11 (table 0085). Where every observation is taken
    /// back, so is the report, whatever the order says: a note that remains is not its text.
    static func status(order: String?, observations: [HL7Segment]) -> ReportStatus {
        let each = Set(observations.compactMap { $0.text(11)?.uppercased() })
        let isTakenBack = observations.allSatisfy { ["X", "D", "W"].contains($0.text(11)?.uppercased()) }
        if isTakenBack, !observations.isEmpty { return .cancelled }
        switch order?.uppercased() {
        case "F": return .final
        case "C", "M": return .corrected
        case "P", "A", "R": return .preliminary
        case "X": return .cancelled
        case "O", "I", "S", "Y", "Z": return .registered
        default: break
        }
        if !each.isDisjoint(with: ["P", "R", "S", "I"]) { return .preliminary }
        return each.contains("C") ? .corrected : .final
    }
}
