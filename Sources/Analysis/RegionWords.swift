/// Which words speak of which part of the body, in English reports.
enum RegionWords: String, CaseIterable {
    case chest, abdomen, head, spine, pelvis, shoulderGirdle, arm, leg, breast

    /// Of a region key; `nil` for keys of the settings that nobody knows here.
    static func group(of key: String?) -> RegionWords? {
        switch key {
        case "chest", "ribs", "sternum": .chest
        case "abdomen": .abdomen
        case "skull", "mandible", "nose", "sinuses": .head
        case "spine": .spine
        case "pelvis", "hip": .pelvis
        case "clavicle", "shoulder": .shoulderGirdle
        case "upper_limb", "elbow", "hand": .arm
        case "lower_limb", "knee", "ankle", "foot": .leg
        case "breast": .breast
        default: nil
        }
    }

    /// Parts that share a film, or whose normal films are described in the same words.
    func isNear(_ other: RegionWords) -> Bool {
        if self == other { return true }
        let limbs: Set<RegionWords> = [.arm, .leg, .shoulderGirdle, .pelvis, .spine]
        if limbs.contains(self), limbs.contains(other) { return true }
        let pairs: [Set<RegionWords>] = [[.chest, .abdomen], [.chest, .shoulderGirdle], [.chest, .spine]]
        return pairs.contains([self, other])
            || [[.abdomen, .pelvis], [.abdomen, .spine], [.chest, .breast], [.head, .spine]].contains([self, other])
    }

    /// For people.
    var words: String {
        switch self {
        case .chest: "the chest"
        case .abdomen: "the abdomen"
        case .head: "the head"
        case .spine: "the spine"
        case .pelvis: "the pelvis"
        case .shoulderGirdle: "the shoulder"
        case .arm: "the arm or hand"
        case .leg: "the leg or foot"
        case .breast: "the breast"
        }
    }

    /// Beginnings of folded words.
    var stems: [String] {
        switch self {
        case .chest:
            [
                "lung", "pulmon", "pleur", "cardi", "heart", "mediastin", "hila", "hilum", "costophren", "cardiothor",
                "bronch", "trache", "pneumothor", "thora", "rib", "sternu", "sternal", "diaphragm", "hemidiaphr",
                "chest", "thym", "aort", "infiltr", "consolid",
            ]
        case .abdomen:
            [
                "bowel", "intestin", "colon", "colic", "gastric", "stomach", "abdom", "hepat", "splen", "liver",
                "kidney", "renal", "pneumoperit", "faec", "fec", "stool", "rect", "psoas", "peritone", "bladder",
            ]
        case .head:
            [
                "sinus", "maxill", "mandib", "nasal", "skull", "crani", "orbit", "septum", "calvar", "teeth", "tooth",
                "ethmoid", "sphenoid", "occipit", "parietal", "zygom", "mastoid",
            ]
        case .spine:
            [
                "vertebr", "spin", "disc", "lordos", "kyphos", "scolio", "cervical", "lumbar", "sacr", "odontoid",
                "facet",
            ]
        case .pelvis:
            ["pelvi", "hip", "acetabul", "femor", "femur", "ili", "pubi", "ischi", "sacroil", "sacr", "trochant"]
        case .shoulderGirdle:
            ["shoulder", "clavic", "glenohum", "humer", "scapul", "acromi", "glenoid", "coracoid"]
        case .arm:
            [
                "radi", "ulna", "ulnar", "carp", "metacarp", "phalan", "finger", "thumb", "wrist", "hand", "elbow",
                "humer", "olecran", "scaphoid", "lunate", "forearm", "epicondyl",
            ]
        case .leg:
            [
                "tibi", "fibul", "femur", "femor", "knee", "patell", "ankle", "malleol", "talus", "talar", "calcane",
                "metatars", "tars", "phalan", "toe", "foot", "hallux",
            ]
        case .breast: ["breast", "mammar", "fibrogland", "axill"]
        }
    }
}

extension CollapseAlarms {
    /// Two words of another part of the body, and none of its own. Words that begin another word ("radiograph",
    /// "radiolucent") do not count.
    static func wrongRegion(_ region: String?, _ words: [String]) -> CollapseAlarm? {
        guard let own = RegionWords.group(of: region) else { return nil }
        let telling = Set(words.filter { word in !neutral.contains { word.hasPrefix($0) } })
        func found(_ group: RegionWords) -> Int {
            telling.count { word in group.stems.contains { word.hasPrefix($0) } }
        }
        guard found(own) == 0 else { return nil }
        let others = RegionWords.allCases.filter { $0 != own }
        guard let told = others.max(by: { found($0) < found($1) }), found(told) >= 2 else { return nil }
        // A neighbour's words may name what lies at the border of the field.
        if own.isNear(told), found(told) < 3 { return nil }
        return .wrongRegion(asked: own.words, told: told.words)
    }

    private static let neutral = ["radiog", "radiol", "radiop", "radiat"]
}
