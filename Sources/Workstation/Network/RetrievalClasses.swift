import DICOMNetwork

extension DICOMSettings {
    /// The kinds of object that are taken: radiographs, and what a setting added.
    package var takenClasses: [SOPClass] {
        let usual = SOPClass.radiographs + SOPClass.enhancedRadiographs
        return usual + storageClasses.map(SOPClass.init(uid:)).filter { !usual.contains($0) }
    }
}

/// Which kinds of object a C-GET offers to take. An association has 128 presentation contexts and each encoding of each kind
/// needs one of its own, so kinds that the modalities asked for cannot have would cost the others their encodings.
package enum RetrievalClasses {
    /// - Parameters:
    ///   - classes: all that are taken here.
    ///   - modalities: of the series that are fetched; one that is not known here may have any kind.
    /// - Returns: the likeliest first.
    package static func choose(from classes: [SOPClass], for modalities: [String]) -> [SOPClass] {
        let usual = modalities.flatMap { ofModality[$0] ?? [] }
        let others = modalities.allSatisfy { ofModality[$0] != nil } ? classes.filter(isOfAnyModality) : classes
        var seen: Set<SOPClass> = []
        return (usual.filter(classes.contains) + others).filter { seen.insert($0).inserted }
    }

    /// Standard: PS3.3 §C.7.3.1.1.1 (modalities), PS3.4 table B.5-1.
    private static let ofModality: [String: [SOPClass]] = {
        let plain: [SOPClass] = [
            .computedRadiography, .digitalXRayForPresentation, .digitalXRayForProcessing,
        ]
        return [
            "CR": plain, "DX": plain, "RG": plain, "PX": plain,
            "MG": [.mammographyForPresentation, .mammographyForProcessing],
            "IO": [.intraOralForPresentation, .intraOralForProcessing],
            "XA": [.angiography, .enhancedAngiography], "RF": [.radiofluoroscopy, .enhancedRadiofluoroscopy],
        ]
    }()

    /// Secondary captures, and what a setting added.
    private static func isOfAnyModality(_ sopClass: SOPClass) -> Bool {
        !ofModality.values.contains { $0.contains(sopClass) }
    }
}
