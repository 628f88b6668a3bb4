import ArgumentParser
import Workstation

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Puts the bundled sample films through the whole chain in a throw-away workspace.",
        discussion: """
            The built-in reader is not a trained model and says so; it needs no network.

            Example: xrayvision demo --keep
            """)

    @OptionGroup var options: GlobalOptions

    @Flag(help: "Keep running and serve the pages on this machine until Ctrl-C.")
    var keep = false

    @Option(help: "The port to serve on; 0 takes any free one.")
    var port = 8000

    @Option(help: ArgumentHelp("Where the sample films are.", valueName: "dir"))
    var samples: String?

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port is a number from 0 to 65535.") }
    }

    func run() async throws {
        try await Workstation.demo(
            samples: samples, executable: CommandLine.arguments[0], keep: keep, port: port,
            log: Terminal.log(level: options.logLevel, format: options.logFormat, quiet: true), clock: Terminal.clock,
            console: options.console)
    }
}
