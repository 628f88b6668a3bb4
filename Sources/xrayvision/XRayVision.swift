import ArgumentParser
import Foundation
import Glibc
import Workstation

/// The command line. It parses arguments, builds `Settings` and calls one function of `Workstation`.
@main
struct XRayVision: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "xrayvision",
        abstract: "Reads radiographs with a vision model, one after another, and writes pages about them.",
        discussion: """
            Films dropped into spool/incoming/ are read and shown under reports/.
            Research and quality assurance; not a medical device.

            Example: xrayvision --workspace /srv/films run
            """,
        version: Workstation.version,
        subcommands: [
            Demo.self, Run.self, Ingest.self, Analyse.self, Publish.self, Echo.self, Query.self, Send.self, Render.self,
            Inspect.self, Explain.self, Reproduce.self, Prompt.self, Texts.self, Status.self,
            Failures.self, Requeue.self, Stats.self, Report.self, Users.self, Config.self, Database.self, Doctor.self,
            BenchRender.self,
        ])

    static func main() async {
        umask(0o077)
        let arguments = GlobalOptions.movedBehindCommand(Array(CommandLine.arguments.dropFirst()))
        do {
            try await untilAsked {
                var command = try parseAsRoot(arguments)
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
            }
        } catch is CancellationError {
            Terminal.closeBar()
            Terminal.note("xrayvision: stopped as asked; what was unfinished goes on at the next start.")
            Glibc.exit(WorkstationError.Ending.tryAgain.rawValue)
        } catch {
            Terminal.closeBar()
            guard let ending = Workstation.ending(for: error) else { exit(withError: error) }
            Terminal.note("xrayvision: \(ending.message)\n  \(ending.suggestion)")
            Glibc.exit(ending.ending.rawValue)
        }
    }
}
