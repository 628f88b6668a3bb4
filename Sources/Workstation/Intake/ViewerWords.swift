import Imaging

/// The words of a header that may stand in a viewer's script. Pages with initials load the same script as those with
/// names, and people write names into any field: only words that are known to name nobody pass.
enum ViewerWords {
    /// For each window its own name where that is harmless and not taken yet, else `window 1` or `VOI LUT 1`.
    static func names(of functions: [VOIFunction]) -> [String] {
        var (tables, windows) = (0, 0)
        var taken: Set<String> = []
        return functions.map { function in
            let plain: String
            if case .table = function.kind {
                tables += 1
                plain = "VOI LUT \(tables)"
            } else {
                windows += 1
                plain = "window \(windows)"
            }
            let word = function.name.split(whereSeparator: { " _-".contains($0) }).joined(separator: " ").uppercased()
            return names.contains(word) && taken.insert(word).inserted ? word : plain
        }
    }

    /// The defined terms of Rescale Type (0028,1054); any other text is left out. Standard: PS3.3 §C.11.1.1.2.
    static func unit(_ text: String?) -> String? { text.flatMap { units.contains($0) ? $0 : nil } }

    /// What modalities call their windows.
    private static let names: Set = [
        "NORMAL", "HARDER", "SOFTER", "HARD", "SOFT", "SOFT TISSUE", "LUNG", "LUNGS", "BONE", "BONES", "BRAIN",
        "ABDOMEN",
        "MEDIASTINUM", "CHEST", "LIVER", "SPINE", "HIGH CONTRAST", "LOW CONTRAST", "DEFAULT", "STANDARD", "AUTO",
    ]

    private static let units: Set = ["HU", "HU_MOD", "OD", "MGML", "Z_EFF", "ED", "EDW", "PCT"]
}
