import DICOM
import Foundation
import FoundationNetworking
import TestSupport
import Testing

/// An Orthanc of our own on this machine, ended by its own process id.
final class OwnOrthanc {
    private let process = ChildProcess()
    private let folder: URL
    let address: URL

    static let stranger = Stranger(path: "/usr/sbin/Orthanc")

    /// Starts it and waits until it answers.
    init() async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "orthanc-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let port = Int.random(in: 20_000..<30_000)
        address = try #require(URL(string: "http://127.0.0.1:\(port)"))
        let settings: [String: Any] = [
            "Name": "test", "HttpPort": port, "DicomPort": port + 1, "HttpBindAddresses": ["127.0.0.1"],
            "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "Plugins": [String](),
            "StorageDirectory": folder.path, "IndexDirectory": folder.path, "DicomServerEnabled": false,
        ]
        let file = folder.appending(path: "orthanc.json")
        try JSONSerialization.data(withJSONObject: settings).write(to: file)
        process.executableURL = URL(filePath: Self.stranger.path)
        process.arguments = [file.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<200 {
            if (try? await get("system")) != nil { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw URLError(.timedOut)
    }

    func get(_ path: String) async throws -> Data {
        let (data, response) = try await URLSession.shared.data(from: address.appending(path: path))
        guard (response as? HTTPURLResponse)?.statusCode == 200 else { throw URLError(.badServerResponse) }
        return data
    }

    /// Gives it a file; its answer tells the status and the instance's name there.
    func store(_ bytes: [UInt8]) async throws -> [String: String] {
        var request = URLRequest(url: address.appending(path: "instances"))
        request.httpMethod = "POST"
        let (data, _) = try await URLSession.shared.upload(for: request, from: Data(bytes))
        let answer = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        return answer.compactMapValues { $0 as? String }
    }

    /// By KILL: nothing in its folder is worth an orderly end.
    func end() {
        process.killGroup()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }
}

@Suite("An archive takes what our writer writes")
struct DICOMWriterOrthancTests {
    @Test(
        "Orthanc stores a film in every transfer syntax, names it rightly and gives it back unchanged",
        .enabled(if: OwnOrthanc.stranger.isHere, Comment(rawValue: absent("Orthanc"))))
    func store() async throws {
        let orthanc = try await OwnOrthanc()
        defer { orthanc.end() }
        for (number, syntax) in WrittenFilm.syntaxes.enumerated() {
            let bytes = try Part10File(
                dataSet: WrittenFilm.film(number, for: syntax), transferSyntax: syntax
            ).encoded()
            let answer = try await orthanc.store(bytes)
            #expect(answer["Status"] == "Success", "\(syntax.name)")
            let id = try #require(answer["ID"])
            let tags = try JSONSerialization.jsonObject(with: await orthanc.get("instances/\(id)/simplified-tags"))
            #expect((tags as? [String: Any])?["PatientName"] as? String == "Țuțea^Ștefan")
            #expect(try await [UInt8](orthanc.get("instances/\(id)/file")) == bytes)
        }
    }
}
