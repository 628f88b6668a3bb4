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
            return ("Model server", "\(server.address): \(server.state)\(since)\(model)\(problem)", !server.isWell)
        }
        return rows.isEmpty ? [("Model server", "none is asked: the embedded reader reads", false)] : rows
    }

    private var archive: [Row] {
        guard let archive = health.archive else { return [("Image archive", "none is asked", false)] }
        let until = archive.completeUntil.map { "complete until \(TimeWords.moment($0))" } ?? "never complete yet"
        let words =
            "\(archive.title): \(until); \(CountWords.grouped(archive.waiting)) studies wait, "
            + "\(CountWords.grouped(archive.givenUp)) given up, \(CountWords.grouped(archive.gaps)) spans not answered whole"
        return [("Image archive", words + (archive.problem.map { ". \($0)" } ?? ""), archive.problem != nil)]
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
            "\(CountWords.grouped(health.waiting)) exams wait, \(CountWords.grouped(health.checks)) radiologists' texts wait "
            + "to be understood, \(CountWords.grouped(health.failed)) exams stand failed, "
            + "\(CountWords.films(health.spooled)) in the spool"
        let alerts =
            "\(CountWords.grouped(health.alertsWaiting)) wait, \(CountWords.grouped(health.alertsFailed)) set aside"
        return [("Queue", queue, false), ("Alerts", alerts, health.alertsFailed > 0)]
    }
}

/// Charts, drift and alarms, for the template.
struct NightlyWatchWords {
    let watch: NightlyWatch
    let problem: String?

    init(_ watch: NightlyWatch, problem: String?) { (self.watch, self.problem) = (watch, problem) }

    var fields: Fields {
        var fields: Fields = [
            "monitored": .text("\(watch.monitored)"), "hasAlarms": .flag(!watch.alarms.isEmpty),
            "hasCharts": .flag(!watch.charts.isEmpty), "hasMarks": .flag(!watch.marks.isEmpty),
            "hasDrifts": .flag(!watch.drifts.isEmpty),
        ]
        fields["chartProblem"] = .words(problem)
        fields["charts"] = .list(watch.charts.map(Self.chart))
        fields["drifts"] = .list(watch.drifts.map(Self.drift))
        fields["alarms"] = .list(watch.alarms.map { ["words": .text(NightlyLetter.capitalised($0.words))] })
        fields["marks"] = .list(watch.marks.map { ["day": .text($0.day), "words": .text($0.words)] })
        fields["since"] = .words(watch.since.isEmpty ? nil : TimeWords.heading(watch.since))
        return fields
    }

    private static func chart(_ chart: NightlyWatch.Chart) -> Fields {
        let table = chart.picture.table
        var fields: Fields = [
            "title": .text(chart.picture.title), "alt": .text(chart.picture.altText),
            "width": .text(String(chart.picture.size.width)), "height": .text(String(chart.picture.size.height)),
            "heads": .rows(table.columns.map { ["cell": .text($0)] }),
            "rows": .rows(table.rows.map { row in ["cells": .rows(row.map { ["cell": .text($0.shown)] })] }),
        ]
        fields["png"] = chart.png.isEmpty ? .flag(false) : .text(Base64.dataURL(png: chart.png))
        return fields
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
