import ArgumentParser
import Foundation
import Workstation

/// Options that every command takes, before or after its name.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder with settings, spool, database and reports.", valueName: "dir"))
    var workspace = "."

    @Option(help: "How much is logged: debug, info, warning or error.")
    var logLevel = "info"

    @Option(help: "How a log line looks: text or json.")
    var logFormat = "text"

    @Flag(help: "Answer in JSON on standard output.")
    var json = false

    @Flag(help: "No progress and no remarks on standard error.")
    var quiet = false

    func validate() throws {
        guard ["debug", "info", "warning", "error"].contains(logLevel.lowercased()) else {
            throw ValidationError("--log-level is debug, info, warning or error.")
        }
        guard ["text", "json"].contains(logFormat) else { throw ValidationError("--log-format is text or json.") }
    }

    var console: Console { Terminal.console(json: json, quiet: quiet) }

    /// The workspace with its settings read and its database open, if it is needed.
    func open(_ flags: [FlagOverride] = [], needsDatabase: Bool = true) throws -> Workstation {
        try Workstation.open(
            workspace: workspace, environment: Terminal.environment, flags: flags,
            log: Terminal.log(level: logLevel, format: logFormat, quiet: quiet), console: console,
            clock: Terminal.clock, needsDatabase: needsDatabase)
    }

    /// `--workspace DIR status` means `status --workspace DIR`: options in front of the command move behind it.
    static func movedBehindCommand(_ arguments: [String]) -> [String] {
        let withValue = ["--workspace", "--log-level", "--log-format"]
        var front: [String] = []
        var rest = arguments[...]
        while let next = rest.first, next.hasPrefix("--"), !["--help", "--version"].contains(next) {
            front.append(rest.removeFirst())
            if withValue.contains(next), let value = rest.popFirst() { front.append(value) }
        }
        guard let command = rest.popFirst(), !command.hasPrefix("-") else { return arguments }
        // Commands with sub-commands of their own take the options behind the second name.
        if ["config", "db", "prompt", "report", "users"].contains(command), let action = rest.popFirst() {
            return [command, action] + front + rest
        }
        return [command] + front + rest
    }
}
