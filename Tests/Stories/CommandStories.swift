import DICOM
import Foundation
import Glibc
import Imaging
import Radiology
import Store
import Testing
import Workstation

@Suite("At the command line")
struct CommandStories {
    @Test(
        "ingest copies, and removes the source only when told to; a dry run writes nothing", arguments: [false, true])
    func copyOrMove(move: Bool) async throws {
        let clinic = try Clinic()
        let film = SyntheticFilm.chest(1)
        try clinic.shelve(film.bytes(), as: "deep/er/film.dcm")
        let shelf = clinic.paths.absolute("shelf")
        try await clinic.open().ingest([shelf], priority: 0, move: move, dryRun: true)
        #expect(clinic.answers == ["1 would be queued"])
        #expect(try clinic.status(film) == nil && clinic.files("archive").isEmpty && clinic.files("spool").isEmpty)

        try await clinic.open().ingest([shelf], priority: 0, move: move, dryRun: false)
        #expect(clinic.answers.last == "1 queued" && clinic.exists("shelf/deep/er/film.dcm") == !move)
        #expect(try clinic.status(film) == .queued && clinic.files("archive").count == 1)
    }

    @Test("What ingest cannot take stays where it is and is named with its reason, moved or not")
    func refused() async throws {
        let clinic = try Clinic()
        let junk = try clinic.shelve(Array("hello".utf8), as: "note.txt")
        let text = try clinic.shelve(SyntheticFilm.doseReport(2).bytes(), as: "dose.dcm")
        let film = try clinic.shelve(SyntheticFilm.chest(1).bytes(), as: "film.dcm")
        let result = try await ending {
            try await clinic.open().ingest([junk, text, film], priority: 0, move: true, dryRun: false)
        }
        #expect(result == .someFailed && clinic.files("shelf") == ["note.txt", "dose.dcm"])
        #expect(clinic.answers.contains { $0.hasPrefix(junk) } && clinic.answers.contains { $0.contains("is SR") })
        #expect(clinic.answers.last == "1 queued, 2 refused" && clinic.files("spool").isEmpty)
    }

    @Test("A path that is not there ends ingest before anything is taken in")
    func missing() async throws {
        let clinic = try Clinic()
        let film = try clinic.shelve(SyntheticFilm.chest(1).bytes(), as: "film.dcm")
        let result = try await ending {
            try await clinic.open().ingest([film, "/no/such/film.dcm"], priority: 0, move: true, dryRun: false)
        }
        #expect(result == .badInput && clinic.exists("shelf/film.dcm") && clinic.files("archive").isEmpty)
    }

