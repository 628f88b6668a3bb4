import Radiology
import Testing

@Suite("From what the modality wrote to what the film shows")
struct RegionRulesTests {
    @Test("A protocol text names its region", arguments: ProtocolText.all)
    func region(_ row: ProtocolText) {
        #expect(RegionRules.standard.region(of: row.text)?.rawValue == row.region)
    }

    @Test("A protocol text names its projection, dots or not", arguments: ProtocolText.all)
    func projection(_ row: ProtocolText) {
        #expect(Projection.named(in: [row.text])?.rawValue == row.projection)
    }

    @Test("The table above is large enough to mean something")
    func tableSize() {
        #expect(ProtocolText.all.count >= 120)
    }

    @Test("Each shipped keyword finds its own region when it stands alone")
    func shippedKeywords() {
        for row in RegionRules.shippedKeywords {
            for word in row.words {
                #expect(RegionRules.standard.region(of: word)?.rawValue == row.key, "\(word)")
            }
        }
    }

    @Test("The first description that names a region decides; silent ones are passed over")
    func order() {
        let rules = RegionRules.standard
        #expect(rules.region(of: nil, "", "Standard", "Genunchi", "Torace")?.rawValue == "knee")
        #expect(rules.region(of: nil, "XYZ") == nil)
    }

    @Test("When two regions are named, the order of the settings file decides")
    func fileOrder() {
        let words = [(key: "foot", words: ["picior"]), (key: "knee", words: ["genunchi"])]
        #expect(RegionRules(keywords: words).region(of: "genunchi si picior")?.rawValue == "foot")
        #expect(RegionRules(keywords: words.reversed()).region(of: "genunchi si picior")?.rawValue == "knee")
    }

    @Test("A keyword of the settings comes before the built-in words, also for a region of the hospital's own")
    func ownRegion() {
        let rules = RegionRules(keywords: [("teeth", ["dinţi", "ortopanto"]), ("scans", ["lung"])])
        #expect(rules.region(of: "Dinți, torace")?.rawValue == "teeth")
        #expect(rules.region(of: "Ortopantomogramă")?.rawValue == "teeth")
        #expect(rules.region(of: "lung, knee")?.rawValue == "scans")
        #expect(rules.region(of: "Torace")?.rawValue == "chest")
    }

    @Test("The missing comma in “coaste ribs” does no harm, and an empty keyword matches nothing")
    func brokenKeywords() {
        let rules = RegionRules(keywords: [("teeth", ["", " ", "."]), ("ribs", ["grilaj", "coaste ribs"])])
        #expect(rules.region(of: "Coaste drepte")?.rawValue == "ribs")
        #expect(rules.region(of: "Left ribs")?.rawValue == "ribs")
        #expect(rules.region(of: "something else.") == nil)
    }

    @Test("The older names of regions in the settings mean the regions of today")
    func aliases() {
        let rules = RegionRules(
            keywords: [("Abdominal", ["burta"]), ("nasal_bones", ["nasuc"])],
            questions: ["paranasal_sinuses": "Any fluid?"],
            supported: ["abdominal": true, "nasal_bones": true, "paranasal_sinuses": true, "chest": false])
        #expect(rules.region(of: "burta")?.rawValue == "abdomen")
        #expect(rules.region(of: "nasuc")?.rawValue == "nose")
        #expect(rules.question(for: BodyRegion(rawValue: "sinuses")) == "Any fluid?")
        #expect(rules.supportedRegions.map(\.rawValue) == ["abdomen", "nose", "sinuses"])
        #expect(rules.isSupported(BodyRegion(rawValue: "nasal_bones")))
    }

    @Test("When a settings file has an alias and its region, the region's own line counts")
    func aliasAgainstKey() {
        let rules = RegionRules(supported: ["abdominal": true, "abdomen": false])
        #expect(!rules.isSupported(BodyRegion(rawValue: "abdomen")))
    }

    @Test(
        "With the shipped settings five regions are read",
        arguments: [
            ("chest", true), ("abdomen", true), ("nose", true), ("sinuses", true), ("clavicle", true), ("hand", false),
        ])
    func shippedRegions(key: String, isRead: Bool) {
        #expect(RegionRules.standard.isSupported(BodyRegion(rawValue: key)) == isRead)
        #expect((RegionRules.standard.reasonToIgnore(BodyRegion(rawValue: key)) == nil) == isRead)
    }

    @Test("A film of an unknown region is put aside with a reason, never asked about")
    func unknownRegion() throws {
        #expect(!RegionRules.standard.isSupported(nil))
        #expect(try #require(RegionRules.standard.reasonToIgnore(nil)).contains("unknown"))
    }

    @Test("Every region has a question of its own, and any other a general one")
    func questions() {
        let own = RegionRules.shippedKeywords.map { RegionRules.standard.question(for: BodyRegion(rawValue: $0.key)) }
        #expect(!own.contains(RegionRules.fallbackQuestion))
        #expect(RegionRules.standard.question(for: BodyRegion(rawValue: "teeth")) == RegionRules.fallbackQuestion)
        #expect(RegionRules.standard.question(for: nil) == RegionRules.fallbackQuestion)
    }

    @Test(
        "Any letter of any script can stand before a keyword",
        arguments: [0x80..<0x400, 0x1E00..<0x3000, 0xFF00..<0x1_0400])
    func everyLetter(values: Range<UInt32>) {
        for scalar in values.compactMap(Unicode.Scalar.init) {
            #expect(RegionRules.standard.region(of: "\(scalar) torace")?.rawValue == "chest")
        }
    }

    @Test("Letters and accents written apart are the same word")
    func decomposed() {
        #expect(RegionRules.standard.region(of: "gle\u{7A}na\u{306} ma\u{302}na\u{306}")?.rawValue == "hand")
        #expect(RegionRules.standard.region(of: "MA\u{302}NA\u{306} DP")?.rawValue == "hand")
    }

    @Test("A text of a megabyte is no burden and names what its beginning names")
    func hugeText() {
        let text = "Torace " + String(repeating: "deget ", count: 200_000)
        #expect(RegionRules.standard.region(of: text)?.rawValue == "chest")
    }
}

@Suite("The view position of a film")
struct ViewPositionTests {
    @Test(
        "The view position speaks where the protocol is silent",
        arguments: [
            ("AP", "frontal"), ("PA", "frontal"), ("LL", "lateral"), ("RL", "lateral"), ("LAT", "lateral"),
            ("lateral", "lateral"),
            ("LLO", "oblique"), ("RAO", "oblique"), ("OBLIQUE", "oblique"), ("RLD", nil), ("XY", nil), ("", nil),
        ] as [(String, String?)])
    func viewPosition(code: String, projection: String?) {
        #expect(Projection.named(in: ["Torace", nil], viewPosition: code)?.rawValue == projection)
    }

    @Test("A protocol for a pair of films leaves it to the view position of each")
    func pairOfFilms() {
        #expect(Projection.named(in: ["Torace AP + LAT"], viewPosition: "LL") == .lateral)
        #expect(Projection.named(in: ["Torace AP + LAT"], viewPosition: "AP") == .frontal)
        #expect(Projection.named(in: ["Torace AP + LAT"]) == nil)
    }

    @Test("One projection in the protocol is believed before the view position")
    func protocolFirst() {
        #expect(Projection.named(in: ["Torace lat."], viewPosition: "AP") == .lateral)
    }
}
