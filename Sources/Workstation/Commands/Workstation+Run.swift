import Foundation
import Logging
import Radiology
import ServiceLifecycle
import Store

extension Workstation {
    /// Takes in what is in the spool, drains the queue, writes the pages, ends.
    /// - Throws: `.serviceUnreachable` when films wait for an endpoint that stays away; the pages are written first.
    public func runOnce() async throws {
        let hold = try takenOver()
        if settings.processing.loadDICOM { try handOverPredecessorsFilms() }
        var tally = try await takeInSpool()
        var absence: WorkstationError?
        do {
            tally.merge(try await drain(try analysisRunner()))
        } catch let error as WorkstationError where error.ending == .serviceUnreachable {
            absence = error
        }
        let published = try await publisher().publish(findingLostPictures: true)
        withExtendedLifetime(hold) {}
        tally.count("pages written", published.written)
        if let absence { throw absence }
        try tally.answer(
            ["queued", "known", "revision", "ignored", "done", "not assessed", "failed", "rejected", "pages written"],
            on: console)
    }

    /// Looks into the spool until nothing there is still being written.
    private func takeInSpool() async throws -> Tally {
        var tally = Tally()
        var settling = Settling()
        while true {
            let sweep = try await Self.orEndingLater { try await spoolIntake.sweep(&settling) }
            for (name, outcome) in sweep.outcomes {
                if case .rejected(let reason, _) = outcome {
                    tally.fail(name, reason.rawValue, as: "rejected")
                } else {
                    tally.add(outcome, of: name)
                }
            }
            guard sweep.isUnfinished else { return tally }
            try await Task.sleep(for: .seconds(settling.interval))
        }
    }

    /// Everything, until the process is asked to stop: spool, reader, pages, care.
    public func run() async throws {
        let hold = try takenOver()
        if settings.processing.loadDICOM { try handOverPredecessorsFilms() }
        let (spoolWakes, readerWakes, pageWakes) = (WakeUp(), WakeUp(), WakeUp())
        let services: [any Service] = [
            SpoolService(
                intake: spoolIntake, wakeUps: spoolWakes, log: log,
                admitted: {
                    readerWakes.signal()
                    pageWakes.signal()
                }),
            SpoolWatch(folder: paths.incoming, wakes: spoolWakes),
            ReaderService(
                runner: try analysisRunner(changed: pageWakes.signal), wakeUps: readerWakes, log: log),
            PublishingService(
                publisher: try publisher(), pace: settings.reports.publishInterval, wakeUps: pageWakes, log: log),
            Caretaker(archive: archive, paths: paths, keep: settings.storage.backupKeep, clock: clock, log: log),
            Ticker(pace: .seconds(30), wakeUps: [spoolWakes, pageWakes]),
            Ticker(pace: .seconds(1), wakeUps: [readerWakes]),
        ]
        announceReady()
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
        withExtendedLifetime(hold) {}
        log.info("Stopped.")
    }

    /// `LOAD_DICOM`: the originals that the predecessor left in `images/` go through the spool; they stay where they are.
    private func handOverPredecessorsFilms() throws {
        let folder = settings.workspace.appending(path: "images").path
        guard FileManager.default.fileExists(atPath: folder) else { return }
        let known = Set(try Self.orEnding { try archive.exams.archivedUIDs() }.map(\.rawValue))
        for file in try Self.filesBelow(folder) where file.hasSuffix(".dcm") {
            let name = URL(filePath: file).lastPathComponent
            if known.contains(String(name.dropLast(4))) { continue }
            try Self.orEnding { _ = try spool.keep(copyOf: file, as: name) }
        }
    }

    private func announceReady() {
        log.info("Ready. Drop films into spool/incoming; pages are in reports.")
        if console.wantsJSON { console.answer(#"{"event":"ready"}"#) } else { console.note("ready") }
    }

    var spoolIntake: SpoolIntake {
        SpoolIntake(
            spool: spool, ingest: ingest, archive: archive, minFree: settings.storage.minFree, clock: clock, log: log)
    }
}
