import Foundation
import Radiology
import Testing
import Workstation

@Suite("Settings about slices and recipes")
struct SettingsDrawingTests {
    private static func load(_ cfg: String) throws -> LoadedSettings {
        let folder = try SettingsFolder(cfg: cfg)
        return try Settings.load(workspace: folder.location, knownRegions: RegionRules.knownRegions)
    }

    @Test("Nobody's slices are read unless a line says so")
    func noSlices() throws {
        let slices = try SettingsFolder().load().settings.slices
        #expect(SliceModality.allCases.allSatisfy { slices[$0] == nil })
    }

    @Test(
        "A line of [slices] is a window and a slice, however it is spaced",
        arguments: [
            ("CT = lung @ middle", SliceModality.ct, SliceWindow.lung, SlicePosition.middle),
            ("ct = Soft-Tissue@first", .ct, .softTissue, .first), ("CT = header @ last", .ct, .header, .last),
            ("MR = percentiles @ 12", .mr, .percentiles, .number(12)), ("mr: header @  1", .mr, .header, .number(1)),
        ])
    func slice(line: String, modality: SliceModality, window: SliceWindow, position: SlicePosition) throws {
        let slices = try Self.load("[slices]\n\(line)\n").settings.slices
        #expect(slices[modality] == SliceChoice(window: window, position: position))
    }

    @Test(
        "A line that cannot be meant is refused",
        arguments: [
            "CT = lung", "CT = @ middle", "CT = lung @", "CT = lung @ 0", "CT = lung @ -1", "CT = lung @ some",
            "CT = liver @ first", "CT = lung @ first @ last", "CT =", "MR = lung @ first", "US = header @ first",
            "PT = header @ first",
        ])
    func badSlice(line: String) throws {
        #expect(try problems("[slices]\n\(line)\n").count == 1)
    }

    @Test("A refusal of an MR's window says which ones there are")
    func badWindow() throws {
        let words = try #require(try problems("[slices]\nMR = lung @ first\n").first).description
        #expect(words.contains("one of header, percentiles;") && words.contains("cfg:2"))
    }

    private static let recipes = """
        [recipes]
        default = model
        MG = viewer
        chest = viewer
        MG/chest = model
        DX/abdominal = viewer

        """

    @Test(
        "The most specific line decides: modality and region, region, modality, default",
        arguments: [
            ("CR", "hand", "model"), ("CR", nil, "model"), ("MG", "breast", "viewer"), ("MG", nil, "viewer"),
            ("CR", "chest", "viewer"), ("mg", "chest", "model"), ("DX", "abdomen", "viewer"),
            ("CR", "abdomen", "model"),
        ] as [(String, String?, String)])
    func recipe(modality: String, region: String?, expected: String) throws {
        let settings = try Self.load(Self.recipes)
        let found = settings.settings.recipes.recipe(
            modality: modality, region: region.map(BodyRegion.init(rawValue:)))
        #expect(found.rawValue == expected && settings.notices.isEmpty)
    }

    @Test("Without a line, every film gets the model's recipe")
    func standardRecipe() throws {
        let recipes = try SettingsFolder().load().settings.recipes
        #expect(recipes.recipe(modality: "MG", region: .breast) == .model && recipes.standard == .model)
    }

    @Test(
        "A line about no such region or modality is noticed, with the nearest name",
        arguments: [
            ("chst = viewer", "is chest."), ("ZZ/chest = viewer", "no such modality"),
            ("CR/kne = model", "is CR/knee."),
            ("MGG = viewer", "is MG."), ("default/chest = viewer", "is chest."), ("chest/CR = viewer", "is CR/chest."),
        ])
    func unknown(line: String, word: String) throws {
        let notices = try Self.load("[recipes]\n\(line)\n").notices
        #expect(notices.count == 1 && notices.first?.contains(word) == true)
    }

    @Test("Regions of one's own are regions here, too, and so is the breast among the supported ones")
    func ownRegion() throws {
        let cfg =
            "[regions]\ntooth = dinte\n[recipes]\ntooth = viewer\n[supported_regions]\nbreast = yes\ntooth = yes\n"
        #expect(try Self.load(cfg).notices.isEmpty)
    }

    @Test(
        "A recipe that does not exist, and a key that is no name, are refused",
        arguments: ["chest = best", "chest =", "a/b/c = model", "/chest = model", "che st! = model"])
    func badRecipe(line: String) throws {
        #expect(try problems("[recipes]\n\(line)\n").count == 1)
    }

    @Test("The viewer's size is 0 or large enough, its depth 8 or 16")
    func viewer() throws {
        let standard = try SettingsFolder().load().settings.storage
        #expect((standard.viewerSize, standard.viewerBits) == (4096, 16))
        let set = try Self.load("[storage]\nVIEWER_SIZE = 0\nVIEWER_BITS = 8\n").settings.storage
        #expect((set.viewerSize, set.viewerBits) == (0, 8))
        #expect(try problems("[storage]\nVIEWER_SIZE = 255\nVIEWER_BITS = 12\n").count == 2)
    }

    @Test("What was set is shown where the settings are shown")
    func shown() throws {
        let loaded = try Self.load("[slices]\nCT = lung @ middle\n[recipes]\nMG = viewer\n")
        #expect(loaded.text("slices", "ct") == "lung @ middle" && loaded.text("recipes", "mg") == "viewer")
    }
}
