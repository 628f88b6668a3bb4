import DICOM
import DICOMNetwork
import Foundation
import Testing
import Workstation

@Suite("The conformance statement")
struct ConformanceStatementTests {
    private static let page: URL = {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().resolvingSymlinksInPath()
        return tests.appending(path: "../../../docs/dicom-conformance-statement.md").standardizedFileURL
    }()

    @Test("Its tables say what the code's own tables say")
    func tables() throws {
        let tables = try ConformanceTables()
        var text = try String(contentsOf: Self.page, encoding: .utf8)
        if ProcessInfo.processInfo.environment["WRITE_DOCS"] == "1" {
            for name in ConformanceTables.names { try Self.replace(name, by: tables.table(name), in: &text) }
            try Data(text.utf8).write(to: Self.page)
        }
        for name in ConformanceTables.names {
            let block = try #require(Self.block(name, in: text), "the page has a place for \(name)")
            #expect(text[block] == tables.table(name), "\(name): run the tests once with WRITE_DOCS=1")
        }
        #expect(text.components(separatedBy: "<!-- table: ").count == ConformanceTables.names.count + 1)
    }

    @Test("Every setting that it names is one")
    func settings() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let keys = Set(SettingsSchema.rows.map(\.key)).union(["WRITE_DOCS"])
        let named = text.split(separator: "`").filter { word in
            word.contains("_") && word.allSatisfy { $0.isUppercase || $0 == "_" }
        }
        #expect(named.count > 10 && named.filter { !keys.contains(String($0)) } == [])
    }

    /// What stands between the comments of a table.
    private static func block(_ name: String, in text: String) -> Range<String.Index>? {
        guard let head = text.range(of: "<!-- table: \(name) -->\n"),
            let foot = text.range(of: "<!-- end -->", range: head.upperBound..<text.endIndex)
        else { return nil }
        return head.upperBound..<foot.lowerBound
    }

    private static func replace(_ name: String, by table: String, in text: inout String) throws {
        text.replaceSubrange(try #require(block(name, in: text)), with: table)
    }
}
