import ArgumentParser
import Workstation

struct Stats: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows how AI and radiologists agree, with intervals.",
        discussion: """
            The filters are those of the dashboard and of /api/exams. With --json or --csv the figures are those of
            /api/stats/performance; docs/statistics.md says what each means.

            Example: xrayvision stats --region chest --from 2026-03-01 --interval exact
            """)

    /// How the interval of a rate is formed.
    enum Interval: String, ExpressibleByArgument, CaseIterable { case wilson, exact }

    @OptionGroup var options: GlobalOptions
    @OptionGroup var filters: ExamFilters

    @Flag(help: "Answer as a table in CSV on standard output.")
    var csv = false

    @Option(help: "How the intervals of rates are formed: wilson, or exact (Clopper and Pearson).")
    var interval = Interval.wilson

    @Flag(help: "Say what every figure means, and count nothing.")
    var definitions = false

    func validate() throws {
        if csv && options.json { throw ValidationError("--csv and --json exclude each other.") }
    }

    func run() async throws {
        if definitions { return try Workstation.printDefinitions(on: options.console) }
        var wish = StatsWish()
        (wish.filters, wish.isCSV, wish.isExact) = (filters.words, csv, interval == .exact)
        try options.open().stats(wish)
    }
}
