import ArgumentParser
import Workstation

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the queue, the reader and the disk.",
        discussion: "Example: xrayvision status --watch")

    @OptionGroup var options: GlobalOptions

    @Flag(help: "Show it again every two seconds until Ctrl-C.")
    var watch = false

    func run() async throws {
        try await options.open().status(watch: watch)
    }
}

struct Failures: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists what failed and why; --retry has the films read again.",
        discussion: "Example: xrayvision failures --retry")

    @OptionGroup var options: GlobalOptions

    @Flag(help: "Put the failed films back into the queue.")
    var retry = false

    @Flag(help: "With --retry: say which, and change nothing.")
    var dryRun = false

    func run() async throws {
        try options.open().failures(retry: retry, dryRun: dryRun)
    }
}

struct Config: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks and shows the settings.", discussion: "Example: xrayvision config show --origin",
        subcommands: [Check.self, Show.self], defaultSubcommand: Show.self)

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads the settings and says what is wrong with them.",
            discussion: "Example: xrayvision config check --workspace /srv/films")
        @OptionGroup var options: GlobalOptions

        func run() throws {
            try Workstation.checkSettings(
                workspace: options.workspace, environment: Terminal.environment, console: options.console)
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows every setting; secrets are masked.",
            discussion: "Example: xrayvision config show --origin")
        @OptionGroup var options: GlobalOptions

        @Flag(help: "Say where each value comes from.")
        var origin = false

        func run() throws {
            try Workstation.showSettings(
                workspace: options.workspace, environment: Terminal.environment, origin: origin,
                console: options.console)
        }
    }
}

struct Database: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Migrates and verifies the database.",
        discussion: "Example: xrayvision db verify",
        subcommands: [Migrate.self, Verify.self])

    struct Migrate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Brings the database to this version's schema, after a backup copy.",
            discussion: "Example: xrayvision db migrate --workspace /srv/films")
        @OptionGroup var options: GlobalOptions

        func run() throws { try options.open().databaseMigrated() }
    }

    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks the database's integrity and the house's own rules.",
            discussion: "Example: xrayvision db verify")
        @OptionGroup var options: GlobalOptions

        func run() throws { try options.open().verifyDatabase() }
    }
}

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Looks at everything the workspace needs, says what is wrong and what to do; changes nothing.",
        discussion: """
            Settings, folders, disk, database, spool, model servers, and the encodings of films that are read.

            Example: xrayvision doctor --workspace /srv/films
            """)

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await Workstation.doctor(
            workspace: options.workspace, environment: Terminal.environment, console: options.console)
    }
}
