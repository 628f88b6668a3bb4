import Radiology

/// The colours of charts: Okabe & Ito (2008), safe for the colour-blind.
enum Palette {
    static let background: Canvas.Colour = 0xF7F8F9
    static let ink: Canvas.Colour = 0x22272E
    static let quiet: Canvas.Colour = 0x57606A
    static let grid: Canvas.Colour = 0xDDE1E6

    /// Wherever the AI appears, it is blue.
    static let ai: Canvas.Colour = 0x0072B2
    /// Wherever the radiologist appears, it is vermilion.
    static let radiologist: Canvas.Colour = 0xD55E00
    /// Everything that has no colour of its own.
    static let other: Canvas.Colour = 0x9AA3AD

    static let low: Canvas.Colour = 0x0B7A4B
    static let medium: Canvas.Colour = 0xB86E00
    static let high: Canvas.Colour = 0xC62828

    /// Blue and vermilion belong to the two readers; these are left for regions.
    static let regions: [Canvas.Colour] = [0x56B4E9, 0xE69F00, 0x009E73, 0xCC79A7, 0xF0E442, 0x3B4252]

    /// The colour a region has whenever it can; regions that want the same one are told apart by `assign`.
    private static let favourites: [String: Int] = [
        "chest": 0, "abdomen": 1, "spine": 2, "hand": 3, "knee": 4, "ankle": 5, "foot": 1, "elbow": 2, "skull": 5,
        "hip": 3, "pelvis": 4, "shoulder": 1, "lower_limb": 2, "upper_limb": 3,
    ]

    /// One colour a region, each at most once: the favourite while it is free, else the first free one.
    static func assign(_ regions: [BodyRegion?]) -> [Canvas.Colour] {
        var free = Array(Self.regions.indices)
        return regions.map { region in
            let favourite = region.flatMap { favourites[$0.rawValue] }
            guard let choice = favourite.flatMap({ free.contains($0) ? $0 : nil }) ?? free.first else { return other }
            free.removeAll { $0 == choice }
            return Self.regions[choice]
        }
    }
}
