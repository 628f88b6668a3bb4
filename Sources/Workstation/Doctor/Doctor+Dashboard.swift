import DICOMNetwork
import Foundation
import Store

/// The live daemon: its port, its certificate, who may sign in, and the audit log.
extension Doctor {
    func dashboard(_ loaded: LoadedSettings, _ paths: WorkspacePaths) -> [Finding] {
        let dashboard = loaded.settings.dashboard
        guard dashboard.listens else {
            return [.ok("dashboard", "not served: LISTEN in [dashboard] is no")] + audit(paths)
        }
        var found = [port(dashboard, paths)]
        do throws(WorkstationError) {
            if let profile = try dashboard.tlsProfile() { found.append(Self.certificate(profile, at: Date())) }
        } catch {
            found.append(.problem("dashboard", .badSettings, error.message, error.suggestion))
        }
        if !dashboard.isLoopback, dashboard.tlsCertificate == nil {
            found.append(
                .warning(
                    "dashboard",
                    "It is open to the network without encryption: passwords and films can be read on the way.",
                    "Set TLS_CERT and TLS_KEY, or BIND = 127.0.0.1 behind a proxy; see docs/live-daemon.md."))
        }
        return found + [users(loaded.settings)] + audit(paths)
    }

    private func port(_ dashboard: DashboardSettings, _ paths: WorkspacePaths) -> Finding {
        let place = "\(dashboard.bind) port \(dashboard.port)"
        guard let problem = dashboard.portProblem() else { return .ok("dashboard", "can be served at \(place)") }
        if Self.isAtWork(in: paths) { return .ok("dashboard", "\(place) is in use, and a process works here") }
        return .warning(
            "dashboard", "\(place) cannot be had now: \(problem).",
            "Choose another DASHBOARD_PORT, or end that programme; `run` would end with 78.")
    }

    /// Asked only when the port is taken: to ask is to hold the workspace for a moment.
    private static func isAtWork(in paths: WorkspacePaths) -> Bool {
        guard FileManager.default.fileExists(atPath: WorkspaceLock.path(in: paths)) else { return false }
        return (try? WorkspaceHold(paths)) == nil
    }

    private static func certificate(_ profile: TLSProfile, at now: Date) -> Finding {
        if let fault = profile.fault(at: now) {
            return .problem("dashboard", .badSettings, "Its certificate: \(fault).", fault.suggestion)
        }
        let days = profile.expires.map { Int($0.timeIntervalSince(now) / 86_400) } ?? .max
        guard days >= warnedDays else {
            return .warning(
                "dashboard", "Its certificate ends in \(days) days.", "Put a new one in its place and start again.")
        }
        return .ok("dashboard", "its certificate holds for \(days) days")
    }

    private static let warnedDays = 30

    private func users(_ settings: Settings) -> Finding {
        let (users, weak) = (settings.users, settings.users.filter(\.isWeak).count)
        if users.isEmpty {
            return .ok("users", "nobody may sign in yet: `xrayvision users add NAME --role admin` changes that")
        }
        guard weak > 0 else { return .ok("users", "\(users.count) people may sign in") }
        let text = "\(weak) of \(users.count) passwords in [users] can be guessed"
        let advice = "`xrayvision users list` shows whose, `xrayvision users passwd NAME` changes one."
        return settings.dashboard.isLoopback
            ? .warning("users", text + ".", advice)
            : .problem("users", .badSettings, text + ", and the dashboard is open to the network.", advice)
    }

    /// Nothing when nothing was written down yet.
    private func audit(_ paths: WorkspacePaths) -> [Finding] {
        do throws(StoreError) {
            guard let faults = try DatabaseCheckup.auditFaults(at: paths) else { return [] }
            guard let first = faults.first else { return [.ok("audit", "the audit log is whole")] }
            let place = first.line > 0 ? "line \(first.line) of audit/\(first.file)" : "the end of the log"
            return [
                .problem(
                    "audit", .badInput,
                    "The audit log was changed at \(faults.count) places, first \(place): "
                        + "\(first.kind.rawValue).",
                    "Compare with a copy from elsewhere; docs/live-daemon.md says what each word means.")
            ]
        } catch {
            return [.warning("audit", "The audit log cannot be verified.", error.suggestion)]
        }
    }
}
