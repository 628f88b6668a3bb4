import Foundation
import TestSupport

/// Programmes of others that compute our figures again, and the script of ours that asks them.
struct Judge {
    let name: String
    let program: URL
    /// What the program is given before the script.
    let options: [String]
    /// Beside this file.
    let script: String
    /// Arguments with which the program ends in 0 when all it needs is installed: looked for, not loaded.
    let search: [String]

    /// What was said of one kind of figure.
    struct Verdict: Decodable {
        let comparisons: Int
        /// The largest relative difference.
        let largest: Double
        /// The first few that differ too much.
        let faults: [String]
        /// How many numbers the judge cannot say to enough digits, by reason.
        let leftOut: [String: Int]?
    }

    struct Unjudged: Error { let judge: String, status: Int32 }

    static let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A folder for the cases and for what was said of them, for a closer look.
    static let report = ProcessInfo.processInfo.environment["STATISTICS_REPORT"].map { URL(filePath: $0) }

    var isHere: Bool { (try? run(search))?.status == 0 }

    func verdicts(on cases: [JudgedCase]) throws -> [String: Verdict] {
        let folder = Self.report ?? FileManager.default.temporaryDirectory
        let title = Self.report == nil ? UUID().uuidString : name
        let file = folder.appending(path: "statistics-cases-\(title).json")
        defer { if Self.report == nil { try? FileManager.default.removeItem(at: file) } }
        try JSONEncoder().encode(cases).write(to: file)
        let path = Self.checkout.appending(path: "Tests/StatisticsTests/\(script)").path
        let (status, output) = try run(options + [path, file.path])
        guard status == 0 else { throw Unjudged(judge: name, status: status) }
        if let report = Self.report { try output.write(to: report.appending(path: "statistics-verdicts-\(name).json")) }
        return try JSONDecoder().decode([String: Verdict].self, from: output)
    }

    private func run(_ arguments: [String]) throws -> (status: Int32, output: Data) {
        let process = ChildProcess()
        process.executableURL = program
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }
}

extension Judge {
    /// SciPy, statsmodels, scikit-learn and mpmath.
    static let python = Judge(
        name: "python", program: checkout.appending(path: ".build/peers/bin/python"), options: [],
        script: "StatisticsJudge.py",
        search: [
            "-c",
            """
            import importlib.util as u, sys
            sys.exit(not all(map(u.find_spec, ['scipy', 'statsmodels', 'sklearn', 'mpmath'])))
            """,
        ])

    /// R with pROC, survival and vcd, untouched by what a user set for R.
    static let r = Judge(
        name: "r", program: URL(filePath: "/usr/bin/Rscript"), options: ["--vanilla"], script: "StatisticsJudge.R",
        search: [
            "--vanilla", "-e",
            """
            needed <- c('jsonlite', 'pROC', 'survival', 'vcd')
            q(status = !all(nzchar(sapply(needed, function(p) system.file(package = p)))))
            """,
        ])
}
