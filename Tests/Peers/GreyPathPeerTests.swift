import DICOM
import Foundation
import Imaging
import Testing

/// A film that `GreyPathOracle.py` makes, and how it is to be compared.
private struct GreyCase: Decodable {
    let name: String
    /// dcm2pnm's.
    let options: [String]
    /// `header`, with the one-based `number`, or `whole`.
    let window: String
    let number: Int
    /// Largest difference of a grey that is still agreement; 0 for the linear set.
    let most: Int
    /// The paragraph that explains a difference.
    let why: String
    /// Stored values that we draw black whatever dcm2pnm draws.
    let padding: [Int]?
}

@Suite("Greys beside DCMTK's")
struct GreyPathPeerTests {
    @Test(
        "Windows, tables, rescales, polarities and padding are drawn as dcm2pnm draws them, but for what the standard says",
        .enabled(
            if: Stranger.python.isHere && Stranger.dcmtk("dcm2pnm").isHere,
            Comment(rawValue: absent("python with pydicom, or dcm2pnm"))))
    func sameAsDCMTK() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "grey-path-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = Stranger.checkout.appending(path: "Tests/Peers/GreyPathOracle.py").path

        let run = try Stranger.python.run([script, folder.path])

        try #require(run.status == 0, "\(run.output)")
        let list = try Data(contentsOf: folder.appending(path: "cases.json"))
        let cases = try JSONDecoder().decode([GreyCase].self, from: list)
        let equal = try cases.count { try compare($0, in: folder) == 0 }
        print("\(cases.count) films compared with dcm2pnm, \(equal) of them equal in every pixel")
        #expect(cases.count >= 60 && cases.count { $0.most == 0 } >= 60)
    }

    /// The largest difference of a grey.
    private func compare(_ expected: GreyCase, in folder: URL) throws -> Int {
        let path = folder.appending(path: "\(expected.name).dcm").path
        let picture = folder.appending(path: "\(expected.name).pgm")
        let run = try Stranger.dcmtk("dcm2pnm").run(expected.options + ["-O", "+op", path, picture.path])
        try #require(run.status == 0, "\(expected.name): \(run.output)")
        let theirs = try [UInt8](Data(contentsOf: picture)).suffix(256 * 256)

        let film = try Film(Part10File([UInt8](Data(contentsOf: URL(filePath: path)))))
        let choice: WindowChoice = expected.window == "whole" ? .whole : .number(expected.number)
        let ours = film.viewerPicture(ViewerRecipe(window: choice)).pixels

        try #require(ours.count == theirs.count)
        let isPadding = film.storedValues.map { value in
            expected.padding.map { ($0[0]...$0[1]).contains(value) } ?? false
        }
        #expect(zip(ours, isPadding).allSatisfy { !$0.1 || $0.0 == 0 }, "\(expected.name): padding is not black")
        let most = zip(zip(ours, theirs), isPadding).map { $1 ? 0 : abs(Int($0.0) - Int($0.1)) }.max() ?? 0
        #expect(most <= expected.most, "\(expected.name): up to \(most); \(expected.why)")
        if !expected.why.isEmpty { try compareWithParagraph(expected, ours, isPadding, in: folder) }
        return most
    }

    /// Where dcm2pnm may differ, the paragraph that says so is computed by numpy, and ours must be that.
    private func compareWithParagraph(
        _ expected: GreyCase, _ ours: [UInt8], _ isPadding: [Bool], in folder: URL
    ) throws {
        let greys = try [UInt8](Data(contentsOf: folder.appending(path: "\(expected.name).grey")))
        let differences = zip(zip(ours, greys), isPadding).map { $1 ? 0 : abs(Int($0.0) - Int($0.1)) }
        // One grey where the two round an exact whole number to either side.
        let share = Double(differences.count { $0 == 0 }) / Double(differences.count)
        #expect(
            (differences.max() ?? 0) <= 1 && share > 0.99, "\(expected.name), \(expected.why): \(share) are equal")
    }
}
