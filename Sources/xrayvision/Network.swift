import ArgumentParser
import Workstation

struct Echo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Asks a DICOM application whether it is there (C-ECHO).",
        discussion: """
            Without --to, the archive of the settings is asked.

            Example: xrayvision echo --to PACS@10.0.0.5:104
            """)

    @OptionGroup var options: GlobalOptions

    @Option(help: ArgumentHelp("Whom to ask.", valueName: "AE@host:port"))
    var to: String?

    @Flag(inversion: .prefixedNo, help: "Over TLS, with the certificates of [dicom].")
    var tls: Bool?

    func run() async throws {
        try await options.open(needsDatabase: false).echo(to, usesTLS: tls)
    }
}

struct Query: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Asks the archive which radiograph studies it has; --retrieve fetches what is missing here.",
        discussion: """
            --accessions takes a CSV file with an accession number or a Study Instance UID a line, and writes down beside it \
            what became of each; run it again, and it goes on where it stopped.

            Example: xrayvision query --from 2026-03-01 --to 2026-03-07 --retrieve
            """)

    @OptionGroup var options: GlobalOptions

    @Option(help: "The last so many hours.")
    var hours: Int?

    @Option(help: ArgumentHelp("From this day on, YYYY-MM-DD.", valueName: "date"))
    var from: String?

    @Option(help: ArgumentHelp("To this day, YYYY-MM-DD (default: the day of --from).", valueName: "date"))
    var to: String?

    @Option(help: ArgumentHelp("The studies of this list.", valueName: "file.csv"))
    var accessions: String?

    @Option(help: "Seconds between two lines of the list.")
    var pause = 0.0

    @Flag(help: "Fetch what is missing here, by C-MOVE or C-GET as RETRIEVAL_METHOD says.")
    var retrieve = false

    @Flag(help: "With --retrieve: say what would be fetched, and fetch nothing.")
    var dryRun = false

    func validate() throws {
        guard [hours != nil, from != nil, accessions != nil].count(where: { $0 }) == 1 else {
            throw ValidationError("Give one of --hours, --from and --accessions.")
        }
        if to != nil, from == nil { throw ValidationError("--to goes with --from.") }
        if let hours, !(1...87_600).contains(hours) { throw ValidationError("--hours is a number from 1 to 87600.") }
        if dryRun, !retrieve { throw ValidationError("--dry-run goes with --retrieve.") }
        guard (0...3600).contains(pause) else { throw ValidationError("--pause is a number from 0 to 3600.") }
    }

    func run() async throws {
        var wish = QueryWish(.hours(hours ?? 1))
        if let from { wish.range = .days(from: from, to: to ?? from) }
        if let accessions { wish.range = .list(path: accessions) }
        (wish.retrieves, wish.isRehearsal, wish.pause) = (retrieve, dryRun, pause)
        try await options.open().query(wish)
    }
}

struct Send: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends films to another DICOM application (C-STORE).",
        discussion: "Example: xrayvision send /archive/2026/03 --to WARD@10.0.0.7:11112")

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("Files or folders; folders are searched to the bottom.", valueName: "path"))
    var paths: [String] = []

    @Option(help: ArgumentHelp("The kept originals of this study.", valueName: "uid"))
    var study: String?

    @Option(help: ArgumentHelp("Whom to send to.", valueName: "AE@host:port"))
    var to: String

    @Flag(help: "Over TLS, with the certificates of [dicom].")
    var tls = false

    @Flag(help: "Say what would be sent, and send nothing.")
    var dryRun = false

    func validate() throws {
        if paths.isEmpty, study == nil { throw ValidationError("Name files or folders, or give --study.") }
    }

    func run() async throws {
        try await options.open(needsDatabase: study != nil)
            .send(paths, study: study, to: to, usesTLS: tls, dryRun: dryRun)
    }
}
