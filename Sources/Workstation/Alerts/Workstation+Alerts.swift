import Foundation
import HTTPClient
import Radiology
import ServiceLifecycle
import Store

/// Who is told about findings, from the settings.
extension Workstation {
    /// What `AIReports.record` and `Canaries.record` enter messages for.
    var alertChannels: [String] { AlertChannel.all(settings).map(\.name) }

    /// One service for each channel, so that none holds up another.
    /// - Throws: `.badSettings` when the certificates cannot be read.
    func alertServices() throws(WorkstationError) -> [any Service] {
        var services: [any Service] = []
        for sender in try alertSenders() {
            let wake = WakeUp()
            services.append(
                AlertService(
                    sender: sender, pause: BackOff(base: 2, limit: 60, maxAttempts: .max), wakeUps: wake,
                    clock: clock, log: log))
            services.append(Ticker(pace: .seconds(2), wakeUps: [wake]))
        }
        return services
    }

    /// Sends what is owed until nothing more can be sent now: for commands that end. What waits is sent by the next run.
    func sendAlertsOnce(_ tally: inout Tally) async throws {
        let senders = try alertSenders()
        if senders.isEmpty { return }
        for sender in senders {
            while true {
                let step = try await Self.orEndingLater { try await sender.step() }
                guard step == .sent || step == .refused else { break }
                tally.count(step == .sent ? "alerts sent" : "alerts refused")
            }
        }
        tally.count("alerts waiting", try Self.orEnding { try archive.alerts.counts().waiting })
    }

    private func alertSenders() throws(WorkstationError) -> [AlertSender] {
        let channels = AlertChannel.all(settings)
        if channels.isEmpty { return [] }
        let notifications = settings.notifications
        let authorities = try notifications.authorityBytes()
        let policy = AlertMessage.Policy(
            withPatientData: notifications.ntfyWithPatientData, link: notifications.alertLink)
        // Of their own: a server that hangs must not hold up a reading, and no mail server the other channels.
        let (web, post) = (HTTPClient(), HTTPClient())
        return channels.map { channel in
            let deliver = AlertDelivery(
                client: channel.isMail ? post : web, channel: channel, mailSecurity: notifications.mailSecurity.request,
                authorities: authorities, now: clock.now)
            return AlertSender(
                channel: channel.name, archive: archive, policy: policy, rate: notifications.alertRate,
                now: clock.now, log: log, deliver: { try await deliver($0) })
        }
    }

    func alertReport() throws(StoreError) -> AlertReport {
        AlertReport(try archive.alerts.standings(), configured: alertChannels)
    }

    /// Messages that were set aside, as lines of `failures`: the exam's UID and why.
    /// - Parameter retry: they wait again.
    func alertFailures(retry: Bool) throws(StoreError) -> [FailureLine] {
        let failed = try archive.alerts.failures()
        if retry { _ = try archive.alerts.retryFailures(now: clock.now()) }
        return failed.map {
            FailureLine(kind: "alert", item: $0.uid.rawValue, reason: "\($0.problem ?? "unknown") (\($0.channel))")
        }
    }
}

extension NotificationSettings {
    func authorityBytes() throws(WorkstationError) -> [UInt8] {
        guard let authorities else { return [] }
        do throws(FileBytes.Failure) {
            return try FileBytes.read(authorities.resolvingSymlinksInPath().path, limit: 1 << 20).bytes
        } catch {
            throw WorkstationError(
                .badSettings, "[notifications] ALERT_CA cannot be read: \(error.words).",
                suggestion: "Name a PEM file that this user may read.")
        }
    }
}
