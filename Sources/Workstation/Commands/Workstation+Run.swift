import DICOM
import Foundation
import Logging
import Radiology
import ServiceLifecycle
import Store
import Web

extension Workstation {
    /// Takes in what is in the spool, drains the queue, writes the pages, ends.
    /// - Throws: `.serviceUnreachable` when films wait for an endpoint that stays away; the pages are written first.
    public func runOnce() async throws {
        let hold = try takenOver()
        if settings.processing.loadDICOM { try handOverPredecessorsFilms() }
        try Self.orEnding { try reportDesk.enterNotes() }
        var tally = try await takeInSpool()
        try await Self.orEndingLater { try await askHospitalEarly() }
        let runner = try analysisRunner()
        let read = try await drain(runner)
        tally.merge(read.tally)
        if read.absence == nil { try await Self.orEndingLater { try await canaryRound(runner)?.readDue() } }
        try await takeInReports(&tally, isReaderAway: read.absence != nil)
        let published = try await publisher().publish(findingLostPictures: true)
        tally.count("pages written", published.written)
        // After the pages: a message may have a link to one.
        try await sendAlertsOnce(&tally)
        withExtendedLifetime(hold) {}
        try tally.answer(
            [
                "queued", "known", "revision", "ignored", "reports", "reports without an exam", "done", "not assessed",
                "failed", "rejected", "pages written", "alerts sent", "alerts refused", "alerts waiting",
            ],
            on: console, endingWith: read.absence)
    }

    /// Asks the hospital for reports, and has those that came checked.
    private func takeInReports(_ tally: inout Tally, isReaderAway: Bool) async throws {
        let reports = try await Self.orEndingLater { try await askHospitalOnce() }
        guard reports > 0 else { return }
        tally.count("reports", reports)
        if !isReaderAway { tally.merge(try await drain(try analysisRunner()).tally) }
    }

    /// Looks into the spool until nothing there is still being written.
    private func takeInSpool() async throws -> Tally {
        var tally = Tally()
        var settling = Settling()
        var lastTaken = clock.now()
        while true {
            let sweep = try await Self.orEndingLater { try await spoolIntake.sweep(&settling) }
            if !sweep.outcomes.isEmpty { lastTaken = clock.now() }
            for (name, outcome) in sweep.outcomes {
                if case .rejected(let reason, _) = outcome {
                    tally.fail(name, reason.rawValue, as: "rejected")
                } else {
                    tally.add(outcome, of: name)
                }
            }
            // A writer that never ends must not keep this command from ending.
            let isStuck = clock.now().timeIntervalSince(lastTaken) > SpoolIntake.patience + 10
            guard sweep.isUnfinished, !isStuck else {
                for (name, sentence) in sweep.left { tally.fail(name, sentence) }
                if isStuck {
                    let names = sweep.growing.isEmpty ? ["spool/incoming"] : sweep.growing
                    for name in names { tally.fail(name, "It is still being written; run again when it is whole.") }
                }
                return tally
            }
            try await Task.sleep(for: .seconds(settling.interval))
        }
    }

    /// Everything, until the process is asked to stop: listener, archive, spool, reader, pages, dashboard, relay, care.
    public func run() async throws {
        ProcessMemory.giveBackLargeBlocks()
        let hold = try takenOver()
        let readers = try readers()
        let room = try liveRoom(readers)
        var telling = self
        telling.news = room?.news ?? .silent
        try await telling.run(readers, room)
        withExtendedLifetime(hold) {}
        log.info("Stopped.")
    }

