import Radiology

/// One thing that somebody should do, look at, or know.
public struct NightlyNotice: Sendable, Equatable, Codable {
    public enum Weight: String, Sendable, Codable {
        /// Somebody has to act, or the next day is worse.
        case act
        /// Somebody should look.
        case look
        /// Good to know.
        case know
    }

    public let weight: Weight
    /// Part of a sentence, without full stop: `3 exams failed`.
    public let heading: String
    /// What to do, in a sentence or two. No patient data.
    public let advice: String
}

/// What the values of a report ask of people, the urgent first.
struct NightlyNotices {
    let report: NightlyReport

    init(_ report: NightlyReport) { self.report = report }

    var all: [NightlyNotice] {
        let notices: [NightlyNotice] =
            servers + disk + canaries + failures + standing + alarms + archive + alerts + changes + signals + drifts
            + rest
        return [NightlyNotice.Weight.act, .look, .know].flatMap { weight in notices.filter { $0.weight == weight } }
    }

    private func notice(_ weight: NightlyNotice.Weight, _ heading: String, _ advice: String) -> NightlyNotice {
        NightlyNotice(weight: weight, heading: heading, advice: advice)
    }

    private func number(_ count: Int, _ one: String, _ many: String) -> String {
        CountWords.number(count, one, many)
    }

    // MARK: - The house

    private var servers: [NightlyNotice] {
        (report.health?.servers ?? []).filter { !$0.isWell }.map { server in
            let since = server.since.map { " since \(TimeWords.moment($0))" } ?? ""
            return notice(
                .act, "\(server.called) was \(server.state)\(since)",
                (server.problem.map { "\($0) " } ?? "")
                    + "Films wait and nothing is lost; “xrayvision doctor” says more.")
        }
    }

    private var disk: [NightlyNotice] {
        guard let disk = report.health?.disk else { return [] }
        let room = "\(CountWords.grouped(disk.freeGiB)) GiB (\(disk.freePercent) %) are free"
        if disk.isShort {
            return [
                notice(
                    .act, "the disk is full: \(room)",
                    "No film is taken in until there is room; they wait in spool/incoming. Make room, or lower MIN_FREE."
                )
            ]
        }
        guard disk.isNearlyShort else { return [] }
        return [
            notice(
                .look, "the disk is nearly full: \(room)",
                "Below \(CountWords.grouped(disk.reserveGiB)) GiB no film is taken in. Make room, or add a disk.")
        ]
    }

    private var archive: [NightlyNotice] {
        guard let archive = report.health?.archive else { return [] }
        var notices: [NightlyNotice] = []
        if let problem = archive.problem {
            notices.append(
                notice(
                    .act, "the last query of \(archive.called) failed",
                    (problem.isEmpty ? "" : problem + " ")
                        + "It is asked again by itself; “xrayvision echo” tells whether it answers."
                ))
        }
        if archive.givenUp > 0 {
            notices.append(
                notice(
                    .look, "\(number(archive.givenUp, "study", "studies")) could not be fetched",
                    "“xrayvision failures” says why, and “--retry” has "
                        + (archive.givenUp == 1 ? "it fetched again." : "them fetched again.")
                ))
        }
        if archive.gaps > 0 {
            notices.append(
                notice(
                    .look, "\(number(archive.gaps, "span was", "spans were")) not answered whole by \(archive.called)",
                    "What is missing is asked for again by itself; “xrayvision failures” lists what is not."))
        }
        return notices
    }

    private var alerts: [NightlyNotice] {
        guard let failed = report.health?.alertsFailed, failed > 0 else { return [] }
        return [
            notice(
                .act, "\(number(failed, "alert was", "alerts were")) refused and set aside",
                "Nobody has been told. “xrayvision failures” says why, and “--retry” sends "
                    + (failed == 1 ? "it again." : "them again.")
            )
        ]
    }

    // MARK: - Readings

    private var canaries: [NightlyNotice] {
        let changed = report.canaries.count { $0.hasChanged }
        let failed = report.canaries.count { $0.problem != nil }
        var notices: [NightlyNotice] = []
        if changed > 0 {
            notices.append(
                notice(
                    .act,
                    "\(number(changed, "film", "films")) with a known answer \(changed == 1 ? "was" : "were") read otherwise",
                    "The model may not be the one from before: look at what is in force, and do not rest on its verdicts "
                        + "until you know why."))
        }
        if failed > 0 {
            notices.append(
                notice(
                    .look, "\(number(failed, "film", "films")) with a known answer could not be read",
                    "Look at the model server and at the films that CANARIES names."))
        }
        if let named = report.health?.canaries, named > 0, report.canaries.isEmpty {
            notices.append(
                notice(
                    .look, "no film with a known answer was read",
                    "The settings name \(CountWords.films(named)), read at night while “run” is at work."))
        }
        return notices
    }

