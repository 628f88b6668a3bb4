import Foundation
import Logging
import Radiology
import ServiceLifecycle
import Store
import Web

extension Workstation {
    /// Puts the sample films through the whole chain in a throw-away workspace, with the built-in reader.
    /// - Parameters:
    ///   - samples: the folder of the samples; `nil` looks beside the programme and in the checkout.
    ///   - executable: the path of this programme.
    ///   - keep: serve the pages on this machine until the process is asked to stop.
    ///   - port: 0 takes any free one.
    public static func demo(
        samples: String?, executable: String, keep: Bool, port: Int, log: LogChoice, clock: Clock, console: Console
    ) async throws {
        let films = try SampleFilms.find(named: samples, executable: executable)
        let workspace = try demoWorkspace()
        let workstation = try open(workspace: workspace, environment: [:], log: log, console: console, clock: clock)
        for (number, film) in SampleFilm.all.enumerated() {
            let name = "film-\(number + 1).dcm"
            try orEnding { _ = try workstation.spool.keep(films.bytes(of: film), as: name) }
            console.progress(.init("Dropping films into the spool", done: number + 1, of: SampleFilm.all.count))
        }
        let hold = try workstation.takenOver()
        try await workstation.readSamples()
        withExtendedLifetime(hold) {}
        try workstation.sayWhatWasRead(films)
        if keep { try await workstation.servePages(port: port, clock) }
    }

    /// A new folder for the films of one demonstration, with settings that read every sample.
    private static func demoWorkspace() throws -> String {
        var template = Array(
            FileManager.default.temporaryDirectory.appending(path: "xrayvision-demo-XXXXXX").path.utf8CString)
        guard mkdtemp(&template) != nil else {
            throw WorkstationError(
                .cannotWrite, "No folder for the demonstration could be made.",
                suggestion: "Make room in the folder for temporary files, or set TMPDIR.")
        }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/demo"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let settings = """
            # The demonstration: the built-in reader, which is not a trained model, and one region more than usual.
            [openai]
            OPENAI_URL_PRIMARY = builtin:baseline
            [supported_regions]
            chest = true
            lower_limb = true

            """
        try Data(settings.utf8).write(to: URL(filePath: "\(path)/local.cfg"))
        let credits = SampleFilm.credits.joined(separator: "\n") + "\n"
        try Data(credits.utf8).write(to: URL(filePath: "\(path)/credits.txt"))
        return path
    }

    private func readSamples() async throws {
        var settling = Settling(interval: 0)
        repeat {
            _ = try await Self.orEndingLater { try await spoolIntake.sweep(&settling) }
        } while settling.isWaiting
        _ = try await drain(try analysisRunner(alerting: false))
        _ = try await publisher().publish()
    }

    /// One line a film: what it was known to be, and what the reader said.
    private func sayWhatWasRead(_ films: SampleFilms) throws {
        var lines: [DemoLine] = []
        for film in SampleFilm.all {
            let hash = ContentHash(of: try films.bytes(of: film)).rawValue
            let uid = try archive.exams.uids(withContentHash: hash).first
            let record = try uid.flatMap { try archive.exams.record($0, .list) }
            lines.append(DemoLine(film: film, record: record))
        }
        if console.wantsJSON {
            for line in lines { try console.answer(json: line) }
        } else {
            lines.forEach { console.answer($0.text) }
            console.answer("The built-in reader measures; it is not a trained model and not a medical device.")
            SampleFilm.credits.forEach { console.answer($0) }
            console.answer("Pages: \(paths.reports)/admin/index.html")
        }
        let unread = lines.filter { $0.status != ExamStatus.done.rawValue }
        guard unread.isEmpty else {
            throw WorkstationError(
                .someFailed, "\(unread.count) sample films were not read.",
                suggestion: "Run `xrayvision --workspace \(paths.root) failures`.")
        }
    }

    private func servePages(port: Int, _ clock: Clock) async throws {
        let pages = try LivePages(
            folder: URL(filePath: paths.reports, directoryHint: .isDirectory), port: port, logger: log,
            onListening: { [console] in console.answer("Open \($0.url)admin/ (Ctrl-C ends it)") })
        do {
            try await pages.run()
        } catch let error as WebError {
            throw WorkstationError(.serviceUnreachable, error.description, suggestion: error.suggestion)
        }
    }
}

private struct DemoLine: Encodable {
    let film: String
    let known: String
    let status: String
    let severity: Int?
    let summary: String?
    let model: String?

    init(film: SampleFilm, record: ExamRecord?) {
        self.film = film.file
        known = film.known
        status = record?.status.rawValue ?? "missing"
        severity = record?.aiReport?.severity?.score
        summary = record?.aiReport?.summary
        model = record?.aiReport?.model
    }

    var text: String {
        let said = severity.map { "severity \($0)/10" } ?? "not assessed"
        return
            "\(film)\n    known to be  \(known)\n    reader said  \(said)\(summary.map { ", \($0)" } ?? "") (\(status))"
    }
}
