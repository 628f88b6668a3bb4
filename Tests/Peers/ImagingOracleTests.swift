import DICOM
import Foundation
import Imaging
import Testing

/// The films that `ImagingOracle.py` makes, with numpy's and OpenCV's opinion about each.
private struct OracleCase: Decodable {
    let name: String
    let width: Int
    let height: Int
    /// Σ value · (index mod 9973 + 1) over the stored values.
    let checksum: Int
    /// Largest difference of a grey that is still agreement, and the least share of greys that must be equal.
    let most: Int
    let share: Double
}

@Suite("Films drawn beside numpy, OpenCV and pydicom")
struct ImagingOracleTests {
    @Test(
        "Every depth, sign, polarity, padding, shape and encoding gives the picture that numpy and OpenCV give",
        .enabled(if: Stranger.python.isHere, Comment(rawValue: absent("python with pydicom and OpenCV"))))
    func sameAsNumpy() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "imaging-oracle-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let samples = ["RG1_J2KR", "RG1_J2KI", "RG3_J2KR", "RG3_J2KI"].map {
            Stranger.checkout.appending(path: "Tests/Samples/dicom/\($0).dcm").path
        }
        let script = Stranger.checkout.appending(path: "Tests/Peers/ImagingOracle.py").path

        let run = try Stranger.python.run([script, folder.path] + samples)

        try #require(run.status == 0, "\(run.output)")
        let list = try Data(contentsOf: folder.appending(path: "cases.json"))
        let cases = try JSONDecoder().decode([OracleCase].self, from: list)
        #expect(cases.count > 55)
        for film in cases { try compare(film, in: folder) }
    }

    private func compare(_ expected: OracleCase, in folder: URL) throws {
        let bytes = try [UInt8](Data(contentsOf: folder.appending(path: "\(expected.name).dcm")))
        let theirs = try [UInt8](Data(contentsOf: folder.appending(path: "\(expected.name).grey")))
        let film = try Film(Part10File(bytes))
        let ours = try GreyPicture(png: film.modelPicture().png())

        #expect(checksum(film) == expected.checksum, "stored values of \(expected.name)")
        let isSameShape = (ours.width, ours.height) == (expected.width, expected.height)
        #expect(isSameShape, "\(expected.name): \(ours.width) × \(ours.height)")
        guard isSameShape else { return }
        let differences = zip(ours.pixels, theirs).map { abs(Int($0) - Int($1)) }
        let share = Double(differences.count { $0 == 0 }) / Double(differences.count)
        let most = differences.max() ?? 0
        #expect(most <= expected.most && share >= expected.share, "\(expected.name): up to \(most), \(share) equal")
    }

    private func checksum(_ film: Film) -> Int {
        film.storedValues.enumerated().reduce(0) { $0 &+ $1.element &* ($1.offset % 9973 + 1) }
    }
}
