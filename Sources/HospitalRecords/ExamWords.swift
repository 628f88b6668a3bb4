import Radiology

/// What the coded elements of an order or a report say about the exam.
struct ExamWords: Sendable, Equatable {
    /// `nil` when none is named, or two are.
    var type: ExamType?
    var regions: Set<BodyRegion> = []
    var evidence = ImagingEvidence.untold

    init() {}

    /// - Parameters:
    ///   - words: texts and displays.
    ///   - sections: codes of a category or of a section.
    ///   - places: body sites.
    init(words: [String], codes: [String], sections: [String], places: [String] = [], rules: RegionRules) {
        evidence = ImagingEvidence(words: words, codes: codes, sections: sections)
        regions = Self.regions(in: places + words, rules)
        type = ExamType.named(in: words, codes: codes)
        // Of all pictures only radiographs have a projection: “Torace PA” is one when pictures are made at all.
        if evidence == .imaging, !ExamType.isNamed(in: words, codes: codes),
            Self.pieces(words).contains(where: { Projection.named(in: [$0]) != nil })
        {
            type = .radiograph
        }
    }

    /// Each part of a text is asked for its region: one order may name two.
    private static func regions(in texts: [String], _ rules: RegionRules) -> Set<BodyRegion> {
        Set(pieces(texts).compactMap { rules.region(of: $0) })
    }

    private static func pieces(_ texts: [String]) -> [String] {
        texts.prefix(16).flatMap { text in
            text.prefix(512).replacing(" și ", with: ",").replacing(" si ", with: ",").replacing(" and ", with: ",")
                .split { ",;/+&()".contains($0) }.prefix(16).map(String.init)
        }
    }
}
