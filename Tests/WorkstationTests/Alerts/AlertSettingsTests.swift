import Foundation
import Testing
import Workstation

@Suite("Who is told, from the settings")
struct AlertSettingsTests {
    @Test("Without a word about it nobody is told")
    func nobody() throws {
        #expect(try AlertChannel.all(SettingsFolder().load().settings).isEmpty)
    }

    @Test("Each channel is switched on by what it needs; every reader of mails is one of their own")
    func channels() throws {
        let folder = try SettingsFolder(
            cfg: """
                [processing]
                ENABLE_NTFY = yes
                [notifications]
                NTFY_URL = https://ntfy.example/ward
                WEBHOOK_URL = https://hooks.example/s3cret
                SMTP_URL = smtp://mailer:s3cret@mail.example
                SMTP_TLS = Required
                MAIL_FROM = xray@h.example
                MAIL_TO = a@h.example, b@h.example
                ALERT_LINK = https://xray.example/{uid}
                ALERT_RATE = 3
                """)
        let loaded = try folder.load()
        let channels = AlertChannel.all(loaded.settings)
        #expect(channels.map(\.name) == ["ntfy", "webhook", "mail:a@h.example", "mail:b@h.example"])
        let notifications = loaded.settings.notifications
        #expect(notifications.mailSecurity == .required && notifications.alertRate == 3)
        #expect(notifications.alertLink == "https://xray.example/{uid}")
        var dumped = ""
        dump(channels, to: &dumped)
        #expect(!"\(channels) \(dumped) \(loaded.listing())".contains("s3cret"))
    }

    @Test(
        "What cannot be meant is refused",
        arguments: [
            "ALERT_LINK = https://xray.example/", "ALERT_LINK = {uid}", "ALERT_LINK = https://x.example/ {uid}",
            "ALERT_RATE = 0", "ALERT_RATE = 601", "SMTP_TLS = perhaps", "MAIL_TO = ă@h.example",
            "MAIL_TO = -x@h.example",
            "MAIL_TO = a@b>", "SMTP_URL = http://mail.example", "WEBHOOK_URL = ftp://x",
        ])
    func refused(line: String) throws { #expect(try problems("[notifications]\n\(line)\n").count == 1) }
}
