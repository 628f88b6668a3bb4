import DICOM
import Foundation
import Imaging
import Testing

/// One frame of a file that `PydicomCorpus.py` found, with what pydicom makes of it.
private struct CorpusFrame: Decodable {
    let name: String
    let path: String
    /// Zero-based.
    let frame: Int
    /// Why pydicom does not decode it.
    let refused: String?
    let components: Int?
    let count: Int?
    let low: Int?
    let high: Int?
    /// Σ sample · (index mod 9973 + 1).
    let checksum: Int?
    /// A file beside the list with the grey of a lossy picture, int32.
    let grey: String?
}

@Suite("Every picture that pydicom can read")
struct PydicomCorpusTests {
    /// Files of which we say something else than pydicom, each with the reason.
    static let exceptions = [
        "rtdose_expb.dcm": words, "rtdose_expb_1frame.dcm": words,
        "OT-PAL-8-face.dcm":
            "has no meta header; pydicom does not guess the encoding, we do: implicit little endian, whole and drawn",
    ]

    private static let words =
        "holds 32-bit cells in OW, big endian: 16-bit words, the low one first (PS3.5 §8.1.1, Annex D of 2006); pydicom "
        + "takes the cell for one big endian number"

    @Test(
        "Samples equal pydicom's, lossy ones within one grey, and what pydicom refuses ends in a typed error",
        .enabled(if: Stranger.python.isHere, Comment(rawValue: absent("python with pydicom and pydicom-data"))))
    func sameAsPydicom() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pydicom-corpus-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = Stranger.checkout.appending(path: "Tests/Peers/PydicomCorpus.py").path

        let run = try Stranger.python.run([script, folder.path])

        try #require(run.status == 0, "\(run.output)")
        let frames = try JSONDecoder().decode(
            [CorpusFrame].self, from: Data(contentsOf: folder.appending(path: "cases.json")))
        #expect(frames.count > 190)
        for frame in frames where Self.exceptions[frame.name] == nil {
            let problem = disagreement(about: frame, folder)
            #expect(problem == nil, "\(frame.name), frame \(frame.frame): \(problem ?? "")")
        }
        #expect(Self.exceptions.keys.allSatisfy { name in frames.contains { $0.name == name } })
    }

    private func disagreement(about expected: CorpusFrame, _ folder: URL) -> String? {
        do {
            let file = try Part10File([UInt8](Data(contentsOf: URL(filePath: expected.path))))
            if let reason = expected.refused {
                _ = try Film(file, frame: expected.frame)
                return "pydicom refuses it (\(reason)), we draw it"
            }
            if let name = expected.grey {
                let grey = try [UInt8](Data(contentsOf: folder.appending(path: name)))
                return differences(try Film(file, frame: expected.frame).storedValues, int32s(grey))
            }
            let samples = try Film.storedSamples(of: file, frame: expected.frame)
            return differences(samples.components, samples.values, expected)
        } catch let error where error is DICOMError || error is ImagingError {
            return expected.refused == nil ? "refused: \(error)" : nil
        } catch {
            return "an error that is not ours: \(error)"
        }
    }

    private func differences(_ components: Int, _ values: [Int], _ expected: CorpusFrame) -> String? {
        let checksum = values.enumerated().reduce(0) { $0 &+ $1.element &* ($1.offset % 9973 + 1) }
        let ours = (components, values.count, values.min(), values.max())
        if ours == (expected.components, expected.count, expected.low, expected.high), checksum == expected.checksum {
            return nil
        }
        let (low, high) = (expected.low ?? 0, expected.high ?? 0)
        return "\(ours), pydicom \(expected.components ?? 0) components of \(low) … \(high)"
    }

    /// A lossy decoder may round the other way; one grey is no difference.
    private func differences(_ ours: [Int], _ theirs: [Int]) -> String? {
        guard ours.count == theirs.count else { return "\(ours.count) samples, pydicom has \(theirs.count)" }
        let most = zip(ours, theirs).map { abs($0 - $1) }.max() ?? 0
        return most <= 1 ? nil : "lossy samples differ by up to \(most)"
    }

    private func int32s(_ bytes: [UInt8]) -> [Int] {
        stride(from: 0, to: bytes.count - 3, by: 4).map { at in
            Int(Int32(truncatingIfNeeded: (0..<4).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }))
        }
    }
}
