import ArgumentParser
import Workstation

struct Users: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says who may sign in to the dashboard, and changes it.",
        discussion: """
            Roles: user looks; reviewer also reviews and has films read again; admin also sees names and queries the archive.
            The lines of [users] are edited where they stand, with hashes in place of passwords; a running daemon follows.

            Example: xrayvision users add maria --role reviewer
            """,
        subcommands: [Add.self, Passwd.self, Remove.self, List.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a user to local.cfg; the password is asked for.",
            discussion: "Example: xrayvision users add maria --role reviewer")
        @OptionGroup var options: GlobalOptions
        @OptionGroup var password: PasswordSource

        @Argument(help: ArgumentHelp("Who signs in.", valueName: "name"))
        var name: String

        @Option(help: "admin, reviewer or user.")
        var role: String

        func run() async throws {
            try options.open().addUser(name, role: role) { try password.read(for: name) }
        }
    }

    struct Passwd: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a user a new password, as a hash.",
            discussion: "Example: xrayvision users passwd admin")
        @OptionGroup var options: GlobalOptions
        @OptionGroup var password: PasswordSource

        @Argument(help: ArgumentHelp("Whose password.", valueName: "name"))
        var name: String

        func run() async throws {
            try options.open().changePassword(of: name) { try password.read(for: name) }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes a user out of the settings files.",
            discussion: "Example: xrayvision users remove maria")
        @OptionGroup var options: GlobalOptions

        @Argument(help: ArgumentHelp("Who may no longer sign in.", valueName: "name"))
        var name: String

        func run() async throws { try options.open().removeUser(name) }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists who may sign in, and how well each password is kept.",
            discussion: "Example: xrayvision users list --json")
        @OptionGroup var options: GlobalOptions

        func run() async throws { try options.open().listUsers() }
    }
}

/// Where a password comes from. Never an argument: others on the machine could read it.
struct PasswordSource: ParsableArguments {
    @Flag(help: "Read the password from standard input instead of asking for it.")
    var passwordStdin = false

    func read(for name: String) throws -> String {
        if passwordStdin {
            let text = try Terminal.standardInput(limit: 4096)
            return text.split(separator: "\n", omittingEmptySubsequences: false).first.map {
                $0.hasSuffix("\r") ? String($0.dropLast()) : String($0)
            } ?? ""
        }
        guard let first = Terminal.password("New password for \(name): "),
            let second = Terminal.password("The same again: ")
        else {
            throw WorkstationError(
                .usage, "There is no terminal to ask for the password on.", suggestion: "Give it with --password-stdin."
            )
        }
        guard first == second else {
            throw WorkstationError(.usage, "The two passwords differ.", suggestion: "Nothing was changed; try again.")
        }
        return first
    }
}
