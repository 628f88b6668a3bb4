/// How the house stood, as rows of two columns.
struct NightlyHealthWords {
    let health: NightlyHealth

    init(_ health: NightlyHealth) { self.health = health }

    var fields: Fields {
        let rows = servers + archive + disk + queue
        return ["rows": .rows(rows.map { ["name": .text($0.name), "words": .text($0.words), "bad": .flag($0.isBad)] })]
    }

    private typealias Row = (name: String, words: String, isBad: Bool)

    private var servers: [Row] {
        let rows = health.servers.map { server -> Row in
            let since = server.since.map { " since \(TimeWords.moment($0))" } ?? ""
            let model = server.model.map { ", last answer by “\($0)”" } ?? ""
            let problem = server.problem.map { ". \($0)" } ?? ""
            let words = "\(server.state)\(since)\(model)\(problem)"
            if NightlyServerNames.isName(server.address) {
                return (NightlyLetter.capitalised(server.address), words, !server.isWell)
            }
            return ("Model server", "\(server.address): \(words)", !server.isWell)
        }
        return rows.isEmpty ? [("Model server", "none is asked: the embedded reader reads", false)] : rows
    }

    private var archive: [Row] {
        guard let archive = health.archive else { return [("Image archive", "none is asked", false)] }
        let until = archive.completeUntil.map { "complete until \(TimeWords.moment($0))" } ?? "never complete yet"
        let title = archive.title.isEmpty ? "" : "\(archive.title): "
        let words =
            "\(title)\(until); \(CountWords.number(archive.waiting, "study waits", "studies wait")), "
            + "\(CountWords.grouped(archive.givenUp)) given up, "
            + "\(CountWords.number(archive.gaps, "span", "spans")) not answered whole"
        let problem = archive.problem.map { "; the last query failed" + ($0.isEmpty ? "" : ". \($0)") } ?? ""
        return [("Image archive", words + problem, archive.problem != nil)]
    }

    private var disk: [Row] {
        guard let disk = health.disk else { return [("Disk", "the free space could not be told", true)] }
        let words =
            "\(CountWords.grouped(disk.freeGiB)) GiB free (\(disk.freePercent) %); below "
            + "\(CountWords.grouped(disk.reserveGiB)) GiB no film is taken in"
        return [("Disk", words, disk.isShort || disk.isNearlyShort)]
    }

    private var queue: [Row] {
        let queue =
            "\(CountWords.number(health.waiting, "exam waits", "exams wait")), "
            + "\(CountWords.number(health.checks, "radiologist's text waits", "radiologists' texts wait")) to be understood, "
            + "\(CountWords.number(health.failed, "exam stands", "exams stand")) failed, "
            + "\(CountWords.films(health.spooled)) in the spool"
        let alerts =
            "\(CountWords.number(health.alertsWaiting, "waits", "wait")), "
            + "\(CountWords.grouped(health.alertsFailed)) set aside"
        return [("Queue", queue, false), ("Alerts", alerts, health.alertsFailed > 0)]
    }
}

/// Charts, drift and alarms, for the template.
struct NightlyWatchWords {
    let watch: NightlyWatch
    /// `YYYY-MM-DD`, for the names of downloads.
    let night: String
    let problem: String?

    init(_ watch: NightlyWatch, night: String, problem: String?) {
        (self.watch, self.night, self.problem) = (watch, night, problem)
    }

    var fields: Fields {
        var fields: Fields = [
            "monitored": .text(CountWords.number(watch.monitored, "figure", "figures")),
            "hasAlarms": .flag(!watch.alarms.isEmpty),
            "hasCharts": .flag(!watch.charts.isEmpty), "hasMarks": .flag(!watch.marks.isEmpty),
            "hasDrifts": .flag(!watch.drifts.isEmpty),
        ]
        fields["chartProblem"] = .words(problem)
        fields["charts"] = .list(watch.charts.map(chart))
        fields["drifts"] = .list(watch.drifts.map(Self.drift))
        fields["alarms"] = .list(watch.alarms.map { ["words": .text(NightlyLetter.capitalised($0.words))] })
        fields["marks"] = .list(watch.marks.map { ["day": .text($0.day), "words": .text($0.words)] })
        fields["since"] = .words(watch.since.isEmpty ? nil : TimeWords.heading(watch.since))
        return fields
    }

    private func chart(_ chart: NightlyWatch.Chart) -> Fields {
        let table = chart.picture.table
        var fields: Fields = [
            "title": .text(chart.picture.title), "alt": .text(chart.picture.altText),
            "file": .text("\(night)-\(Self.fileName(chart.picture.title))"),
            "csv": .text(Base64.dataURL(csv: table.csv)),
            "width": .text(String(chart.picture.size.width)), "height": .text(String(chart.picture.size.height)),
            "heads": .rows(table.columns.map { ["cell": .text($0)] }),
            "rows": .rows(table.rows.map { row in ["cells": .rows(row.map { ["cell": .text($0.shown)] })] }),
        ]
        fields["png"] = chart.png.isEmpty ? .flag(false) : .text(Base64.dataURL(png: chart.png))
        return fields
    }

    /// `mean-severity-by-day`
    private static func fileName(_ title: String) -> String {
        title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "-")
    }

    private static func drift(_ drift: NightlyWatch.Drift) -> Fields {
        [
            "region": .text(drift.region ?? "all exams"), "reference": .text(CountWords.grouped(drift.reference)),
            "current": .text(CountWords.grouped(drift.current)),
            "severity": .text(NumberWords.decimal(drift.severity, 3)),
            "critical": .text(drift.critical.map { NumberWords.decimal($0, 3) } ?? "–"),
            "severityMoved": .flag(drift.severityMoved),
            "latency": .text(drift.latency.map { $0 < 0.0001 ? "< 0.0001" : NumberWords.decimal($0, 4) } ?? "–"),
            "latencyMoved": .flag(drift.latencyMoved),
        ]
    }
}

extension CountWords {
    /// `1 exam`, `12 exams`.
    static func number(_ count: Int, _ one: String, _ many: String) -> String {
        "\(grouped(count)) \(count == 1 ? one : many)"
    }
}
