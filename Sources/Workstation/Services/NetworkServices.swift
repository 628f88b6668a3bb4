import DICOMNetwork
import Foundation
import Logging
import ServiceLifecycle
import Store

/// What `run` does with other machines, from the settings.
extension Workstation {
    /// Films of the network come in through it; `nil` when nobody is listened to.
    /// - Throws: `.badSettings` when the port is taken or TLS cannot be used: half a workstation is worse than none.
    func listeningDoor(_ wakes: Wakes) async throws -> ListeningDoor? {
        guard settings.dicom.listens else { return nil }
        return try await openDoor(networkIntake(arrived: { wakes.spool.signal() }))
    }

    /// - Parameter manual: what people ask for; `nil` without a dashboard, or without an archive.
    func networkServices(
        _ door: ListeningDoor?, _ wakes: Wakes, manual: ManualQuery?
    ) throws -> [any Service] {
        var services: [any Service] = []
        if let door { services.append(ListenerService(door: door)) }
        if isArchiveAsked || manual != nil { services += try archiveServices(wakes, manual) }
        try followRelayRules()
        for rule in settings.relay {
            let wake = WakeUp()
            services.append(
                RelayService(
                    relay: try relay(rule), pause: BackOff(base: 5, limit: 300, maxAttempts: .max), wakeUps: wake,
                    log: log))
            services.append(Ticker(pace: .seconds(5), wakeUps: [wake]))
        }
        return services
    }

    var isArchiveAsked: Bool { loaded.isArchiveAsked }

    private func archiveServices(_ wakes: Wakes, _ manual: ManualQuery?) throws -> [any Service] {
        let peer = try imageArchive(networkIntake(arrived: { wakes.spool.signal() }))
        let schedule = querySchedule
        let step = RetrievalStep(
            retrieval: studyRetrieval(peer), archive: archive, backOff: BackOff(base: 10, limit: 3600, maxAttempts: 20),
            fault: NetworkWords.fault, now: clock.now, log: log)
        let isScheduled = isArchiveAsked
        var services: [any Service] = [
            RetrievalService(
                step: step, title: peer.title, retrievals: archive.retrievals,
                isOpen: { moment in
                    isScheduled && schedule.isOpen(at: moment) || manual?.isWanted(at: moment) ?? false
                },
                reserve: reserve, atOnce: settings.dicom.retrievals,
                pause: BackOff(base: 5, limit: 300, maxAttempts: .max), wakeUps: wakes.retrieval, clock: clock, log: log
            ),
            Ticker(pace: .seconds(5), wakeUps: [wakes.retrieval]),
        ]
        if let manual { services.append(manual) }
        if isScheduled { services.append(queryService(peer, schedule, wakes)) }
        return services
    }

    private func queryService(_ peer: ImageArchive, _ schedule: QuerySchedule, _ wakes: Wakes) -> QueryService {
        let search = StudySearch(archive: peer, modalities: settings.dicom.query.modalities)
        return QueryService(
            query: ScheduledQuery(search: search, schedule: schedule, archive: archive), title: peer.title,
            marks: archive.queryMarks, schedule: schedule, random: { Double.random(in: 0...1) }, clock: clock,
            log: log, found: { wakes.retrieval.signal() })
    }

    /// `nil` for a workspace without a word about an archive.
    func manualQuery(_ wakes: Wakes) throws -> ManualQuery? {
        guard loaded.isArchiveNamed else { return nil }
        let peer = try imageArchive(networkIntake(arrived: { wakes.spool.signal() }))
        let caller = try caller(archiveAddress, usesTLS: settings.dicom.query.usesTLS)
        return ManualQuery(
            search: StudySearch(archive: peer, modalities: settings.dicom.query.modalities), archive: archive,
            clock: clock, log: log, reach: { try await caller.echo() }, found: { wakes.retrieval.signal() })
    }

    var querySchedule: QuerySchedule {
        func seconds(_ duration: Duration) -> Double {
            let (whole, fraction) = duration.components
            return Double(whole) + Double(fraction) / 1e18
        }
        return QuerySchedule(
            interval: seconds(settings.processing.queryInterval), lookback: seconds(settings.dicom.query.lookback),
            sweepDays: settings.dicom.query.sweep, hours: settings.dicom.query.hours, zone: clock.timeZone)
    }

    private func relay(_ rule: RelayRule) throws -> Relay {
        let caller = try caller(rule.destination, usesTLS: rule.usesTLS)
        let (outbox, paths) = (archive.outbox, paths)
        return Relay(
            rule: rule, archive: archive, backOff: BackOff(base: 30, limit: 3600, maxAttempts: 10),
            keepsOriginals: settings.processing.keepsOriginals, now: clock.now, log: log,
            deliver: { films, ended in try await caller.pass(films, outbox: outbox, paths: paths, ended: ended) })
    }
}

extension LoadedSettings {
    /// A workspace without a word about an archive asks nobody: the built-in address is somebody else's machine.
    var isArchiveAsked: Bool { !settings.processing.noQuery && isArchiveNamed }

    /// There is one, though perhaps it is asked only when a person wants it.
    var isArchiveNamed: Bool { origin(of: "dicom", "REMOTE_AE_IP") != .builtIn }
}

/// Serves callers until the process is asked to stop.
struct ListenerService: Service {
    let door: ListeningDoor

    func run() async throws {
        await withTaskGroup { group in
            group.addTask { await door.serve() }
            try? await gracefulShutdown()
            await door.close()
        }
    }
}
