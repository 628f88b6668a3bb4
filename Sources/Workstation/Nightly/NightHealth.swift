import Analysis
import Foundation
import Radiology
import Reports
import Store

extension Workstation {
    /// How servers, image archive, disk and queues stand now.
    func nightHealth() throws(StoreError) -> NightlyHealth {
        var health = NightlyHealth()
        let bad = EndpointStanding.State.away.words
        health.servers = try readingReport().servers.map { server in
            .init(
                address: server.address, state: server.state, isWell: server.state != bad, since: server.since,
                model: server.model, problem: server.problem)
        }
        if isArchiveAsked { health.archive = try nightArchive() }
        health.disk = nightDisk()
        let standing = try archive.nights.standing()
        (health.waiting, health.checks, health.failed) = (standing.waiting, standing.checks, standing.failed)
        health.spooled = (try? spool.scan().files.count) ?? 0
        (health.alertsWaiting, health.alertsFailed) = try archive.alerts.counts()
        if let today = todayOfModalities {
            health.future = try archive.nights.exams(after: today)
        }
        health.canaries = settings.processing.canaries.count
        return health
    }

    private func nightArchive() throws(StoreError) -> NightlyHealth.ImageArchive {
        let title = archiveAddress.title
        var standing = NightlyHealth.ImageArchive(title: title)
        let mark = try archive.queryMarks.mark(of: title)
        (standing.completeUntil, standing.problem) = (mark?.completeUntil.map(UTCTime.text), mark?.problem)
        standing.gaps = try archive.queryGaps.list(of: title).count
        let studies = try archive.retrievals.counts()
        (standing.waiting, standing.givenUp) = (studies.waiting, studies.failed)
        return standing
    }

    private func nightDisk() -> NightlyHealth.Disk? {
        guard let space = try? FreeSpace(at: paths.root) else { return nil }
        let size = space.fraction > 0 ? Int(min(Double(space.bytes) / space.fraction, 9e18)) : 0
        let reserve = settings.storage.minFree.bytes(ofDisk: size)
        return NightlyHealth.Disk(
            freePercent: Int(100 * space.fraction), freeGiB: space.bytes >> 30, reserveGiB: reserve >> 30,
            isShort: space.bytes < reserve, isNearlyShort: space.bytes / 2 < reserve)
    }
}
