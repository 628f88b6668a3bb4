import Radiology
import Reports

/// The words of one exam as one audience may read them: free text without the patient, and without any radiologist of
/// the house, also one who only refers to another's report.
struct ShownWords: Sendable {
    private let redact: Redaction
    private let names: ShownNames
    private let seesNames: Bool

    init(_ record: ExamRecord, _ audience: Audience, _ names: ShownNames) {
        redact = Redaction(for: record, audience: audience)
        self.names = names
        seesNames = audience == .admin
    }

    func callAsFunction(_ text: String) -> String { seesNames ? text : names.everyone(redact(text)) }

    func text(_ text: String?) -> String? { text.map { self($0) } }

    func identifier(_ text: String?) -> String? { seesNames ? text : nil }

    func name(_ name: String?) -> String? {
        guard let name else { return nil }
        return seesNames ? name : names.radiologist(name)
    }

    /// Times are no free text; what an old database holds in place of one is shown to admins only.
    func moment(_ text: String?) -> String? {
        guard let text, !seesNames else { return text }
        let isTime =
            text.utf8.count <= 35
            && text.utf8.allSatisfy { (0x30...0x3a).contains($0) || "+-. TZ".utf8.contains($0) }
        return isTime && CalendarDay(String(text.prefix(10))) != nil ? text : nil
    }
}
