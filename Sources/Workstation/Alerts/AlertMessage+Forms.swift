import Foundation
import HTTPClient
import Radiology
import Store

/// The shapes in which the channels take a message.
extension AlertMessage {
    /// Fixed words: a header takes ASCII only.
    package var title: String {
        switch occasion {
        case .finding: "XRayVision Alert - Positive Finding"
        case .canary: "XRayVision Alert - Changed Model"
        }
    }

    /// The message as lines of text.
    package var lines: [String] {
        let what = occasion == .finding ? "Positive finding" : "A film with a known answer was read otherwise"
        let verdict = [patient, "severity \(severity.score)/10", summary].compactMap { $0 }.joined(separator: ", ")
        return ["\(what): \(region)", verdict] + [text, link].compactMap { $0 }
    }

    /// Headers and body for an ntfy topic. A second message of one sequence takes the first one's place on the phone, from
    /// ntfy 2.16 on.
    package var ntfy: (headers: HTTPHeaders, body: [UInt8]) {
        let headers: HTTPHeaders = [
            "Title": title, "Tags": "warning,skull", "Priority": "4", "X-Sequence-ID": id,
        ]
        return (headers, Array(lines.joined(separator: "\n").utf8))
    }

    /// Headers and body for a webhook: by the id a receiver drops what comes twice, without reading the body.
    package var webhook: (headers: HTTPHeaders, body: [UInt8]) {
        let headers: HTTPHeaders = [
            "Content-Type": "application/json", "Idempotency-Key": id, "X-Alert-ID": id,
            "X-Alert-Attempt": "\(attempt)",
        ]
        return (headers, json)
    }

    /// One JSON object for a webhook, described for its receivers in `docs/alerts.md`:
    ///
    /// | key | value |
    /// |---|---|
    /// | `event` | `finding`, or `canary`: a film with a known answer was read otherwise |
    /// | `id` | 32 hexadecimal digits, the same for every attempt at this message |
    /// | `patient` | initials, `E.A.`; the name with `NTFY_PHI` |
    /// | `region` | key of the region, or `unknown` |
    /// | `severity` | 0 to 10 |
    /// | `summary` | one to three words; absent when there are none |
    /// | `link` | from `ALERT_LINK`; absent without |
    /// | `text` | the reader's text; only with `NTFY_PHI` |
    /// | `answered` | when the answer was kept, RFC 3339 UTC |
    package var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let form = Form(
            event: occasion == .finding ? "finding" : "canary", id: id, patient: patient, region: region,
            severity: severity.score, summary: summary, link: link, text: text, answered: UTCTime.text(answered))
        // Strings and numbers always encode.
        return (try? encoder.encode(form)).map(Array.init) ?? []
    }

    private struct Form: Encodable {
        let event, id, patient, region: String
        let severity: Int
        let summary, link, text: String?
        let answered: String
    }

    /// A mail to one reader.
    /// - Parameter now: the mail's date.
    package func mail(from sender: String, to reader: String, now: Date) -> MailMessage {
        let domain = sender.split(separator: "@").last.map(String.init) ?? "localhost"
        let what = occasion == .finding ? "severity \(severity.score)/10, \(region)" : "changed model"
        return MailMessage(
            from: sender, to: [reader], subject: "XRayVision: \(what)",
            body: (lines + ["Answered \(UTCTime.text(answered))."]).joined(separator: "\n"), date: now,
            messageID: "\(id)@\(domain)")
    }
}
