import ArgumentParser
import Foundation
import Workstation

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says how the answer about an exam came about: picture, prompts, model, times, reply.",
        discussion: "Example: xrayvision explain 1.2.826.0.1.3680043.8.498.1")

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("SOP Instance UID of the exam.", valueName: "uid"))
    var uid: String

    func run() async throws {
        try options.open().explain(uid)
    }
}

struct Reproduce: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sends the very bytes behind an answer to the same server again and shows the difference.",
        discussion: """
            The picture is drawn again from the kept original; every hash is compared before anything is sent.

            Example: xrayvision reproduce 1.2.826.0.1.3680043.8.498.1
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("SOP Instance UID of the exam.", valueName: "uid"))
    var uid: String

    @Flag(help: "Put the bytes together, compare the hashes, and send nothing.")
    var dryRun = false

    @Flag(help: "Ask the first server of the settings when they do not name the one of then any more.")
    var anywhere = false

    func run() async throws {
        try await options.open().reproduce(uid, dryRun: dryRun, anywhere: anywhere)
    }
}

struct Prompt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what a model would be told.",
        discussion: "Example: xrayvision prompt render 1.2.826.0.1.3680043.8.498.1", subcommands: [RenderPrompt.self])

    struct RenderPrompt: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "render", abstract: "Shows the texts about an exam as they would be sent; asks nobody.",
            discussion: "Example: xrayvision prompt render 1.2.826.0.1.3680043.8.498.1")

        @OptionGroup var options: GlobalOptions

        @Argument(help: ArgumentHelp("SOP Instance UID of the exam.", valueName: "uid"))
        var uid: String

        func run() async throws {
            try options.open().renderPrompt(uid)
        }
    }
}

/// What the check page of the dashboard does.
struct Texts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text", abstract: "Has a text on standard input checked, translated or analysed.",
        discussion: """
            check says whether it describes something abnormal, and how severe; translate puts it into English; analyse
            examines it in three passes. Nothing is kept.

            Example: xrayvision text check < report.txt
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("check, translate or analyse.", valueName: "task"))
    var task: String

    func run() async throws {
        guard let task = Workstation.TextTask(rawValue: task) else {
            throw ValidationError("The task is check, translate or analyse.")
        }
        let workstation = try options.open()
        try await workstation.ask(task, about: try Terminal.standardInput(limit: 1 << 20))
    }
}
