import Foundation
import TestSupport

/// A programme that somebody else wrote and that we test against: found, or named in the reason for skipping.
struct Stranger: Sendable {
    let path: String

    /// The checkout this test was built from.
    static let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Python with pydicom, numpy and the decoders, as `scripts/setup --peers` installs it.
    static let python = Stranger(path: checkout.appending(path: ".build/peers/bin/python").path)

    /// One of DCMTK's commands by its full name: pynetdicom installs others of the same names earlier on PATH.
    static func dcmtk(_ command: String) -> Stranger { Stranger(path: "/usr/bin/\(command)") }

    var isHere: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// Runs to the end. Output and errors come back as one text.
    func run(_ arguments: [String], input: String? = nil) throws -> (status: Int32, output: String) {
        let process = ChildProcess()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        let typed = Pipe()
        process.standardInput = typed
        try process.run()
        if let input { typed.fileHandleForWriting.write(Data(input.utf8)) }
        try typed.fileHandleForWriting.close()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }
}

/// The reason a peer test gives when it cannot run.
func absent(_ stranger: String) -> String { "SKIPPED: \(stranger) is not installed; run scripts/setup --peers" }
