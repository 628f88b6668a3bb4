import Foundation
import Radiology
import Store
import Web

/// What the daemon is told of the settings.
extension Workstation {
    var liveSettings: LiveSettings {
        let dashboard = settings.dashboard
        var live = LiveSettings(
            bind: dashboard.bind, port: dashboard.port, tls: dashboard.certificates, hosts: dashboard.hosts,
            proxies: dashboard.trustedProxies, pageSize: settings.processing.pageSize, threshold: threshold.score,
            supportedRegions: regionRules.supportedRegions.map(\.rawValue).sorted(), shown: shownSettings,
            workspaceName: settings.workspace.lastPathComponent, version: Self.version, credits: credits,
            viewerLink: dashboard.viewerLink, reportsFolder: paths.reports, dataBudget: dashboard.rateLimit,
            modelBudget: dashboard.modelRateLimit)
        live.viewerOrigins = dashboard.viewerOrigins
        live.openMetrics = dashboard.openMetrics
        return live
    }

    /// `/api/config`: names and order of the predecessor. Addresses and topics are for admins.
    private var shownSettings: [(key: String, value: LiveSettings.ConfigValue, isForAdmins: Bool)] {
        let (openai, dicom) = (settings.openai, settings.dicom)
        return [
            ("OPENAI_URL_PRIMARY", .text("\(openai.primaryURL)"), true),
            ("OPENAI_URL_SECONDARY", .text(openai.secondaryURLs.map(\.description).joined(separator: ",")), true),
            ("NTFY_URL", .text(Secret.withoutCredentials(settings.notifications.ntfyURL)), true),
            ("AE_TITLE", .text(dicom.aeTitle), false), ("AE_PORT", .number(dicom.port), false),
            ("REMOTE_AE_TITLE", .text(dicom.remoteAETitle), false), ("REMOTE_AE_IP", .text(dicom.remoteHost), true),
            ("REMOTE_AE_PORT", .number(dicom.remotePort), true), ("MODEL_NAME", .text(openai.model), false),
            ("DASHBOARD_PORT", .number(settings.dashboard.port), false),
        ]
    }
}

extension DashboardSettings {
    var certificates: LiveSettings.Certificates? {
        guard let tlsCertificate, let tlsKey else { return nil }
        return LiveSettings.Certificates(certificate: tlsCertificate.path, key: tlsKey.path)
    }
}
