import DICOM
import Foundation
import Imaging
import Testing

@Suite("What is read is written down")
struct EncodingTableTests {
    @Test("The README lists each encoding with its bits, its losses and who decodes it")
    func readme() throws {
        let readme = Sample.folder.deletingLastPathComponent().deletingLastPathComponent().appending(path: "README.md")
        let text = try String(contentsOf: readme, encoding: .utf8)
        let root = "1.2.840.10008.1.2"
        let missing = PixelEncoding.table.filter { encoding in
            let syntaxes = encoding.syntaxes.map { $0.uid == root ? "(none)" : String($0.uid.dropFirst(root.count)) }
            let order = syntaxes.joined(separator: " ")
            return !text.contains(
                "| \(encoding.name) | \(order) | \(encoding.bits) | \(encoding.loss.rawValue) | \(encoding.origin) |")
        }
        #expect(missing.map(\.name) == [])
    }

    @Test("No transfer syntax is in the table twice")
    func once() {
        let all = PixelEncoding.table.flatMap(\.syntaxes).map(\.uid)
        #expect(Set(all).count == all.count && all.count == 14)
    }
}
