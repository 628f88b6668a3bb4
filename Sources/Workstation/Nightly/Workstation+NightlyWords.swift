import Foundation
import HTTPClient
import Radiology
import Reports
import Statistics
import Store

extension Workstation {
    /// Says what is different between two nights.
    /// - Parameters:
    ///   - first: a day, or the path of a `figures.json`; so is `second`.
    ///   - all: also the figures of groups whose intervals overlap.
    public func nightlyDifference(_ first: String, _ second: String, audience: String?, all: Bool) throws {
        let shelves = try nightShelves(audience)
        let difference = NightlyDifference(try side(first, shelves), try side(second, shelves))
        guard console.wantsJSON else { return difference.lines(all: all).forEach(console.answer) }
        try console.answer(json: DifferenceAnswer(difference))
    }

    private func side(_ name: String, _ shelves: [NightShelf]) throws -> NightlyDifference.Side {
        let file: NightFile?
        if let day = CalendarDay(name) {
            // Names or initials: the figures of all exams are the same; the first that is there is taken.
            file = shelves.lazy.compactMap { $0.file(day.description) }.first
        } else {
            file = NightFile.read(name.hasSuffix(".json") ? name : "\(name)/figures.json")
        }
        guard let file else {
            throw WorkstationError(
                .badInput, "There are no figures of \(name.prefix(200)).",
                suggestion:
                    "Name a day that “xrayvision report nightly --date” has made, or the path of a figures.json.")
        }
        return NightlyDifference.Side(
            night: file.night, threshold: file.threshold, exams: file.entry.exams,
            figures: file.figures.now.filter { $0.unit != .pValue }.map { figure in
                let name = Definition.of(figure.id)?.name ?? figure.id
                let group = figure.group.map { "\($0.kind.rawValue) \($0.name), " } ?? ""
                let isThreshold = figure.id.hasPrefix("threshold.")
                let prefix = isThreshold ? "threshold \(figure.id.split(separator: ".")[1]), " : group
                return (figure.id, prefix + name, NightlyNumber(figure))
            }, force: file.force)
    }

    /// Sends the letter of a night's report to everybody that `MAIL_TO` names.
    public func nightlyMail(date: String?, dryRun: Bool) async throws {
        let day = try reportedDay(date)
        let shelves = try nightShelves(nil)
        // Initials first: the words are the same, and that page may be passed on.
        let shelf = shelves.first { $0.audience == .user } ?? shelves[0]
        guard let file = shelf.file(day.description) else {
            throw WorkstationError(
                .badInput, "There is no report of \(day).",
                suggestion: "Make it first: “xrayvision report nightly --date \(day)”.")
        }
        let digest = NightlyDigest(
            night: file.night, letter: file.letter, notices: file.notices, workspaceName: file.workspace,
            place: paths.shown(shelf.path(file.night)))
        if dryRun, console.wantsJSON {
            return try console.answer(json: ["night": file.night, "subject": digest.subject, "body": digest.body])
        }
        if dryRun {
            console.answer(digest.subject)
            console.answer("")
            return console.answer(digest.body)
        }
        try await send(digest, night: file.night)
    }

    private func send(_ digest: NightlyDigest, night: String) async throws {
        let notifications = settings.notifications
        guard let server = notifications.smtpURL, let sender = notifications.mailFrom, !notifications.mailTo.isEmpty
        else {
            throw WorkstationError(
                .badSettings, "Nobody gets mails.",
                suggestion: "Set SMTP_URL, MAIL_FROM and MAIL_TO in [notifications]; see docs/alerts.md.")
        }
        let authorities = try notifications.authorityBytes()
        let client = HTTPClient()
        var refused: [String] = []
        for reader in notifications.mailTo {
            let domain = sender.split(separator: "@").last.map(String.init) ?? "localhost"
            let message = MailMessage(
                from: sender, to: [reader], subject: digest.subject, body: digest.body, date: clock.now(),
                messageID: "xrayvision-nightly-\(night)-\(ContentHash(of: digest.body).rawValue.prefix(16))@\(domain)")
            let mail = MailRequest(
                server: server.revealed, from: message.from, to: message.to, message: message.bytes,
                security: notifications.mailSecurity.request, authorities: authorities)
            if let problem = try await Self.problem(with: mail, client) { refused.append(problem) }
        }
        let sent = notifications.mailTo.count - refused.count
        if console.wantsJSON {
            try console.answer(json: MailedNight(night: night, readers: notifications.mailTo.count, sent: sent))
        } else {
            let readers = notifications.mailTo.count == 1 ? "1 reader" : "\(notifications.mailTo.count) readers"
            console.answer("The report of \(night) went to \(sent) of \(readers).")
        }
        guard let problem = refused.first else { return }
        throw WorkstationError(
            .serviceUnreachable, problem,
            suggestion: "Send it again with “xrayvision report mail --date \(night)”; readers can tell a second one.")
    }

    /// - Returns: why the mail was not taken; `nil` when it was.
    private static func problem(with mail: MailRequest, _ client: HTTPClient) async throws -> String? {
        do throws(HTTPError) {
            let reply = try await client.send(mail)
            return reply.isAccepted ? nil : "\(mail.host) answered \(reply.status)."
        } catch {
            guard AlertAnswer(error) != nil else { throw CancellationError() }
            return error.suggestion
        }
    }
}

/// What `report diff --json` answers.
private struct DifferenceAnswer: Encodable {
    struct Change: Encodable { let what, first, second: String }
    struct Row: Encodable {
        let id, words: String
        let apart: Bool?
    }

    let first, second: String
    let changes: [Change]
    let figures: [Row]

    init(_ difference: NightlyDifference) {
        (first, second) = (difference.first.night, difference.second.night)
        changes = difference.changes.map { Change(what: $0.label, first: $0.first, second: $0.second) }
        figures = difference.rows.map { row in
            let apart: Bool? =
                switch row.contrast {
                case .higher, .lower: true
                case .overlap: false
                case .unknown: nil
                }
            return Row(id: row.id, words: row.words, apart: apart)
        }
    }
}

/// What `report mail` answers.
private struct MailedNight: Encodable {
    let night: String
    let readers: Int
    let sent: Int
}
