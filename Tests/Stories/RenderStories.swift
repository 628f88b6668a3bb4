import DICOM
import Foundation
import Glibc
import Imaging
import Radiology
import Store
import Testing
import Workstation

@Suite("One film drawn at the command line")
struct RenderStories {
    private let clinic: Clinic
    private let film: String
    private let said = Lines()

    init() throws {
        clinic = try Clinic()
        film = try clinic.shelve(SyntheticFilm.chest(1).bytes(), as: "film.dcm")
    }

    private func render(
        _ film: String? = nil, into target: String, json: Bool = false, dryRun: Bool = false, workspace: String? = nil,
        _ change: (inout Rendering) -> Void = { _ in }
    ) throws {
        var rendering = Rendering()
        change(&rendering)
        let said = said
        let console = Console(
            wantsJSON: json, answer: { said.add($0) }, note: { said.add($0) }, progress: { _ in })
        try Workstation.render(
            film ?? self.film, into: target, as: rendering, workspace: workspace, dryRun: dryRun, console: console)
    }

    private func ending(_ work: () throws -> Void) -> WorkstationError.Ending? {
        do { try work() } catch { return (error as? WorkstationError)?.ending }
        return nil
    }

    @Test(
        "A picture never takes the place of its film, by whatever name",
        arguments: ["film.dcm", "./film.dcm", "link", "hard"])
    func overItself(name: String) throws {
        let before = try clinic.bytes("shelf/film.dcm")
        let shelf = clinic.paths.absolute("shelf")
        try FileManager.default.createSymbolicLink(atPath: shelf + "/link", withDestinationPath: "film.dcm")
        try FileManager.default.linkItem(atPath: film, toPath: shelf + "/hard")
        #expect(ending { try render(into: "\(shelf)/\(name)") } == .usage)
        #expect(try clinic.bytes("shelf/film.dcm") == before && clinic.bytes("shelf/hard") == before)
    }

    @Test("Nothing but a picture is replaced: no other film, no note, no folder, no link, no device")
    func occupied() throws {
        let other = try clinic.shelve(SyntheticFilm.chest(2).bytes(), as: "other.dcm")
        let note = try clinic.shelve(Array("note".utf8), as: "note.png")
        let shelf = clinic.paths.absolute("shelf")
        try FileManager.default.createSymbolicLink(atPath: shelf + "/nowhere", withDestinationPath: "gone")
        try #require(mkfifo(shelf + "/pipe", 0o600) == 0)
        let before = clinic.files("shelf")
        for target in [other, note, shelf, shelf + "/nowhere", shelf + "/pipe", "/dev/null"] {
            #expect(ending { try render(into: target) } == .cannotWrite, "\(target)")
        }
        #expect(try clinic.files("shelf") == before && clinic.text("shelf/note.png") == "note")
        #expect(FileManager.default.isWritableFile(atPath: "/dev/null"))
        let picture = shelf + "/new.png"
        try render(into: picture)
        let first = try clinic.bytes("shelf/new.png")
        try render(into: picture) { $0.size = "32" }
        #expect(try clinic.bytes("shelf/new.png") != first, "a picture may be replaced")
    }

    @Test("A dry run says what would be written, and writes nothing; a programme is told in numbers")
    func dryRun() throws {
        let picture = clinic.paths.absolute("film.png")
        try render(into: picture, dryRun: true)
        #expect(!clinic.exists("film.png") && said.text.contains("film.png would be written"))
        try render(into: picture, json: true)
        let count = try clinic.bytes("film.png").count
        #expect(said.text.contains("\"bytes\":\(count)") && said.text.contains("\"written\":true"))
    }

    @Test("Without more words a film is drawn as the workspace's model sees it; without settings that is said")
    func asRead() throws {
        let slices = SyntheticFilm.slice(8).with { ($0.frames, $0.sopClass) = (3, "1.2.840.10008.5.1.4.1.1.2.1") }
        let series = try clinic.shelve(slices.bytes(), as: "series.dcm")
        try clinic.put(
            Array("[recipes]\nCR = viewer\n[storage]\nIMAGE_SIZE = 256\n[slices]\nCT = header @ 3\n".utf8), "local.cfg")
        let chest = try Film(Part10File(SyntheticFilm.chest(1).bytes()))
        func drawn(_ film: String? = nil, in workspace: String) throws -> [UInt8] {
            try render(film, into: clinic.paths.absolute("film.png"), workspace: workspace)
            return try clinic.bytes("film.png")
        }
        #expect(try drawn(in: clinic.paths.root) == chest.viewerPicture(ViewerRecipe(size: 256)).png())
        let third = try Film(Part10File(slices.bytes()), frame: 2)
        #expect(try drawn(series, in: clinic.paths.root) == third.viewerPicture(ViewerRecipe(size: 256)).png())
        #expect(!said.text.contains("default recipe"))
        #expect(try drawn(in: clinic.paths.absolute("shelf")) == chest.modelPicture().png())
        #expect(said.text.contains("default recipe"))
    }

    @Test("A window that the film does not have is refused in whole sentences", arguments: [0, 1, 2])
    func windows(count: Int) throws {
        let numbers = Array(repeating: "2000", count: count).joined(separator: "\\")
        let film = SyntheticFilm.chest(1).with { film in
            if count > 0 { film.header = [.windowCenter: numbers, .windowWidth: numbers] }
        }
        let path = try clinic.shelve(film.bytes(), as: "windows.dcm")
        let error = #expect(throws: WorkstationError.self) {
            try render(path, into: clinic.paths.absolute("w.png")) { $0.window = "5" }
        }
        let words = ["no window.", "1 window;", "2 windows;"]
        #expect(error?.message.contains(words[count]) == true && error?.ending == .badInput)
    }
}
