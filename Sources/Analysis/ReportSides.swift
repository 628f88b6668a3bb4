/// Which sides a text names, in its order.
struct ReportSides {
    enum Side: Sendable { case left, right }

    private(set) var named: [Side] = []

    var set: Set<Side> { Set(named) }

    init(english: String) {
        for word in ReportWords.words(of: english) {
            switch word.folded {
            case "left", "leftward", "leftwards", "leftsided": named.append(.left)
            case "right", "rightward", "rightwards", "rightsided": named.append(.right)
            default: break
            }
        }
    }

    init(romanian: String) {
        let words = ReportWords.words(of: romanian)
        for (index, word) in words.enumerated() {
            if let side = Self.abbreviated[word.text] { named.append(side) }
            switch word.folded {
            case "stg", "stang", "stanga", "stangi", "stange", "stangii", "stangului", "stangul": named.append(.left)
            case "dreapta", "drepte", "drepti", "dreptei", "dreptului", "dreptul": named.append(.right)
            case "dr":
                // "Dr. Ionescu" and "dr. Ionescu" are a doctor.
                let isName = index + 1 < words.count && words[index + 1].text.first?.isUppercase == true
                if word.text == "DR" || !isName { named.append(.right) }
            case "drept":
                // "drept urmare", "drept pentru care": no side.
                let next = index + 1 < words.count ? words[index + 1].folded : ""
                if !["urmare", "pentru", "consecinta"].contains(next) { named.append(.right) }
            default: break
            }
        }
    }

    private static let abbreviated: [String: Side] = [
        "AD": .right, "FID": .right, "LID": .right, "LSD": .right, "RD": .right, "VD": .right, "FIS": .left,
        "LIS": .left, "LSS": .left, "RS": .left, "VS": .left, "AS": .left,
    ]
}
