import Foundation
import TestSupport
import Testing

/// A record server of `scripts/parts` on a free port of this machine, as long as this lives.
final class RecordPeer: Sendable {
    let port: Int
    private let process = ChildProcess()
    private let input: FileHandle

    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    private static let scripts = tests.resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "scripts/parts")

    /// Python with the FHIR library, as `scripts/setup --peers` installs it.
    static let library = tests.deletingLastPathComponent().appending(path: ".build/peers/bin/python").path
    static var isLibraryHere: Bool {
        let site = URL(filePath: library).deletingLastPathComponent().deletingLastPathComponent().appending(path: "lib")
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: site.path)) ?? []
        return versions.contains { version in
            FileManager.default.fileExists(atPath: site.appending(path: "\(version)/site-packages/fhirstarter").path)
        }
    }

    /// Python 3; `XRV_PYTHON` names another one.
    static let python = ProcessInfo.processInfo.environment["XRV_PYTHON"] ?? "/usr/bin/python3"

    init(_ script: String, python: String = RecordPeer.python) throws {
        process.executableURL = URL(filePath: python)
        process.arguments = ["-W", "ignore", Self.scripts.appending(path: script).path, "--until-eof"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        port = try #require(Int(String(decoding: line, as: UTF8.self)))
        self.input = input.fileHandleForWriting
    }

    /// The peer ends with its standard input; the signal is for one that hangs.
    deinit {
        try? input.close()
        process.terminate()
        process.waitUntilExit()
    }

    func address(_ path: String = "") -> String { "http://127.0.0.1:\(port)\(path)" }
}