    /// Of all days, as it was measured: some may have been read since.
    private var standing: [NightlyNotice] {
        guard let failed = report.health?.failed, failed > report.failed else { return [] }
        return [
            notice(
                .look, "\(number(failed, "exam", "exams of all days")) stood failed on the morning after",
                "“xrayvision failures” says why, and “--retry” has \(failed == 1 ? "it" : "them") read.")
        ]
    }

    private var failures: [NightlyNotice] {
        var notices: [NightlyNotice] = []
        if report.failed > 0 {
            notices.append(
                notice(
                    .act, "\(number(report.failed, "exam", "exams")) failed",
                    "“What failed” says why. When the cause is removed, “xrayvision failures --retry” has "
                        + (report.failed == 1 ? "it read." : "them read.")))
        }
        let files = report.failures.filter { $0.kind == .file }.reduce(0) { $0 + $1.count }
        if files > 0 {
            notices.append(
                notice(
                    .look, "\(number(files, "file was", "files were")) refused",
                    "Refused files lie in spool/rejected with their reasons; nothing was deleted."))
        }
        if report.waiting > 0 {
            notices.append(
                notice(
                    .look,
                    "\(number(report.waiting, "exam", "exams")) of the day still \(report.waiting == 1 ? "waits" : "wait")",
                    "Exams are read one after another, unless no model server answers."))
        }
        return notices
    }

    // MARK: - Changes

    private var alarms: [NightlyNotice] {
        report.watch.alarms.map { alarm in
            notice(
                .act, alarm.words,
                "Such an alarm sounds by chance in at most 1 of 20 quarters. Look at the charts and at what is in force."
            )
        }
    }

    private var changes: [NightlyNotice] {
        report.force.filter(\.hasChanged).map { force in
            let (before, now) = (force.before.first?.text ?? "", force.now.first?.text ?? "")
            let what =
                before == now ? "is in part \(force.new.joined(separator: ", "))" : "changed from \(before) to \(now)"
            return notice(
                .look, "the \(force.label) \(what)",
                "Figures before and after are not of one reader. If nobody here changed it, find out who did.")
        }
    }

    private var signals: [NightlyNotice] {
        report.watch.charts.compactMap { chart in
            chart.signal.map { signal in
                let what = signal == .beyondLimits ? "is beyond its limits" : "has been on one side for eight days"
                return notice(
                    .look, "“\(chart.picture.title)” \(what)",
                    "One such day in a chart can be chance; a second one rarely is.")
            }
        }
    }

    /// One for each that moved: a change of model moves it in every region, and is one thing to look at.
    private var drifts: [NightlyNotice] {
        let moved = [
            ("severities", report.watch.drifts.filter(\.severityMoved)),
            ("latencies", report.watch.drifts.filter(\.latencyMoved)),
        ]
        return moved.filter { !$0.1.isEmpty }.map { what, drifts in
            notice(
                .look, "the \(what) of the last week moved (\(Self.places(drifts.map(\.region))))",
                "Other patients, another device or another reader: the table “Drift” has the sizes.")
        }
    }

    /// `all exams, chest and 4 more regions`
    private static func places(_ regions: [String?]) -> String {
        let named = regions.compactMap { $0 }.map { RegionWords.words(BodyRegion(rawValue: $0)) }
        var parts = regions.contains(nil) ? ["all exams"] : []
        parts += named.prefix(2)
        if named.count == 3 { parts += named.suffix(1) }
        if named.count > 3 { parts.append("\(named.count - 2) more regions") }
        return parts.count < 2
            ? parts.joined() : parts.dropLast().joined(separator: ", ") + " and " + (parts.last ?? "")
    }

    private var rest: [NightlyNotice] {
        var notices: [NightlyNotice] = []
        if let future = report.health?.future, future > 0 {
            notices.append(
                notice(
                    .look, "\(number(future, "exam bears", "exams bear")) a date that has not come yet",
                    "A modality's clock is wrong. Such exams are in no report until their day has come."))
        }
        let odd = report.work.alarms.values.reduce(0, +)
        if odd > 0 {
            notices.append(
                notice(
                    .look, "\(number(odd, "answer is", "answers are")) odd",
                    "\(Self.kinds(report.work.alarms)). Such films are marked in the lists."))
        }
        let failedAttempts = report.failures.filter { $0.kind == .attempt }.reduce(0) { $0 + $1.count }
        if failedAttempts > 0, report.failed == 0 {
            notices.append(
                notice(
                    .know, "\(number(failedAttempts, "attempt", "attempts")) failed and went well later",
                    "Films are tried again by themselves; “What failed” says what happened."))
        }
        if report.undated > 0 {
            notices.append(
                notice(
                    .know,
                    "\(number(report.undated, "exam in the archive bears", "exams in the archive bear")) no date",
                    "Such exams are in no day's report."))
        }
        return notices
    }

    /// `2 same text, 1 not English`
    private static func kinds(_ alarms: [String: Int]) -> String {
        alarms.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }
            .map { "\($0.value) × \(NightlyAdvice.alarm($0.key))" }.joined(separator: ", ")
    }
}
