import Foundation
import Radiology
import Store

/// How an exam's answer came about, for people and programs.
struct Explanation: Encodable {
    struct Earlier: Encodable {
        let at: String
        let kind: String
        /// `ok`, or the error's code.
        let outcome: String
        let severity: Int?
        let attempt: Int
    }

    struct Odd: Encodable {
        let kind: String
        let at: String
        /// A JSON object as text.
        let detail: String
    }

    let uid: String
    let status: String
    /// Why it stands where it stands.
    let reason: String?
    /// Absent while no answer stands.
    let answer: ExplainedAnswer?
    let history: [Earlier]
    let alarms: [Odd]

    init(_ record: ExamRecord, standing: KeptAttempt?, history: [KeptAttempt], alarms: [Alarm]) {
        (uid, status) = (record.exam.uid.rawValue, record.status.rawValue)
        reason = record.reason
        answer = standing.map(ExplainedAnswer.init)
        self.history = history.map { kept in
            let attempt = kept.attempt
            var outcome = "ok"
            if case .failed(let code) = attempt.outcome { outcome = code }
            return Earlier(
                at: attempt.provenance.answered, kind: attempt.kind.rawValue, outcome: outcome,
                severity: attempt.severity?.score, attempt: attempt.provenance.attempt)
        }
        self.alarms = alarms.map { Odd(kind: $0.kind, at: $0.at, detail: $0.detail) }
    }

    var text: String {
        var lines = ["exam \(uid) is \(status)\(reason.map { ": \($0)" } ?? "")"]
        lines += answer?.lines ?? ["No answer of a reader stands."]
        if history.count > 1 || answer == nil {
            lines.append("All attempts:")
            lines += history.map { earlier in
                let severity = earlier.severity.map { ", severity \($0)/10" } ?? ""
                return "  \(earlier.at)  \(earlier.kind), attempt \(earlier.attempt): \(earlier.outcome)\(severity)"
            }
        }
        lines += alarms.map { "Alarm since \($0.at): \($0.kind) \($0.detail)" }
        return lines.joined(separator: "\n")
    }
}
