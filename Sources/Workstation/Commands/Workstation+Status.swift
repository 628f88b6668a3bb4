import Foundation
import Radiology
import Store

extension Workstation {
    /// Shows queue, reader and disk, once or every two seconds.
    public func status(watch: Bool) async throws {
        repeat {
            let report = try Self.orEnding { try statusReport() }
            if console.wantsJSON {
                try console.answer(json: report)
            } else {
                console.answer(report.text)
            }
            if watch { try await Task.sleep(for: .seconds(2)) }
        } while watch
    }

    private func statusReport() throws -> StatusReport {
        let counts = try archive.exams.counts(readSince: clock.startOfDay)
        let space = try FreeSpace(at: paths.root)
        let spooled = try spool.scan()
        return StatusReport(
            spool: spooled.files.count, waiting: counts.waiting, checks: counts.checks, reading: counts.reading,
            done: counts.done, readToday: counts.readToday, failed: counts.failed, ignored: counts.ignored,
            rejected: counts.rejected,
            toReview: counts.toReview, reader: "\(settings.openai.primaryURL)", model: settings.openai.model,
            nextRetry: try archive.exams.nextDue(), freeGiB: Double(space.bytes >> 20) / 1024,
            freePercent: (space.fraction * 1000).rounded() / 10, readers: try readingReport(),
            network: try networkReport(), dashboard: dashboardReport,
            records: try recordsReport(), alerts: try alertReport())
    }

    private var dashboardReport: DashboardReport {
        let dashboard = settings.dashboard
        let scheme = dashboard.tlsCertificate == nil ? "http" : "https"
        let host = dashboard.bind.contains(":") ? "[\(dashboard.bind)]" : dashboard.bind
        return DashboardReport(
            address: dashboard.listens ? "\(scheme)://\(host):\(dashboard.port)/" : nil, users: settings.users.count)
    }

    private func networkReport() throws -> NetworkReport {
        let retrievals = try archive.retrievals.counts()
        let mark = try archive.queryMarks.mark(of: archiveAddress.title)
        let dicom = settings.dicom
        return NetworkReport(
            listener: dicom.listens ? "\(dicom.aeTitle)@\(dicom.bind):\(dicom.port)" : nil,
            archive: isArchiveAsked ? "\(archiveAddress)" : nil, nextQuery: mark?.nextRun.map(UTCTime.text),
            completeUntil: mark?.completeUntil.map(UTCTime.text), queryProblem: mark?.problem,
            queryGaps: try archive.queryGaps.list(of: archiveAddress.title).count,
            studiesToFetch: retrievals.waiting, studiesGivenUp: retrievals.failed,
            relays: try relayReports())
    }
}

/// How the workspace stands now.
private struct StatusReport: Encodable {
    let spool: Int
    let waiting: Int
    let checks: Int
    let reading: Int
    let done: Int
    let readToday: Int
    let failed: Int
    let ignored: Int
    let rejected: Int
    let toReview: Int
    let reader: String
    let model: String
    /// RFC 3339 UTC; absent when no film waits for a moment.
    let nextRetry: String?
    let freeGiB: Double
    let freePercent: Double
    let readers: ReadingReport
    let network: NetworkReport
    let dashboard: DashboardReport
    let records: RecordsReport
    let alerts: AlertReport

    var text: String {
        """
        spool      \(spool) files
        queue      \(waiting) waiting, \(reading) being read, \(checks) radiologists' texts to check
        read       \(readToday) today, \(done) in all, \(toReview) of them without a radiologist's verdict
        set aside  \(failed) failed, \(ignored) ignored, \(rejected) files rejected
        reader     \(reader)\(reader.hasPrefix("builtin") ? "" : " with \(model)")
        \(readers.text)
        retry      \(nextRetry ?? "none due")
        disk       \((freeGiB * 10).rounded() / 10) GiB free (\(freePercent) %)
        \(network.text)
        dashboard  \(dashboard.address.map { "\($0), \(dashboard.users) people may sign in" } ?? "not served")
        \(records.text)
        \(alerts.text)
        """
    }
}

/// Where people look, while a daemon runs.
private struct DashboardReport: Encodable {
    /// Absent when `run` serves none.
    let address: String?
    let users: Int
}

/// What there is to do with other machines.
private struct NetworkReport: Encodable {
    /// Absent when `run` listens to nobody.
    let listener: String?
    /// Absent when no archive is asked.
    let archive: String?
    /// RFC 3339 UTC; absent while no daemon plans one.
    let nextQuery: String?
    let completeUntil: String?
    let queryProblem: String?
    /// Spans that the archive did not answer whole.
    let queryGaps: Int
    let studiesToFetch: Int
    let studiesGivenUp: Int
    let relays: [RelayReport]

    var text: String {
        let query = archive.map { archive in
            "\(archive), next query \(nextQuery ?? "not planned"), complete until \(completeUntil ?? "never")"
                + (queryProblem.map { "\n           last query failed: \($0)" } ?? "")
                + (queryGaps > 0 ? "\n           \(queryGaps) spans not answered whole: see failures" : "")
        }
        return """
            listener   \(listener ?? "off")
            archive    \(query ?? "none is asked")
            fetch      \(studiesToFetch) studies wait, \(studiesGivenUp) given up
            relay      \(relays.isEmpty ? "no rule" : relays.map(\.text).joined(separator: "\n           "))
            """
    }
}
