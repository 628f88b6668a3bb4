import Foundation
import HTTPClient

/// `[notifications]`
public struct NotificationSettings: Sendable, Equatable {
    /// How mails are secured on their way.
    public enum MailSecurity: String, Sendable, CaseIterable { case auto, required, never }

    public var ntfyURL: String
    /// False: initials, severity, summary and a link only.
    public var ntfyWithPatientData: Bool
    /// Often has its password in the path, so it is a secret as a whole.
    public var webhookURL: Secret?
    /// May carry user and password; listings show the rest.
    public var smtpURL: Secret?
    public var mailSecurity: MailSecurity
    public var mailFrom: String?
    public var mailTo: [String]
    /// With `{uid}` in it; `nil` puts no link into a message.
    public var alertLink: String?
    /// Messages a minute and channel.
    public var alertRate: Int
    public var authorities: URL?

    init(_ reader: inout SettingsReader) {
        ntfyURL = reader.read(
            "NTFY_URL", .url(["https", "http"]), "https://ntfy.sh/xrayvision-alerts", "Topic that alerts are sent to.")
        ntfyWithPatientData = reader.read(
            "NTFY_PHI", .boolean, false,
            "Whether messages, on every channel, may have the patient's name and the reader's text; else initials only."
        )
        webhookURL = reader.read(
            "WEBHOOK_URL", SettingKind.secretURL("https", "http").orEmpty(), nil,
            "Address that alerts are posted to as JSON; see alerts.md.",
            isSecret: true)
        smtpURL = reader.read(
            "SMTP_URL", SettingKind.secretURL("smtp", "smtps").orEmpty(), nil,
            "Mail server, with user and password if needed.")
        mailSecurity = reader.read(
            "SMTP_TLS", .word, .auto,
            "For smtp:// addresses. auto: STARTTLS where it is offered, and always with a password; required: always; "
                + "never: everything in plain text, the password too.")
        mailFrom = reader.read("MAIL_FROM", SettingKind.mailAddress.orEmpty(), nil, "Sender of mails.")
        mailTo = reader.read("MAIL_TO", .list(of: .mailAddress), [], "Who gets mails; each gets one alone.")
        alertLink = reader.read(
            "ALERT_LINK", SettingKind.linkTemplate.orEmpty(), nil,
            "Link to the exam in a message; `{uid}` stands for its SOP Instance UID. Empty = no link.")
        alertRate = reader.read(
            "ALERT_RATE", .integer(1...600), 10,
            "Messages a minute on each channel; what is beyond that waits and is sent later.")
        authorities = reader.readFile(
            "ALERT_CA", "Certificates (PEM) that the servers of alerts may be signed by, besides the system's.")
        if smtpURL != nil, mailFrom == nil {
            reader.refuse("MAIL_FROM", text: "", expects: "set, because SMTP_URL is set")
        }
    }
}

extension NotificationSettings.MailSecurity {
    var request: MailRequest.Security {
        switch self {
        case .auto: .automatic
        case .required: .required
        case .never: .never
        }
    }
}

extension SettingKind where Value == String {
    /// Loose on purpose: the mail server decides. No spaces, nothing that could start a new header or command.
    fileprivate static let mailAddress = Self(expects: "a mail address", write: { $0 }) { text in
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let legal = text.unicodeScalars.allSatisfy {
            $0.isASCII && $0.isPlain && !$0.properties.isWhitespace && !"<>,;".contains(Character($0))
        }
        let isAddress = parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && !text.hasPrefix("-")
        return legal && isAddress && text.count <= 254 ? text : nil
    }

    fileprivate static let linkTemplate = Self(
        expects: "an address with {uid} in it, such as https://host/exams/{uid}.html", write: { $0 }
    ) { text in
        let legal = text.unicodeScalars.allSatisfy { $0.isPlain && !$0.properties.isWhitespace }
        return legal && text.contains("://") && text.contains("{uid}") && text.utf8.count <= 1024 ? text : nil
    }
}

extension SettingKind where Value == Secret {
    fileprivate static func secretURL(_ schemes: String...) -> Self {
        let url = SettingKind<String>.url(schemes)
        return Self(expects: url.expects, write: \.revealed) { text in url.read(text).map(Secret.init) }
    }
}
