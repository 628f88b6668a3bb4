import Analysis
import DICOM
import Foundation
import Imaging
import Logging
import Radiology
import Store

/// One workspace with its settings read and its database open. The data's path, top to bottom:
///
/// | step | where |
/// |---|---|
/// | a peer sends a film; it is durable before the peer hears so | `Network/NetworkIntake`, through `Network/ListeningDoor` |
/// | the archive is asked what is new, and what is missing is fetched | `Network/ScheduledQuery`, `Network/RetrievalStep` |
/// | a file appears in the spool, complete | `Intake/SpoolIntake`, with `Store/Spool` |
/// | claimed, parsed, drawn, kept, admitted in one transaction | `Intake/Ingest` |
/// | unreadable or unwanted: set aside with its reason | `Intake/Ingest`, `Store/Rejections` |
/// | the queue gives one exam, a reader is asked, the answer is kept | `Services/AnalysisRunner` |
/// | films that a rule names are passed on to other systems | `Network/Relay`, with `Store/Outbox` |
/// | people hear of each step, look, review and ask for more | `Live`, with `Web` |
/// | pages follow: only what changed | `Publishing/Publisher` |
///
/// Killed between any two steps, the next start resumes: `work/` goes back to `incoming/`, what was being read goes back
/// to the queue, pages are a view that can be drawn again.
public struct Workstation: Sendable {
    public static let version = "0.2.0"

    let loaded: LoadedSettings
    let paths: WorkspacePaths
    let archive: Archive
    let log: Logger
    let console: Console
    let clock: Clock
    /// One for all: it knows which films this process wrote itself.
    let spool: Spool
    /// Who is told what happens; nobody, unless a daemon serves the dashboard.
    var news = LiveNews.silent
    /// What the settings were read with, to read them again.
    var environment: [String: String] = [:]
    var flags: [FlagOverride] = []

    var settings: Settings { loaded.settings }

    /// Reads the settings and opens the database; makes both the folders and the database when there are none.
    /// - Parameters:
    ///   - workspace: path of an existing folder; an empty one is a valid workspace.
    ///   - flags: what the command line said; it wins over files and environment.
    ///   - needsDatabase: false for what only calls others: nothing is made in the workspace then.
    public static func open(
        workspace: String, environment: [String: String], flags: [FlagOverride] = [], log choice: LogChoice,
        console: Console, clock: Clock, needsDatabase: Bool = true
    ) throws -> Workstation {
        let loaded = try settings(workspace: workspace, environment: environment, flags: flags)
        let paths = Self.paths(of: loaded.settings)
        let log = choice.logger(clock: clock)
        loaded.notices.forEach { log.notice("\($0)") }
        let archive = try orEnding {
            needsDatabase ? try Archive.open(paths: paths, now: clock.now()) : try Archive.absent()
        }
        if let backup = archive.backupBeforeMigration {
            log.notice("The database was brought to this version's schema; a copy from before is \(backup).")
        }
        return Workstation(
            loaded: loaded, paths: paths, archive: archive, log: log, console: console, clock: clock,
            spool: Spool(paths: paths), environment: environment, flags: flags)
    }

    static func paths(of settings: Settings) -> WorkspacePaths {
        WorkspacePaths(
            root: settings.workspace.path, database: settings.general.database.path,
            backup: settings.general.backupFolder.path)
    }

    /// The rules by which films are given a region, from the settings.
    var regionRules: RegionRules { readingRules.regions }

    var intakeLimits: ParsingLimits {
        ParsingLimits(maxBytes: settings.storage.maxFile, maxElements: settings.storage.maxElements)
    }

    /// Which films are read, from the settings.
    var readingRules: ReadingRules { ReadingRules(settings) }

    var pictures: Pictures {
        let storage = settings.storage
        return Pictures(
            paths: paths,
            sizes: Pictures.Sizes(
                display: storage.displaySize, viewer: storage.viewerSize, viewerBits: storage.viewerBits),
            rules: DrawingRules(settings),
            limits: ImagingLimits(maxPixels: storage.maxPixels, maxTiles: ImagingLimits.standard.maxTiles),
            parsing: intakeLimits, exams: archive.exams)
    }

    /// What one film goes through on its way in.
    var ingest: Ingest {
        Ingest(
            archive: archive, spool: spool, reading: readingRules, pictures: pictures, limits: intakeLimits,
            keepsOriginals: settings.processing.keepsOriginals, reports: reportDesk, clock: clock,
            stages: news.stages)
    }

    /// The workspace for this process alone, with yesterday's unfinished work given back.
    /// - Parameter held: the workspace's lock, when the caller has it already.
    /// - Throws: `.tryAgain` while another process is at work here.
    func takenOver(_ held: WorkspaceHold? = nil) throws -> WorkspaceHold {
        let hold = try held ?? Self.orEnding { try WorkspaceHold(paths) }
        let films = try Self.orEnding { try spool.returnWork() }
        let exams = try Self.orEnding { try archive.exams.recoverAfterCrash(now: clock.now()) }
        let alerts = try Self.orEnding { try archive.alerts.recoverAfterCrash(now: clock.now()) }
        try Self.orEnding { _ = try archive.reconcileRejections(now: clock.now()) }
        if films + exams > 0 {
            log.notice("Resuming: \(films) files go back to the spool, \(exams) exams to the queue.")
        }
        if alerts > 0 {
            log.notice("\(alerts) alerts were being sent when the programme ended; they go again, under the same id.")
        }
        return hold
    }
}
