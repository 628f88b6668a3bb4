import DICOM
import Foundation
import Imaging
import Testing

/// Another programme's way of writing a film, and how it reads it back when the way loses something.
private struct Recoding: Sendable, CustomTestStringConvertible {
    let tool: String
    let options: [String]
    /// The command that undoes it; `nil` for what must come back as it was.
    var decoder: String?
    /// Largest difference from what `decoder` gives.
    var most = 0
    var testDescription: String { ([tool] + options).joined(separator: " ") }

    init(_ tool: String, _ options: String..., decoder: String? = nil, most: Int = 0) {
        (self.tool, self.options, self.decoder, self.most) = (tool, options, decoder, most)
    }
}

@Suite("Real films as other programmes write them")
struct RecodedFilmTests {
    private static let recodings: [Recoding] =
        [
            Recoding("dcmcjpeg", "+e1"), Recoding("dcmcjpeg", "+e1", "+fs", "64"), Recoding("dcmcjpeg", "+e1", "-ot"),
            Recoding("dcmcjpls"), Recoding("dcmcrle"), Recoding("gdcmconv", "--j2k"), Recoding("gdcmconv", "--jpegls"),
            Recoding("gdcmconv", "--jpeg"), Recoding("gdcmconv", "--rle"), Recoding("dcmconv", "+tb"),
            Recoding("dcmconv", "+td"), Recoding("dcmconv", "+ti"),
            Recoding("dcmcjpeg", "+eb", decoder: "dcmdjpeg", most: 1),
            Recoding("dcmcjpeg", "+ee", decoder: "dcmdjpeg", most: 1), Recoding("dcmcjpls", "+en", decoder: "dcmdjpls"),
        ] + (1...7).map { Recoding("dcmcjpeg", "+el", "+sv", "\($0)") }

    private static let strangers = ["dcmcjpeg", "dcmdjpeg", "dcmcjpls", "dcmdjpls", "dcmcrle", "dcmconv", "gdcmconv"]

    @Test(
        "The chest and the leg come back from every encoding",
        .enabled(
            if: strangers.allSatisfy { Stranger.dcmtk($0).isHere },
            Comment(rawValue: absent("one of DCMTK's commands or gdcmconv"))), arguments: ["RG1_J2KR", "RG3_J2KR"])
    func recoded(name: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "recoded-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let sample = Stranger.checkout.appending(path: "Tests/Samples/dicom/\(name).dcm")
        let plain = folder.appending(path: "plain.dcm")
        try run("gdcmconv", ["--raw"], from: sample, to: plain)
        let original = try stored(plain)
        #expect(try stored(sample) == original, "JPEG 2000, as it came")

        for recoding in Self.recodings {
            let coded = folder.appending(path: "coded.dcm")
            try run(recoding.tool, recoding.options, from: plain, to: coded)
            let ours = try stored(coded)
            var theirs = original
            if let decoder = recoding.decoder {
                let decoded = folder.appending(path: "decoded.dcm")
                try run(decoder, [], from: coded, to: decoded)
                theirs = try stored(decoded)
            }
            let isSameSize = ours.count == theirs.count
            let most = zip(ours, theirs).reduce(0) { max($0, abs($1.0 - $1.1)) }
            #expect(isSameSize && most <= recoding.most, "\(recoding.testDescription): differs by up to \(most)")
        }
    }

    private func run(_ tool: String, _ options: [String], from source: URL, to target: URL) throws {
        let run = try Stranger.dcmtk(tool).run(options + [source.path, target.path])
        try #require(run.status == 0, "\(tool) \(options): \(run.output)")
    }

    private func stored(_ url: URL) throws -> [Int] {
        try Film(Part10File([UInt8](Data(contentsOf: url)))).storedValues
    }
}
