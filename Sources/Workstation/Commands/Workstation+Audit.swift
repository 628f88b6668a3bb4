import Foundation
import Store

/// What is done on the command line stands in the audit log beside what is done in the dashboard.
extension Workstation {
    /// - Parameter detail: never a patient's data and never a password.
    func writeDown(_ action: String, _ detail: [String: String], outcome: String = "ok") throws {
        let entry = AuditEntry(action: action, user: NSUserName(), outcome: outcome, detail: detail)
        let log = try Self.orEnding { try AuditLog(archive) }
        try Self.orEnding { try log.append(entry, at: clock.now()) }
        // The line stands; while somebody else holds the database the next line's writer tells it.
        try? log.keepHead()
    }
}
