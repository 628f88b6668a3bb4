/// `[notifications]`
public struct NotificationSettings: Sendable, Equatable {
    public var ntfyURL: String
    /// False: initials, severity, summary and a link only.
    public var ntfyWithPatientData: Bool
    /// Often has its password in the path, so it is a secret as a whole.
    public var webhookURL: Secret?
    /// May carry user and password; listings show the rest.
    public var smtpURL: Secret?
    public var mailFrom: String?
    public var mailTo: [String]

    init(_ reader: inout SettingsReader) {
        ntfyURL = reader.read(
            "NTFY_URL", .url(["https", "http"]), "https://ntfy.sh/xrayvision-alerts", "Topic that alerts are sent to.")
        ntfyWithPatientData = reader.read(
            "NTFY_PHI", .boolean, false, "Whether messages may name the patient; else initials only.")
        webhookURL = reader.read(
            "WEBHOOK_URL", SettingKind.secretURL("https", "http").orEmpty(), nil,
            "Address that alerts are posted to as JSON.",
            isSecret: true)
        smtpURL = reader.read(
            "SMTP_URL", SettingKind.secretURL("smtp", "smtps").orEmpty(), nil,
            "Mail server, with user and password if needed.")
        mailFrom = reader.read("MAIL_FROM", SettingKind.mailAddress.orEmpty(), nil, "Sender of mails.")
        mailTo = reader.read("MAIL_TO", .list(of: .mailAddress), [], "Who gets mails.")
        if smtpURL != nil, mailFrom == nil {
            reader.refuse("MAIL_FROM", text: "", expects: "set, because SMTP_URL is set")
        }
    }
}

extension SettingKind where Value == String {
    /// Loose on purpose: the mail server decides. No spaces, nothing that could start a new header or command.
    fileprivate static let mailAddress = Self(expects: "a mail address", write: { $0 }) { text in
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let legal = text.unicodeScalars.allSatisfy {
            $0.isPlain && !$0.properties.isWhitespace && !"<>,;".contains(Character($0))
        }
        return legal && parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && text.count <= 254 ? text : nil
    }
}

extension SettingKind where Value == Secret {
    fileprivate static func secretURL(_ schemes: String...) -> Self {
        let url = SettingKind<String>.url(schemes)
        return Self(expects: url.expects, write: \.revealed) { text in url.read(text).map(Secret.init) }
    }
}
