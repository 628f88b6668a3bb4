import DICOM
import Foundation
import Testing

@Suite("Our reader beside pydicom")
struct DICOMWriterReadingTests {
    /// Files, or elements of files, that we read otherwise on purpose.
    static let exceptions: [String: String] = [
        "MR_truncated.dcm": "pixels cut short; we refuse a film that lost pixels",
        "rtplan_truncated.dcm": "cut inside of a sequence; we refuse what lost elements",
        "no_meta.dcm": "a stray byte before the first element; pydicom reads one element of garbage",
        "emri_small_jpeg_2k_lossless_too_short.dcm": "no delimiter behind its pixels; pydicom gives up, we read it",
    ]

    @Test(
        "Every test file that pydicom reads, we read with the same values",
        .enabled(if: Stranger.python.isHere, Comment(rawValue: absent("pydicom"))))
    func sameValues() throws {
        let readings = try DICOMOracle.read([])
        #expect(readings.count > 100)
        for theirs in readings {
            let name = URL(filePath: theirs.file).lastPathComponent
            guard let expected = theirs.elements, Self.exceptions[name] == nil else { continue }
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: theirs.file)))
            do {
                let ours = ReadingOfFile(try Part10File(bytes).dataSet, file: theirs.file).elements ?? [:]
                let differing = Set(ours.keys).union(expected.keys).filter { ours[$0] != expected[$0] }.sorted()
                for key in differing.prefix(5) {
                    Issue.record(
                        "\(name) \(key): ours \(String(describing: ours[key])), pydicom's \(String(describing: expected[key]))"
                    )
                }
            } catch {
                Issue.record("\(name): \(error), but pydicom reads \(expected.count) elements")
            }
        }
    }
}