    /// - Parameter room: the dashboard's; `nil` when none is served.
    private func run(_ readers: Readers, _ room: LiveRoom?) async throws {
        if settings.processing.loadDICOM { try handOverPredecessorsFilms() }
        let wakes = Wakes()
        let manual = room == nil ? nil : try manualQuery(wakes)
        let live = try room.map { try liveServices($0, readers, wakes, manual) } ?? []
        let door = try await listeningDoor(wakes)
        room?.gauges.watch(door)
        let services = try houseServices(readers, wakes) + networkServices(door, wakes, manual: manual) + live
        if room != nil { sayWhoMaySignIn() }
        if let door { announce(door) }
        // With a dashboard, when it listens.
        if room == nil { announceReady() }
        let group = ServiceGroup(
            configuration: .init(
                services: services.map { .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup) },
                logger: log))
        do {
            try await group.run()
        } catch is CancellationError {
            // Asked to stop: every service has given back what it held.
        } catch let error as StoreError {
            throw WorkstationError(error)
        }
    }

    /// - Throws: `.badSettings` when the certificate cannot be used.
    private func liveServices(
        _ room: LiveRoom, _ readers: Readers, _ wakes: Wakes, _ manual: ManualQuery?
    ) throws -> [any Service] {
        let house = try liveHouse(room, readers, wakes, manual: manual)
        do throws(WebError) {
            let ready = OneTime { announceReady() }
            let daemon = try LiveDaemon(house: house, hub: room.hub) { listening in
                announceLive(listening)
                ready.say()
            }
            let prepare: @Sendable () throws -> Void = { [index = room.index] in try index.prepare() }
            return [room.hub, LiveService(daemon: daemon, prepare: prepare, ready: ready)]
        } catch {
            throw WorkstationError(.badSettings, error.description, suggestion: error.suggestion)
        }
    }

    /// `LOAD_DICOM`: the originals that the predecessor left in `images/` go through the spool; they stay where they are.
    private func handOverPredecessorsFilms() throws {
        let folder = settings.workspace.appending(path: "images").path
        guard FileManager.default.fileExists(atPath: folder) else { return }
        let known = Set(try Self.orEnding { try archive.exams.uidsWithFilm() }.map(\.rawValue))
        for file in FolderWalk(folder)?.files ?? [] where file.name.hasSuffix(".dcm") {
            if known.contains(String(file.name.dropLast(4))) { continue }
            try Self.orEnding {
                if try wasOffered(file) { return }
                try reserve.check()
                _ = try spool.keep(copyOf: file, as: file.name)
            }
        }
    }

    /// Whether the file was taken in or refused at an earlier start; an unreadable one is not offered at all.
    private func wasOffered(_ file: RawPath) throws -> Bool {
        guard let film = try? FileBytes.read(file, limit: intakeLimits.maxBytes) else { return true }
        let hash = ContentHash(of: film.bytes).rawValue
        return try !archive.exams.uids(withContentHash: hash).isEmpty
            || archive.rejections.knows(Spool.safeName(file.name), bytes: film.bytes.count)
    }

    /// What wakes whom.
    struct Wakes: Sendable {
        let spool = WakeUp()
        let reader = WakeUp()
        let pages = WakeUp()
        let retrieval = WakeUp()
        let endpoints = WakeUp()
    }

    private func houseServices(_ readers: Readers, _ wakes: Wakes) throws -> [any Service] {
        try [
            SpoolService(
                intake: spoolIntake, wakeUps: wakes.spool, log: log,
                admitted: { [news] in
                    wakes.reader.signal()
                    wakes.pages.signal()
                    news.tell(.state)
                }),
            SpoolWatch(folder: paths.incoming, wakes: wakes.spool),
            PublishingService(
                publisher: try publisher(), pace: settings.reports.publishInterval, wakeUps: wakes.pages,
                stages: news.stages, log: log),
            Caretaker(archive: archive, paths: paths, keep: settings.storage.backupKeep, clock: clock, log: log),
            FactService(facts: archive.facts, pace: .seconds(30), log: log),
            Ticker(pace: .seconds(30), wakeUps: [wakes.spool, wakes.pages]),
            Ticker(pace: .seconds(1), wakeUps: [wakes.reader]),
        ]
            + readingServices(readers, wakes) + alertServices() + recordServices(wakes)
    }

    private func announce(_ door: ListeningDoor) {
        log.info("Films are taken from the network at \(door.address).")
        if console.wantsJSON {
            try? console.answer(json: Listening(address: door.address, port: door.port))
        } else {
            console.note("listening at \(door.address)")
        }
    }

    private func announceReady() {
        log.info("Ready. Drop films into spool/incoming; pages are in reports.")
        if console.wantsJSON { console.answer(#"{"event":"ready"}"#) } else { console.note("ready") }
    }

    private func announceLive(_ listening: LiveListening) {
        log.info("The dashboard is at \(listening.url)")
        if console.wantsJSON {
            try? console.answer(json: Live(url: listening.url))
        } else {
            console.note("dashboard at \(listening.url)")
        }
    }

    private struct Live: Encodable {
        var event = "live"
        let url: String
    }

    private struct Listening: Encodable {
        var event = "listening"
        let address: String
        let port: Int
    }

    var spoolIntake: SpoolIntake {
        SpoolIntake(
            spool: spool, ingest: ingest, archive: archive, reserve: reserve, clock: clock, log: log)
    }

    var reserve: DiskReserve { DiskReserve(root: paths.root, minFree: settings.storage.minFree) }
}
