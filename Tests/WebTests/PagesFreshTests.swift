import Foundation
import HTTPClient
import Radiology
import Reports
import Testing
import Web

@Suite("Live pages that must not be out of date", .serialized)
struct PagesFreshTests {
    private static var options: DaemonOptions {
        var options = DaemonOptions()
        options.prepare = { _ = try APIWard($0) }
        return options
    }

    private static let film = "/" + PagePaths.film(APIWard.uid(1))
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    @Test("After the settings have changed no page from before is called current")
    func settings() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fresh-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = [Self.film, "/worklist.html", "/stats/diagnostics", "/fragments/look/\(APIWard.uid(1))"]
        let ana = DaemonSite.basic("ana")
        let kept = TagBox()
        try await DaemonSite.serving(Self.options, folder: folder) { site in
            for path in paths { await kept.keep(path, try await site.get(path, [ana]).headers["ETag"] ?? "") }
        }
        var after = DaemonOptions()
        after.adjust = { settings in
            settings.threshold = 8
            settings.viewerLink = "https://viewer.example/?s={study}"
        }
        let known = await kept.tags
        try await DaemonSite.serving(after, folder: folder) { site in
            for path in paths {
                let tag = try #require(known[path])
                #expect(try await site.get(path, [ana, ("If-None-Match", tag)]).status == 200, "\(path)")
            }
        }
    }

    private actor TagBox {
        var tags: [String: String] = [:]
        func keep(_ path: String, _ tag: String) { tags[path] = tag }
    }

    @Test("A picture that was drawn later is on the film's page, although the database has not changed")
    func pictures() async throws {
        try await DaemonSite.serving(Self.options) { site in
            let ana = DaemonSite.basic("ana")
            let first = try await site.get(Self.film, [ana])
            let tag = try #require(first.headers["ETag"])
            #expect(try await site.get(Self.film, [ana, ("If-None-Match", tag)]).status == 304)
            let images = site.folder.appending(path: "reports/images")
            try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
            try Data(Self.png).write(to: site.folder.appending(path: "reports/" + PagePaths.thumbnail(APIWard.uid(1))))
            #expect(try await site.get(Self.film, [ana, ("If-None-Match", tag)]).status == 200)
        }
    }

    @Test("A page says after which event it was drawn; the number alone does not make it another page")
    func numbered() async throws {
        try await DaemonSite.serving(Self.options) { site in
            let ana = DaemonSite.basic("ana")
            for path in ["/", Self.film, "/worklist.html", "/patients.html"] {
                let page = try await site.get(path, [ana])
                let number = page.text.split(separator: " data-seq=\"").dropFirst().first?.prefix { $0 != "\"" }
                #expect(number.flatMap { Int64($0) }.map { $0 > 1_700_000_000_000_000 } == true, "\(path)")
                let tag = try #require(page.headers["ETag"])
                site.hub.tell(.reviewed(APIWard.uid(2)))
                try await Task.sleep(for: .milliseconds(50))
                #expect(try await site.get(path, [ana, ("If-None-Match", tag)]).status == 304, "\(path)")
            }
        }
    }

    @Test("What somebody has reviewed leaves the worklist, and is there when it is asked for")
    func worklist() async throws {
        try await DaemonSite.serving(Self.options) { site in
            let ana = DaemonSite.basic("ana")
            let row = "id=\"film-\(APIWard.uid(3))\""
            #expect(try await site.get("/worklist.html", [ana]).text.contains(row))
            let said = try await site.post(
                "/api/radreview", [ana], json: #"{"uid":"\#(APIWard.uid(3))","normal":true}"#)
            #expect(said.status == 200)
            #expect(try await !site.get("/worklist.html", [ana]).text.contains(row))
            #expect(try await site.get("/worklist.html?all=1", [ana]).text.contains(row))
        }
    }

    @Test("The picture that the predecessor kept is served where ours is missing; nothing else of its folder is")
    func predecessor() async throws {
        try await DaemonSite.serving(Self.options) { site in
            let images = site.folder.appending(path: "images")
            try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
            func place(_ number: Int) -> URL { images.appending(path: "\(APIWard.uid(number)).png") }
            try Data(Self.png + [1]).write(to: place(1))
            try Data("no picture".utf8).write(to: place(2))
            let outside = site.folder.appending(path: "outside.png")
            try Data(Self.png + [2]).write(to: outside)
            try FileManager.default.createSymbolicLink(at: place(3), withDestinationURL: outside)
            try Data(Self.png + [3]).write(to: images.appending(path: "1.2.3.png"))
            try Data(Self.png + [4]).write(to: images.appending(path: "\(APIWard.uid(1)).thumb.png"))
            for (name, login, status) in [
                ("\(APIWard.uid(1)).png", "uma", 200), ("\(APIWard.uid(1)).png", "ana", 200),
                ("\(APIWard.uid(2)).png", "ana", 404), ("\(APIWard.uid(3)).png", "ana", 404),
                ("1.2.3.png", "uma", 404), ("\(APIWard.uid(1)).thumb.png", "ana", 404),
            ] {
                let answer = try await site.get("/images/" + name, [DaemonSite.basic(login)])
                #expect(answer.status == status, "\(name) as \(login)")
                #expect(status != 200 || answer.body == Self.png + [1])
            }
            #expect(try await site.get("/images/\(APIWard.uid(1)).png").status == 401)
        }
    }
}
