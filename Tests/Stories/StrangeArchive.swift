import Foundation
import TestSupport
import Testing
import Workstation

/// An archive of another maker, DCMTK's `dcmqrscp`, empty, on a free port of this machine, as long as this lives.
final class StrangeArchive: Sendable {
    private static let program = "/usr/bin/dcmqrscp"
    static var isHere: Bool { FileManager.default.isExecutableFile(atPath: program) }
    static let absent: Comment = "SKIPPED: dcmqrscp is not installed; run scripts/setup --peers"

    let port: Int
    private let home: String
    private let process = ChildProcess()

    init() async throws {
        home = FileManager.default.temporaryDirectory.path + "/archive-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: home + "/store", withIntermediateDirectories: true)
        port = try ClosedPort().port
        let settings = """
            NetworkTCPPort = \(port)
            MaxPDUSize = 65536
            MaxAssociations = 16
            HostTable BEGIN
            HostTable END
            AETable BEGIN
            PACS \(home)/store RW (100, 100mb) ANY
            AETable END

            """
        try Data(settings.utf8).write(to: URL(filePath: home + "/archive.cfg"))
        process.executableURL = URL(filePath: Self.program)
        process.arguments = ["-c", home + "/archive.cfg"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        // With the children that hold its associations.
        process.killGroup()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: home)
    }

    var address: String { "PACS@127.0.0.1:\(port)" }

    /// Lines of `local.cfg` for a workstation that fetches from here.
    var settings: String {
        Clinic.baseline + """
            [processing]
            NO_QUERY = yes
            [dicom]
            REMOTE_AE_TITLE = PACS
            REMOTE_AE_IP = 127.0.0.1
            REMOTE_AE_PORT = \(port)
            RETRIEVAL_METHOD = C-GET

            """
    }

    /// Waits until it answers, then has films sent to it.
    func keep(_ films: [SyntheticFilm]) async throws {
        let room = try Clinic()
        let shelved = try films.map { try room.shelve($0.bytes(), as: "\($0.number)-\($0.mark).dcm") }
        let station = try room.open()
        for _ in 0..<200 {
            if try await ending(of: { try await station.echo(address, usesTLS: false) }) == nil { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        try await station.send(shelved, study: nil, to: address, usesTLS: false, dryRun: false)
    }
}
