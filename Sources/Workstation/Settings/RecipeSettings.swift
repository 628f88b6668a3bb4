import Radiology

/// `[recipes]`: how the picture that the model sees is drawn.
public struct RecipeSettings: Sendable, Equatable {
    public enum Recipe: String, Sendable, CaseIterable {
        /// From the 1st to the 99th percentile, with a gamma from the mean: what the predecessor's model was given.
        case model
        /// As a viewer shows it: the windows and look-up tables of the file.
        case viewer
    }

    /// For films that no other line is about.
    public var standard: Recipe
    /// By modality and region, either of which may be open.
    private var lines: [Line: Recipe]

    fileprivate struct Line: Hashable {
        /// Upper case.
        var modality: String?
        /// A region's key of today.
        var region: String?
    }

    init(_ reader: inout SettingsReader) {
        (standard, lines) = (.model, [:])
        let kind = SettingKind<Recipe>.word
        for (key, text) in reader.freeEntries() {
            guard let recipe = kind.read(text) else {
                reader.refuse(key, text: text, expects: kind.expects)
                continue
            }
            if key == "default" {
                standard = recipe
            } else if let line = Line(key: key) {
                lines[line] = recipe
                if let problem = line.problem(knownRegions: reader.knownRegions) { reader.note(key, problem) }
            } else {
                reader.refuse(key, text: text, expects: "a line for default, a modality, a region, or modality/region")
            }
        }
    }

    /// The most specific line wins: modality/region, region, modality, default.
    public func recipe(modality: String, region: BodyRegion?) -> Recipe {
        let modality = modality.uppercased()
        let region = region.map { RegionRules.canonical($0.rawValue) }
        return lines[Line(modality: modality, region: region)] ?? lines[Line(modality: nil, region: region)]
            ?? lines[Line(modality: modality, region: nil)] ?? standard
    }
}

extension RecipeSettings.Line {
    /// The modalities that can be meant; any other word is a region.
    private static let modalities: Set<String> = ["CR", "DX", "RG", "MG", "RF", "XA", "CT", "MR", "OT", "SC"]

    /// `nil` when the key is neither of the forms.
    fileprivate init?(key: String) {
        let parts = key.split(separator: "/", omittingEmptySubsequences: false).map {
            String($0.filter { !$0.isWhitespace })
        }
        guard parts.count <= 2, parts.allSatisfy({ RegionSettings.isName($0) }) else { return nil }
        if parts.count == 2 {
            self.init(modality: parts[0].uppercased(), region: RegionRules.canonical(parts[1]))
        } else if Self.modalities.contains(parts[0].uppercased()) {
            self.init(modality: parts[0].uppercased(), region: nil)
        } else {
            self.init(modality: nil, region: RegionRules.canonical(parts[0]))
        }
    }

    /// Why the line never decides anything, in a sentence.
    /// - Parameter knownRegions: empty when the caller does not know.
    fileprivate func problem(knownRegions: [String]) -> String? {
        let isModality = modality.map(Self.modalities.contains) ?? true
        let isRegion = region.map { knownRegions.isEmpty || knownRegions.contains($0) } ?? true
        if isModality && isRegion { return nil }
        let nearest = nearest(knownRegions).map { "; the nearest is \($0)" } ?? ""
        guard isModality else {
            return "films of no such modality are read, so the line has no effect\(nearest)."
        }
        return "there is no such region\(modality == nil ? " or modality" : ""), so the line has no effect\(nearest)."
    }

    /// The key that was probably meant.
    private func nearest(_ regions: [String]) -> String? {
        let modalities = Self.modalities.sorted()
        guard let modality, let region else {
            return NearestName.of(region ?? modality ?? "", among: modalities + regions)
        }
        if modality == "DEFAULT" { return NearestName.of(region, among: regions + modalities) }
        // Written the other way round.
        if Self.modalities.contains(region.uppercased()) {
            return NearestName.of(modality, among: regions).map { "\(region.uppercased())/\($0)" }
        }
        let first = NearestName.of(modality, among: modalities) ?? modality
        return "\(first)/\(NearestName.of(region, among: regions) ?? region)"
    }
}
