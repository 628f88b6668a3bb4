import Store

/// A way to people.
package enum AlertChannel: Sendable, Equatable {
    case ntfy(url: String)
    case webhook(url: Secret)
    /// One reader: whoever's address is refused keeps nobody else from the news, and nobody sees the others.
    case mail(server: Secret, from: String, to: String)

    /// How the database calls it; a message that is owed stays with its name.
    package var name: String {
        switch self {
        case .ntfy: "ntfy"
        case .webhook: "webhook"
        case .mail(_, _, let reader): "mail:\(reader)"
        }
    }

    var isMail: Bool {
        if case .mail = self { true } else { false }
    }

    /// The channels that the settings name: ntfy when it is switched on, the others when their address is set.
    package static func all(_ settings: Settings) -> [AlertChannel] {
        let notifications = settings.notifications
        var channels: [AlertChannel] = []
        if settings.processing.enableNtfy { channels.append(.ntfy(url: notifications.ntfyURL)) }
        if let url = notifications.webhookURL { channels.append(.webhook(url: url)) }
        if let server = notifications.smtpURL, let sender = notifications.mailFrom {
            channels += notifications.mailTo.map { .mail(server: server, from: sender, to: $0) }
        }
        return channels
    }
}
