import Foundation
import Testing
import Workstation

@Suite("The settings of the dashboard")
struct SettingsDashboardTests {
    @Test("Nobody else reaches it unless told; everything has a default")
    func standard() throws {
        let dashboard = try SettingsFolder().load().settings.dashboard
        #expect(dashboard.listens && dashboard.port == 8000 && dashboard.bind == "127.0.0.1" && dashboard.isLoopback)
        #expect(dashboard.hosts.isEmpty && dashboard.trustedProxies.isEmpty && dashboard.viewerOrigins.isEmpty)
        #expect(dashboard.viewerLink == nil && !dashboard.openMetrics)
        #expect(dashboard.rateLimit == 60 && dashboard.modelRateLimit == 10)
    }

    @Test("Hosts, proxies, viewers and limits are read")
    func read() throws {
        let folder = try SettingsFolder(
            cfg: """
                [dashboard]
                BIND = 0.0.0.0
                HOSTS = films.example, ward.example
                TRUSTED_PROXIES = 10.0.0.0/8, FE80::1
                VIEWER_LINK = https://ohif.example/viewer?StudyInstanceUIDs={study}
                VIEWER_ORIGINS = https://OHIF.example, http://127.0.0.1:3000
                OPEN_METRICS = yes
                RATE_LIMIT = 600
                """)
        let dashboard = try folder.load().settings.dashboard
        #expect(dashboard.hosts == ["films.example", "ward.example"] && !dashboard.isLoopback)
        #expect(dashboard.trustedProxies == ["10.0.0.0/8", "fe80::1"])
        #expect(dashboard.viewerLink?.hasSuffix("{study}") == true && dashboard.openMetrics)
        #expect(dashboard.viewerOrigins == ["https://ohif.example", "http://127.0.0.1:3000"])
        #expect(dashboard.rateLimit == 600)
    }

    @Test(
        "What cannot be meant is refused",
        arguments: [
            "TRUSTED_PROXIES = proxy.example", "TRUSTED_PROXIES = 10.0.0", "TRUSTED_PROXIES = 10.0.0.0/33",
            "VIEWER_LINK = https://ohif.example/", "VIEWER_LINK = javascript:alert({study})",
            "VIEWER_ORIGINS = https://ohif.example/viewer", "VIEWER_ORIGINS = *", "VIEWER_ORIGINS = null",
            "RATE_LIMIT = 0", "MODEL_RATE_LIMIT = many", "HOSTS = a/b", "TLS_CERT = only.pem",
        ])
    func refused(line: String) throws {
        #expect(try problems("[dashboard]\n\(line)\n").count == 1)
    }
}
