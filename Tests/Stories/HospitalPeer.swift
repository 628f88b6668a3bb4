import Foundation
import TestSupport
import Testing

/// The scripted server of the predecessor's dialect, `scripts/parts/hipocrate_peer.py`, on a free port of this machine,
/// as long as this lives.
final class HospitalPeer: Sendable {
    let port: Int
    private let process = ChildProcess()
    private let input: FileHandle

    /// Python 3; `XRV_PYTHON` names another one.
    private static let python = ProcessInfo.processInfo.environment["XRV_PYTHON"] ?? "/usr/bin/python3"

    init() throws {
        process.executableURL = URL(filePath: Self.python)
        let tests = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        let script = tests.appending(path: "../../scripts/parts/hipocrate_peer.py").standardizedFileURL
        process.arguments = [script.path, "--until-eof"]
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

    /// Settings of a clinic that asks it.
    /// - Parameter fault: `ok`, or how it misbehaves.
    func settings(_ fault: String = "ok") -> String {
        Clinic.baseline + """
            [processing]
            ENABLE_HIS = yes
            NO_QUERY = yes
            [fhir]
            FHIR_URL = http://127.0.0.1:\(port)/\(fault)
            FHIR_PASSWORD = test
            TIMEOUT = 1 s

            """
    }
}
