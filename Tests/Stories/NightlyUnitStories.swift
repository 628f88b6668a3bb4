import Foundation
import TestSupport
import Testing

@Suite("The units for systemd")
struct NightlyUnitStories {
    private static let judge = "/usr/bin/systemd-analyze"
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "scripts/systemd")

    private static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = ChildProcess()
        (process.executableURL, process.arguments) = (URL(filePath: judge), arguments)
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: said, as: UTF8.self))
    }

    @Test(
        "systemd finds nothing wrong with them, and little to attack",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: judge),
            Comment(rawValue: "SKIPPED: systemd-analyze is not installed")))
    func verified() throws {
        let place = FileManager.default.temporaryDirectory.appending(path: "units-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for name in ["xrayvision-nightly.service", "xrayvision-nightly.timer"] {
            // The programme and its user are not on this machine.
            let unit = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
                .replacingOccurrences(of: "/usr/local/bin/xrayvision", with: "/bin/true")
                .replacingOccurrences(of: "User=xrayvision", with: "User=root")
                .replacingOccurrences(of: "Group=xrayvision", with: "Group=root")
            try Data(unit.utf8).write(to: place.appending(path: name))
        }
        let units = ["service", "timer"].map { place.appending(path: "xrayvision-nightly.\($0)").path }

        let verified = try Self.run(["verify"] + units)
        #expect(verified.status == 0 && verified.output == "", "\(verified.output)")

        let exposure = try Self.run(["security", "--offline=true", "--threshold=25", units[0]])
        #expect(exposure.status == 0, "\(exposure.output.suffix(300))")
    }
}
