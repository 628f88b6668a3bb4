import ArgumentParser
import Workstation

struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draws one film into one PNG; the store is not touched.",
        discussion: """
            Without --recipe, a size gives the picture that the workspace's model sees, and full gives what a viewer
            shows. A file that exists is replaced only when it is a PNG.

            Example: xrayvision render film.dcm film.png --size full --window 40/400
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("The film.", valueName: "film.dcm")) var film: String
    @Argument(help: ArgumentHelp("The picture.", valueName: "out.png")) var picture: String

    @Option(help: "full, or pixels of the longest side (default: the model's, 896).")
    var size: String?

    @Option(help: "Bits a pixel: 8, or 16 for all values of the film without a window.")
    var bits = 8

    @Option(help: "model (percentiles and gamma) or viewer (as the film's header says).")
    var recipe: String?

    @Option(
        help: ArgumentHelp(
            "header, the number of one of its windows, auto, whole, or CENTER/WIDTH.", valueName: "window"))
    var window: String?

    @Option(help: "The frame of a film that has several, from 1 (default: the one that is read).")
    var frame: Int?

    @Flag(help: "Draw the overlay planes over the film.")
    var overlays = false

    @Flag(help: "Say what would be written, and write nothing.")
    var dryRun = false

    func run() throws {
        var rendering = Rendering()
        (rendering.size, rendering.bits, rendering.recipe) = (size, bits, recipe)
        (rendering.window, rendering.frame, rendering.overlays) = (window, frame, overlays)
        try Workstation.render(
            film, into: picture, as: rendering, workspace: options.workspace, environment: Terminal.environment,
            dryRun: dryRun, console: options.console)
    }
}

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows a film's data set and the exam it would become.",
        discussion: "Example: xrayvision inspect film.dcm --json")

    @OptionGroup var options: GlobalOptions
    @Argument(help: ArgumentHelp("The film.", valueName: "film.dcm")) var film: String

    func run() throws {
        try Workstation.inspect(
            film, workspace: options.workspace, clock: Terminal.clock, console: options.console)
    }
}

/// How long drawing takes, from the file to the PNG, or to its samples; for `scripts/bench`.
struct BenchRender: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Times the drawing of one film.", shouldDisplay: false)

    @OptionGroup var options: GlobalOptions
    @Argument var film: String
    @Option var `repeat` = 5
    @Flag(help: "Ends with the decoded samples.") var decode = false

    func run() throws {
        try Workstation.timeRender(
            film, times: max(1, `repeat`), onlyDecoding: decode, seconds: Terminal.seconds, console: options.console)
    }
}
