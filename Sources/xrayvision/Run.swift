import ArgumentParser
import Workstation

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the workstation: listener, archive, spool, reader, pages; until it is asked to stop.",
        discussion: """
            --once takes in what is in the spool, drains the queue, writes the pages and ends.

            Example: xrayvision --workspace /srv/films run --once
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var older: PredecessorFlags

    @Flag(help: "Take in what is there, drain the queue, publish, and end.")
    var once = false

    func run() async throws {
        let workstation = try options.open(older.overrides)
        try await once ? workstation.runOnce() : workstation.run()
    }
}

/// The flags of the predecessor's command line. As there, they can only switch on.
struct PredecessorFlags: ParsableArguments {
    @Flag(help: "Keep the original films after a reading.") var keepDicom = false
    @Flag(help: "Take in the .dcm files that are in images/ at the start.") var loadDicom = false
    @Flag(help: "No scheduled query of the archive.") var noQuery = false
    @Flag(help: "Send notifications.") var enableNtfy = false
    @Option(help: ArgumentHelp("The model to ask.", valueName: "name")) var model: String?
    @Option(help: ArgumentHelp("C-MOVE or C-GET.", valueName: "method")) var retrievalMethod: String?

    var overrides: [FlagOverride] {
        let switches: [(Bool, FlagOverride)] = [
            (keepDicom, .keepDICOM), (loadDicom, .loadDICOM), (noQuery, .noQuery), (enableNtfy, .enableNtfy),
        ]
        return switches.filter(\.0).map(\.1) + (model.map { [.model($0)] } ?? [])
            + (retrievalMethod.map { [.retrievalMethod($0)] } ?? [])
    }
}
