import ArgumentParser
import Workstation

struct Requeue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Has films read again that were read or failed before.",
        discussion: """
            The filters are those of the dashboard and of /api/exams. Without --status, exams that are done or failed are
            meant. Present answers stay until the new ones are there.

            Example: xrayvision requeue --region chest --correct no --from 2026-03-01 --yes
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup var filters: ExamFilters

    @Argument(help: ArgumentHelp("SOP Instance UIDs, instead of filters.", valueName: "uid"))
    var uids: [String] = []

    @Option(help: ArgumentHelp("What the model is to look at in particular, this time.", valueName: "text"))
    var instruction: String?

    @Option(help: "Films of a higher priority are read first.")
    var priority = 0

    @Flag(help: "Yes, all of them.")
    var yes = false

    @Flag(help: "Say which exams, and change nothing.")
    var dryRun = false

    func run() async throws {
        var wish = RequeueWish()
        (wish.filters, wish.uids, wish.instruction) = (filters.words, uids, instruction)
        (wish.priority, wish.isSure, wish.isRehearsal) = (priority, yes, dryRun)
        try options.open().requeue(wish)
    }
}

/// The filters of the list of exams.
struct ExamFilters: ParsableArguments {
    @Option(help: "Whether somebody reviewed or reported the film: yes or no.") var reviewed: String?
    @Option(help: "Whether the AI's severity reaches the threshold: yes or no.") var positive: String?
    @Option(help: "Whether AI and radiologist are on the same side: yes or no.") var correct: String?
    @Option(help: "Part of the region's name.") var region: String?
    @Option(help: "done, error, queued, ignore … with commas; any = all.") var status: String?
    @Option(help: "Part of a name, a number or a UID.") var search: String?
    @Option(help: "The radiologist's summary.") var diagnostic: String?
    @Option(help: "The radiologist's name.") var radiologist: String?
    @Option(help: "The compared severity: 3-6, 5-, -2 or 4.") var severity: String?
    @Option(help: "The AI's confidence in percent: 50-, 0-30.") var confidence: String?
    @Option(help: "Whether a flag stands: yes or no.") var flagged: String?
    @Option(help: "F, M or O.") var sex: String?
    @Option(help: ArgumentHelp("From this day on, YYYY-MM-DD.", valueName: "date")) var from: String?
    @Option(help: ArgumentHelp("To this day, YYYY-MM-DD.", valueName: "date")) var to: String?

    var words: [String: String] {
        let all = [
            "reviewed": reviewed, "positive": positive, "correct": correct, "region": region, "status": status,
            "search": search, "diagnostic": diagnostic, "radiologist": radiologist, "severity": severity,
            "confidence": confidence, "flagged": flagged, "sex": sex, "from": from, "to": to,
        ]
        return all.compactMapValues(\.self)
    }
}
