import Foundation
import Radiology
import Store

/// What an alert says, the same on every channel. Without patient data unless the operator wants it: a phone's screen is
/// read by whoever passes.
package struct AlertMessage: Sendable, Equatable {
    /// What the operator decided about messages.
    package struct Policy: Sendable, Equatable {
        /// `NTFY_PHI`
        package var withPatientData: Bool
        /// `ALERT_LINK`, with `{uid}`.
        package var link: String?

        package init(withPatientData: Bool = false, link: String? = nil) {
            (self.withPatientData, self.link) = (withPatientData, link)
        }
    }

    /// The same for every attempt at this message, so that a receiver can drop one that comes twice.
    package let id: String
    package let occasion: Alert.Occasion
    /// Initials; the name when the operator wants it.
    package let patient: String
    /// `unknown` when the film has none.
    package let region: String
    package let severity: Severity
    package let summary: String?
    package let link: String?
    /// The reader's text, when the operator wants it and it is still the one that this severity was about.
    package let text: String?
    package let answered: Date
    /// 1, and more when it may have come before.
    package let attempt: Int

    package init(_ alert: Alert, about record: ExamRecord, _ policy: Policy) {
        let name = record.exam.patient.name
        id = alert.token
        occasion = alert.occasion
        patient = policy.withPatientData && !name.isEmpty ? Self.plain(name, limit: 120) : Initials.patient(name)
        region = record.exam.region.map { Self.plain($0.rawValue, limit: 60) } ?? "unknown"
        severity = alert.severity
        summary = alert.summary.flatMap { Self.harmless($0, for: record.exam.patient, policy) }
        link = policy.link?.replacingOccurrences(of: "{uid}", with: alert.uid.rawValue)
        let isCurrent = record.aiReport?.severity == alert.severity && alert.occasion == .finding
        text = policy.withPatientData && isCurrent ? record.aiReport.map { Self.plain($0.text, limit: 2500) } : nil
        answered = alert.entered
        attempt = alert.attempts + 1
    }

    /// One to three words of the model. It may have read the name that is burnt into a film.
    private static func harmless(_ summary: String, for patient: Patient, _ policy: Policy) -> String? {
        let words = plain(summary, limit: 80)
        if words.isEmpty { return nil }
        if policy.withPatientData { return words }
        let told = Set(parts(words))
        let secret = parts(patient.name) + parts(patient.key.rawValue)
        return secret.contains(where: told.contains) ? nil : words
    }

    /// Words of three letters and more, compared without case and accents; shorter ones are in every text.
    private static func parts(_ text: String) -> [String] {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .split { !$0.isLetter && !$0.isNumber }.filter { $0.count >= 3 }.map(String.init)
    }

    /// A line without control characters, so that no field looks like the next one.
    /// - Parameter limit: in bytes of UTF-8; ntfy makes an attachment of more than 4096.
    private static func plain(_ text: String, limit: Int) -> String {
        let letters = text.unicodeScalars.map { $0.isPlain ? Character($0) : " " }
        let words = String(letters).split(separator: " ").joined(separator: " ")
        if words.utf8.count <= limit { return words }
        var (kept, size) = ("", 0)
        for letter in words {
            size += letter.utf8.count
            if size > limit - 3 { break }
            kept.append(letter)
        }
        return kept + "…"
    }
}
