import Foundation
import Reports
import Testing

@Suite("Pages stay as they were approved")
struct GoldenPages {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    /// `XRV_UPDATE_GOLDEN=1 swift test --filter GoldenPages` writes the files anew; read the difference before it is kept.
    static let updates = ProcessInfo.processInfo.environment["XRV_UPDATE_GOLDEN"] == "1"

    @Test("Each page is byte for byte the approved one", arguments: Gallery.allCases, Audience.allCases)
    func approved(page: Gallery, audience: Audience) throws {
        let file = Self.folder.appending(path: "\(page.rawValue).\(audience.rawValue).html")
        let drawn = try page.html(audience)
        if Self.updates { try Data(drawn.utf8).write(to: file) }
        #expect(try String(contentsOf: file, encoding: .utf8) == drawn)
    }

    @Test("The same films give the same bytes", arguments: Gallery.allCases, Audience.allCases)
    func repeatable(page: Gallery, audience: Audience) throws {
        #expect(try page.bytes(audience) == page.bytes(audience))
    }
}