    @Test("While a daemon is at work, ingest puts films into its spool; other commands are told to try again")
    func locked() async throws {
        let clinic = try Clinic()
        let film = SyntheticFilm.chest(1)
        let shelved = try clinic.shelve(film.bytes(), as: "film.dcm")
        try await whileLocked(clinic) {
            try await clinic.open().ingest([shelved], priority: 0, move: false, dryRun: false)
            #expect(clinic.answers.last == "1 handed over" && clinic.notes.count == 1)
            #expect(try await ending { try await clinic.open().runOnce() } == .tryAgain)
            #expect(
                try await ending { try await clinic.open().analyse(limit: nil, region: nil, dryRun: false) }
                    == .tryAgain)
        }
        #expect(try clinic.bytes("spool/incoming/film.dcm") == film.bytes())
        try await clinic.open().runOnce()
        #expect(try clinic.status(film) == .done)
    }

    private func whileLocked(_ clinic: Clinic, _ work: () async throws -> Void) async throws {
        let lock = try WorkspaceLock(clinic.paths)
        try await work()
        _ = consume lock
    }

    @Test("A film of higher priority is read before newer ones; a limit ends the reading early")
    func priority() async throws {
        let clinic = try Clinic()
        let newer = SyntheticFilm.chest(2).with { $0.day = "20260301" }
        let urgent = SyntheticFilm.chest(1).with { $0.day = "20260201" }
        try await clinic.take(newer)
        try await clinic.take(urgent, priority: 5)
        try await clinic.open().analyse(limit: 1, region: nil, dryRun: false)
        #expect(try clinic.status(urgent) == .done && clinic.status(newer) == .queued)
    }

    @Test("Only the region asked for is read, the predecessor's name for it included; a dry run asks nobody")
    func region() async throws {
        let clinic = try Clinic()
        let (chest, abdomen) = (SyntheticFilm.chest(1), SyntheticFilm.chest(2).with { $0.protocolName = "Abdomen" })
        try await clinic.take(chest, abdomen)
        try await clinic.open().analyse(limit: nil, region: "abdominal", dryRun: true)
        #expect(clinic.answers.last?.hasPrefix(abdomen.uid.rawValue) == true)
        #expect(try clinic.status(abdomen) == .queued)
        try await clinic.open().analyse(limit: nil, region: "abdominal", dryRun: false)
        #expect(try clinic.status(abdomen) == .done && clinic.status(chest) == .queued)
    }

    @Test("status counts what waits, what was read and what was set aside, for people and for programmes")
    func status() async throws {
        let clinic = try Clinic()
        try await clinic.take(.chest(1), .chest(2), .lowerLeg(3))
        try await clinic.open().analyse(limit: 1, region: nil, dryRun: false)
        try clinic.drop([1], as: "x")
        try await clinic.open(json: true).status(watch: false)
        let answer = try JSONDecoder().decode(Counts.self, from: Data((clinic.answers.last ?? "").utf8))
        #expect(answer == Counts(spool: 1, waiting: 1, done: 1, readToday: 1, failed: 0, ignored: 1, rejected: 0))
        try await clinic.open().status(watch: false)
        #expect(clinic.answers.last?.contains("1 waiting") == true)
    }

    private struct Counts: Decodable, Equatable {
        let spool, waiting, done, readToday, failed, ignored, rejected: Int
    }

    @Test("config check names the file, the line and the nearest setting; no command starts with such a file")
    func badSettings() async throws {
        let clinic = try Clinic("[openai]\nMODEL_NAME = x\nMAX_RETRYS = 3\n")
        let console = Console.silent
        do {
            try Workstation.checkSettings(workspace: clinic.paths.root, environment: [:], console: console)
            Issue.record("the misspelt setting was not noticed")
        } catch let error as WorkstationError {
            #expect(error.ending == .badSettings && !error.suggestion.isEmpty)
            #expect(error.message.contains("local.cfg:3:") && error.message.contains("MAX_RETRIES"))
        }
        #expect(try await ending { try await clinic.open().runOnce() } == .badSettings)
        #expect(!clinic.exists("xrayvision.db"), "nothing is touched before the settings are known")
    }

    @Test("A prompt with an unknown placeholder stops the start, and no film is touched")
    func badPrompt() async throws {
        let server = try ModelServer()
        let clinic = try Clinic(Clinic.asking(server.url))
        try await clinic.take(.chest(1))
        try clinic.put(Array("You are {nobody}.".utf8), "prompts/usr_prompt.txt")
        #expect(try await ending { try await clinic.open().runOnce() } == .badSettings)
        #expect(try clinic.status(.chest(1)) == .queued)
        #expect(try await server.counted().report_calls == 0)
    }

    @Test("inspect and render tell about one film and leave the workspace as it is")
    func oneFilm() throws {
        let clinic = try Clinic()
        let film = try clinic.shelve(SyntheticFilm.lowerLeg(1).bytes(), as: "leg.dcm")
        let before = clinic.files(".")
        let found = Lines()
        let console = Console(answer: { line in found.add(line) }, note: { _ in }, progress: { _ in })
        try Workstation.inspect(
            film, workspace: clinic.paths.root, clock: Clock(timeZone: .gmt, now: { clinic.now }), console: console)
        #expect(found.text.contains("Exemplu^Ana") && found.text.contains("lower_limb"))
        let picture = clinic.paths.absolute("shelf/leg.png")
        for (size, bits) in [("full", 8), ("full", 16), ("64", 8)] {
            var rendering = Rendering()
            (rendering.size, rendering.bits) = (size, bits)
            try Workstation.render(film, into: picture, as: rendering, console: console)
            #expect(try clinic.bytes("shelf/leg.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
        }
        #expect(clinic.files(".") == before.union(["shelf/leg.png"]))
    }

    private func rendered(_ film: SyntheticFilm, _ change: (inout Rendering) -> Void) throws -> [UInt8] {
        let clinic = try Clinic()
        let path = try clinic.shelve(film.bytes(), as: "film.dcm")
        var rendering = Rendering()
        change(&rendering)
        try Workstation.render(path, into: clinic.paths.absolute("film.png"), as: rendering, console: .silent)
        return try clinic.bytes("film.png")
    }

    @Test("render draws the model's picture by default, and through a window, a frame and overlays when asked")
    func render() throws {
        let run = SyntheticFilm.chest(1).with { ($0.frames, $0.overlay) = (2, "side marker") }
        let (first, second) = (try Film(Part10File(run.bytes())), try Film(Part10File(run.bytes()), frame: 1))
        func view(_ film: Film, _ window: WindowChoice) throws -> [UInt8] {
            try film.viewerPicture(ViewerRecipe(size: 96, window: window)).png()
        }
        #expect(try rendered(run) { _ in } == first.modelPicture().png())
        #expect(try rendered(run) { $0.size = "full" } == view(first, .asHeader))
        #expect(
            try rendered(run) { ($0.size, $0.recipe, $0.frame) = ("full", "model", 2) } == second.modelPicture().png())
        #expect(try rendered(run) { $0.window = "auto" } == view(first, .percentiles))
        #expect(try rendered(run) { ($0.window, $0.frame) = ("whole", 2) } == view(second, .whole))
        let narrow = WindowChoice.fixed(name: "", center: 2000, width: 10.5)
        #expect(try rendered(run) { $0.window = "2000/10.5" } == view(first, narrow))
        let marked = first.viewerPicture(ViewerRecipe(size: 96)).drawing(first.overlays, of: first)
        #expect(try rendered(run) { $0.overlays = true } == marked.png() && marked.pixels[0] == 255)
        #expect(try rendered(run) { ($0.size, $0.bits) = ("full", 16) } == first.deepPicture().png())
    }

    @Test(
        "What render cannot mean is refused before anything is drawn",
        arguments: [
            ("window", "40"), ("window", "40/400/1"), ("window", "40/0.5"), ("window", "nan/1"), ("window", "lung"),
            ("no film", "3"), ("size", "15"), ("size", "big"), ("bits", "12"), ("recipe", "best"), ("frame", "0"),
            ("frame", "2"),
            ("16 bits", "auto"), ("model", "auto"),
        ])
    func badRender(option: String, value: String) throws {
        let error = #expect(throws: WorkstationError.self) {
            try rendered(.chest(1)) { rendering in
                switch option {
                case "window": rendering.window = value
                case "size", "no film": rendering.size = value
                case "bits": rendering.bits = Int(value) ?? 0
                case "recipe": rendering.recipe = value
                case "frame": rendering.frame = Int(value) ?? 0
                case "16 bits": (rendering.bits, rendering.window) = (16, value)
                default: (rendering.recipe, rendering.window) = ("model", value)
                }
            }
        }
        if option == "no film" {
            var rendering = Rendering()
            rendering.size = value
            let early = #expect(throws: WorkstationError.self) {
                try Workstation.render("/no/such.dcm", into: "/no/such.png", as: rendering, console: .silent)
            }
            #expect(early?.ending == .usage)
        }
        let isAbout = (option, value) == ("frame", "2") || (option, value) == ("window", "40")
        #expect(error?.ending == (isAbout ? .badInput : .usage))
    }

    @Test("A film that is known is put back when its original went lost")
    func healed() async throws {
        let clinic = try Clinic()
        let film = SyntheticFilm.chest(1)
        try await clinic.take(film)
        let original = try #require(clinic.files("archive").first)
        try clinic.remove("archive/\(original)")
        try await clinic.take(film)
        #expect(clinic.answers.last == "1 known" && clinic.files("archive") == [original])
        try clinic.open().verifyDatabase()
    }

    @Test("Files in a folder whose names are no text are taken in; what is no file is listed")
    func strangeNames() async throws {
        let clinic = try Clinic()
        let film = try clinic.shelve(SyntheticFilm.chest(1).bytes(), as: "film.dcm")
        let strange = Array(clinic.paths.absolute("shelf/r").utf8).map { CChar(bitPattern: $0) }
        try #require(rename(film, strange + [CChar(bitPattern: 0xF6), 0]) == 0)
        try FileManager.default.createSymbolicLink(
            atPath: clinic.paths.absolute("shelf/link"), withDestinationPath: "nowhere")
        let result = try await ending {
            try await clinic.open().ingest([clinic.paths.absolute("shelf")], priority: 0, move: true, dryRun: false)
        }
        #expect(result == .someFailed && clinic.answers.last == "1 queued, 1 refused")
        #expect(try clinic.status(.chest(1)) == .queued)
    }

    @Test("A source that fails while it is decoded stays on its shelf, moved or not")
    func refusedInDecoding() async throws {
        let clinic = try Clinic()
        let film = try clinic.shelve(SyntheticFilm.chest(1).with { $0.hasPixels = false }.bytes(), as: "film.dcm")
        let result = try await ending {
            try await clinic.open().ingest([film], priority: 0, move: true, dryRun: false)
        }
        #expect(result == .someFailed && clinic.exists("shelf/film.dcm"))
    }

    @Test("On a full disk nothing is taken in from the command line either", arguments: [false, true])
    func fullDisk(locked: Bool) async throws {
        let clinic = try Clinic(Clinic.baseline + "[storage]\nMIN_FREE = 1000000 TiB\n")
        let film = try clinic.shelve(SyntheticFilm.chest(1).bytes(), as: "film.dcm")
        func take() async throws {
            let result = try await ending {
                try await clinic.open().ingest([film], priority: 0, move: true, dryRun: false)
            }
            #expect(result == .cannotWrite)
        }
        if locked { try await whileLocked(clinic, take) } else { try await take() }
        #expect(clinic.exists("shelf/film.dcm") && clinic.files("spool").isEmpty && clinic.files("archive").isEmpty)
    }
}
