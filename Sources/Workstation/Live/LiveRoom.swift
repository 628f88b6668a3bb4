import Foundation
import Logging
import Radiology
import Store
import Web

/// What the dashboard needs before it is served: who is told, who may come in, what is shown.
struct LiveRoom: Sendable {
    let hub: LiveHub
    let index: ExamIndex
    let state: LiveState
    let gauges: LiveGauges
    let news: LiveNews
    /// Signs sessions and the addresses of patients' pages.
    let secret: [UInt8]
}

extension Workstation {
    /// - Returns: `nil` when `[dashboard] LISTEN` says so.
    /// - Throws: `.badSettings` when the port is taken or the certificate cannot be used: nothing has started yet.
    func liveRoom(_ readers: Readers) throws -> LiveRoom? {
        guard settings.dashboard.listens else { return nil }
        try requireDashboardPort()
        let stages = StageClock()
        stages.remember(try rememberedReadings())
        let (gauges, inHand) = (LiveGauges(paths, archive, settings.storage.minFree, stages), FilmsInHand())
        let state = liveState(readers, stages, inHand, gauges)
        let index = ExamIndex(archive, threshold: threshold.score)
        let secret = try Self.orEnding { try LiveKey.read(paths) { UInt8.random(in: 0...255) } }
        let hub = LiveHub(
            state: state, index: index, now: clock.now, timeZone: clock.timeZone, log: log, secret: secret)
        return LiveRoom(
            hub: hub, index: index, state: state, gauges: gauges,
            news: LiveNews(stages: stages, inHand: inHand) { hub.tell($0) }, secret: secret)
    }

    /// - Parameter room: of which this workstation tells its news.
    func liveHouse(
        _ room: LiveRoom, _ readers: Readers, _ wakes: Wakes, manual: ManualQuery?
    ) throws -> LiveHouse {
        let book = accountBook()
        return LiveHouse(
            settings: liveSettings, archive: archive, index: room.index,
            audit: try Self.orEnding { try AuditLog(archive) }, state: room.state,
            actions: liveActions(readers, wakes, manual: manual), originals: keptOriginals(room.index),
            accounts: { book.accounts }, now: clock.now, timeZone: modalityZone, log: log, secret: room.secret)
    }

    private func accountBook() -> AccountBook {
        let folder = settings.workspace.path
        let again = (folder: folder, environment: environment, flags: flags)
        return AccountBook(
            settings.users, files: Settings.fileNames.map { "\(folder)/\($0)" }, now: clock.now, log: log,
            read: {
                try Settings.users(
                    workspace: URL(filePath: again.folder, directoryHint: .isDirectory),
                    environment: again.environment, flags: again.flags)
            })
    }

    /// Said once at the start: without it the dashboard is a door without a key.
    func sayWhoMaySignIn() {
        if settings.users.isEmpty {
            let sentence =
                "Nobody may sign in to the dashboard yet: `xrayvision users add NAME --role admin` changes that."
            log.notice("\(sentence)")
            console.note(sentence)
        }
        let weak = settings.users.filter(\.isWeak)
        guard !weak.isEmpty, !settings.dashboard.isLoopback else { return }
        log.error(
            "The dashboard is open to the network, and the passwords of \(weak.count) users in [users] can be guessed.")
        console.note("WARNING: guessable passwords in [users], and the dashboard is open to the network. See `doctor`.")
    }
}
