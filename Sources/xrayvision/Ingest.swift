import ArgumentParser
import Workstation

struct Ingest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes films or folders of films into the store, without a daemon.",
        discussion: """
            Files are copied unless --move is given. While a daemon runs in the workspace, they are put into its spool.

            Example: xrayvision ingest /archive/2026/03 --priority 5
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("Files or folders; folders are searched to the bottom.", valueName: "path"))
    var paths: [String]

    @Option(help: "Films of a higher priority are read first.")
    var priority = 0

    @Flag(help: "Remove each file from its place once it is safely stored.")
    var move = false

    @Flag(help: "Say what would be taken in, and take in nothing.")
    var dryRun = false

    func run() async throws {
        try await options.open().ingest(paths, priority: priority, move: move, dryRun: dryRun)
    }
}

struct Analyse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Has the waiting films read and ends.",
        discussion: "Example: xrayvision analyse --limit 100 --region chest")

    @OptionGroup var options: GlobalOptions

    @Option(help: "Read at most this many films.")
    var limit: Int?

    @Option(help: ArgumentHelp("Read films of this region only.", valueName: "region"))
    var region: String?

    @Option(help: ArgumentHelp("The model to ask.", valueName: "name"))
    var model: String?

    @Flag(help: "Ask also what was answered before, byte for byte.")
    var fresh = false

    @Flag(help: "Tell people about findings, as `run` does; without it nobody is told, now or later.")
    var alert = false

    @Flag(help: "Say which films would be read, and ask nobody.")
    var dryRun = false

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is a number from 1.") }
    }

    func run() async throws {
        try await options.open(model.map { [.model($0)] } ?? [])
            .analyse(limit: limit, region: region, fresh: fresh, alerting: alert, dryRun: dryRun)
    }
}

struct Publish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes the static pages and charts; only what changed is written again.",
        discussion: "Example: xrayvision publish --audience user --out /srv/share/films")

    @OptionGroup var options: GlobalOptions

    @Option(help: ArgumentHelp("Where to write, inside the workspace (default: reports).", valueName: "dir"))
    var out: String?

    @Option(help: "Only for this audience: admin (names) or user (initials).")
    var audience: String?

    @Option(help: ArgumentHelp("Draw every page of films from this day on, YYYY-MM-DD.", valueName: "date"))
    var since: String?

    @Flag(help: "Draw the pages of the statistics alone, their charts and their tables.")
    var statistics = false

    @Flag(help: "Say what would be written, and write nothing.")
    var dryRun = false

    func validate() throws {
        guard statistics, since != nil else { return }
        throw ValidationError("--since is about pages of films: leave --statistics out.")
    }

    func run() async throws {
        try await options.open().publish(
            out: out, audience: audience, since: since, statisticsOnly: statistics, dryRun: dryRun)
    }
}
