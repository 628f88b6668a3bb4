import Analysis
import Foundation
import Radiology
import Store
import Synchronization
import Web

/// What the dashboard shows and the services know.
extension Workstation {
    func liveState(
        _ readers: Readers, _ stages: StageClock, _ inHand: FilmsInHand, _ gauges: LiveGauges
    ) -> LiveState {
        let (marks, title, clock) = (archive.queryMarks, archiveAddress.title, clock)
        let isScheduled = isArchiveAsked
        let lights = endpointLights(readers)
        return LiveState(
            processing: { inHand.all }, endpoints: lights, timings: { stages.timings },
            nextQuery: {
                guard isScheduled else { return .disabled }
                // Between two plans the query is under way.
                return .at((try? marks.mark(of: title))?.nextRun ?? clock.now())
            },
            gauges: { gauges.now() }, priors: { (try? ChatRequest.Recorded(json: $0))?.priors })
    }

    /// In the order of the settings: primary, secondary, third.
    private func endpointLights(_ readers: Readers) -> @Sendable () -> [EndpointLight] {
        let builtIn = OpenAISettings.Endpoint.baselineName
        let hasBuiltIn = loaded.endpointsInUse.contains(.baseline)
        return { [pool = readers.pool] in
            var lights = (pool?.standings ?? []).sorted { $0.order < $1.order }.map { standing in
                EndpointLight(
                    name: "", url: standing.address, model: standing.model ?? standing.modelConfigured,
                    isHealthy: standing.state == .available,
                    since: standing.state == .unknown ? nil : UTCTime.text(standing.since))
            }
            if hasBuiltIn || lights.isEmpty {
                lights.append(EndpointLight(name: "", url: builtIn, model: builtIn, isHealthy: true, since: nil))
            }
            return lights.enumerated().map { number, light in
                EndpointLight(
                    name: Self.name(ofEndpoint: number), url: light.url, model: light.model, isHealthy: light.isHealthy,
                    since: light.since)
            }
        }
    }

    private static func name(ofEndpoint number: Int) -> String {
        let names = ["primary", "secondary", "third", "fourth", "fifth"]
        return names.indices.contains(number) ? names[number] : "number \(number + 1)"
    }

    /// The last answers of the archive, for the timings of before this start.
    func rememberedReadings() throws -> [Double] {
        try Self.orEnding { try archive.exams.records(limit: 100, .list) }.reversed()
            .compactMap { $0.aiReport?.latency.map(Double.init) }
    }
}

/// Disk, spool and network for `/metrics`. Counting files costs: what was counted holds for a few seconds.
final class LiveGauges: Sendable {
    private let paths: WorkspacePaths
    private let archive: Archive
    private let reserve: StorageSettings.Reserve
    private let stages: StageClock
    private let door = Mutex<ListeningDoor?>(nil)
    private let last = Mutex<(at: ContinuousClock.Instant, gauges: Gauges)?>(nil)

    private static let freshness = Duration.seconds(5)

    init(
        _ paths: WorkspacePaths, _ archive: Archive, _ reserve: StorageSettings.Reserve, _ stages: StageClock
    ) {
        (self.paths, self.archive, self.reserve, self.stages) = (paths, archive, reserve, stages)
    }

    /// The listener, once it is open.
    func watch(_ opened: ListeningDoor?) { door.withLock { $0 = opened } }

    func now() -> Gauges {
        var gauges = last.withLock { last in
            if let last, ContinuousClock.now - last.at < Self.freshness { return last.gauges }
            let counted = count()
            last = (ContinuousClock.now, counted)
            return counted
        }
        let associations = door.withLock { $0?.associations }
        gauges.openAssociations = associations?.open ?? 0
        gauges.associationsTotal = associations?.total ?? 0
        gauges.stages = stages.histograms
        gauges.filmsReceivedTotal = stages.received
        return gauges
    }

    private func count() -> Gauges {
        let space = try? FreeSpace(at: paths.root)
        let free = space?.bytes ?? 0
        let total = space.map { $0.fraction > 0 ? min(Double(free) / $0.fraction, 9e18) : 0 } ?? 0
        return Gauges(
            freeBytes: Int64(free), totalBytes: Int64(total), spoolFiles: FolderWalk(paths.incoming)?.files.count ?? 0,
            rejectedTotal: (try? archive.rejections.count()) ?? 0,
            reserveBytes: Int64(reserve.bytes(ofDisk: Int(total))))
    }
}
