import ArgumentParser
import Workstation

struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes the dated report of one day, compares two, and mails one.",
        discussion: "Example: xrayvision report nightly --date 2026-03-02",
        subcommands: [Nightly.self, Diff.self, Mail.self])

    struct Nightly: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes the report of yesterday, or of another day that is over.",
            discussion: """
                One page that opens anywhere and prints well, with figures.json and figures.csv beside it, under
                reports/nightly/ (initials) and reports/admin/nightly/ (names). See docs/nightly.md.

                Example: xrayvision report nightly --date 2026-03-02 --audience user
                """)

        @OptionGroup var options: GlobalOptions

        @Option(help: ArgumentHelp("The day to report: YYYY-MM-DD; without it yesterday.", valueName: "day"))
        var date: String?

        @Option(help: "Only for admin (names) or user (initials).")
        var audience: String?

        @Flag(help: "Say the letter, and write nothing.")
        var dryRun = false

        func run() async throws { try options.open().nightly(date: date, audience: audience, dryRun: dryRun) }
    }

    struct Diff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says what is different between two reports, and whether their intervals overlap.",
            discussion: "Example: xrayvision report diff 2026-03-01 2026-03-02")

        @OptionGroup var options: GlobalOptions

        @Argument(help: "A day with a report, or the path of its figures.json.")
        var first: String

        @Argument(help: "The other one.")
        var second: String

        @Option(help: "Compare the figures for admin or for user.")
        var audience: String?

        @Flag(help: "Also show figures of groups whose intervals overlap.")
        var all = false

        func run() async throws {
            try options.open(needsDatabase: false).nightlyDifference(first, second, audience: audience, all: all)
        }
    }

    struct Mail: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Mails the letter of a report to MAIL_TO: counts, no patient data.",
            discussion: "Example: xrayvision report mail --dry-run")

        @OptionGroup var options: GlobalOptions

        @Option(help: ArgumentHelp("The day of the report: YYYY-MM-DD; without it yesterday.", valueName: "day"))
        var date: String?

        @Flag(help: "Show the mail, and send nothing.")
        var dryRun = false

        func run() async throws {
            try await options.open(needsDatabase: false).nightlyMail(date: date, dryRun: dryRun)
        }
    }
}
