import ArgumentParser
import Workstation

struct Render: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Draws one film into one PNG; the store is not touched.",
        discussion: "Example: xrayvision render film.dcm film.png --size full --bits 16")

    @OptionGroup var options: GlobalOptions

    @Argument(help: ArgumentHelp("The film.", valueName: "film.dcm")) var film: String
    @Argument(help: ArgumentHelp("The picture.", valueName: "out.png")) var picture: String

    @Option(help: "896 (the picture a model sees) or full.")
    var size = "896"

    @Option(help: "Bits a pixel: 8 or 16.")
    var bits = 8

    func validate() throws {
        guard size == "full" || (Int(size).map { (16...8192).contains($0) } ?? false) else {
            throw ValidationError("--size is full or a number of pixels from 16 to 8192.")
        }
        guard [8, 16].contains(bits) else { throw ValidationError("--bits is 8 or 16.") }
    }

    func run() throws {
        try Workstation.render(film, into: picture, longSide: Int(size), bits: bits, console: options.console)
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

/// How long drawing takes, from the file's bytes in memory to the PNG; for `scripts/bench`.
struct BenchRender: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Times the drawing of one film.", shouldDisplay: false)

    @OptionGroup var options: GlobalOptions
    @Argument var film: String
    @Option var `repeat` = 5

    func run() throws {
        try Workstation.timeRender(film, times: max(1, `repeat`), seconds: Terminal.seconds, console: options.console)
    }
}
