import DICOM
import Foundation
import Testing

@Suite("Strangers read our DICOM JSON")
struct DICOMWriterJSONTests {
    /// Character sets of all kinds, a nested plan, a report, a directory and two films.
    static let names = [
        "chrH31.dcm", "chrH32.dcm", "chrKoreanMulti.dcm", "chrX1.dcm", "chrX2.dcm", "chrRuss.dcm", "chrFrenMulti.dcm",
        "rtplan.dcm", "reportsi.dcm", "RG1_J2KI.dcm", "RG3_J2KR.dcm", "MR_small_bigendian.dcm", "image_dfl.dcm",
    ]

    @Test(
        "pydicom finds in our JSON what it finds in the file",
        .enabled(if: Stranger.python.isHere, Comment(rawValue: absent("pydicom"))))
    func sameValues() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "json-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try DICOMOracle.read([]).filter { Self.names.contains(URL(filePath: $0.file).lastPathComponent) }
        #expect(files.count >= Self.names.count)
        var paths: [String] = []
        for (index, file) in files.enumerated() {
            let dataSet = try Part10File([UInt8](try Data(contentsOf: URL(filePath: file.file)))).dataSet
            let target = folder.appending(path: "\(index).json")
            try Data(dataSet.json(inlineLimit: .max).utf8).write(to: target)
            paths.append(target.path)
        }
        for (file, json) in zip(files, try DICOMOracle.read(paths)) {
            let name = URL(filePath: file.file).lastPathComponent
            #expect(json.error == nil, "\(name)")
            let (old, new) = (file.elements ?? [:], json.elements ?? [:])
            // The JSON is UTF-8 whatever the file was; compressed pixels are only named.
            let differing = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
                .filter { !$0.hasSuffix("00080005") && $0 != "7FE00010" }
            #expect(
                differing.isEmpty,
                "\(name): \(differing.sorted().prefix(3).map { "\($0) \(old[$0] as Any) \(new[$0] as Any)" })")
        }
    }
}
