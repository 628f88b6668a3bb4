import DICOM

extension RegionRules {
    /// The region a film shows, from the first description that names one. What describes the image comes first, what
    /// describes the whole study last: a study can hold films of several regions.
    public func region(of dataSet: DataSet) -> BodyRegion? {
        let bodyPart = dataSet.string(.bodyPartExamined)
        if let region = region(of: dataSet.string(.protocolName), bodyPart) { return region }
        if let key = bodyPart.flatMap(BodyPart.regionKey) { return BodyRegion(rawValue: key) }
        let codes = Self.regionCodes.flatMap { dataSet.codeMeanings($0) }
        return region(
            of: [dataSet.string(.seriesDescription), dataSet.string(.acquisitionDeviceProcessingDescription)] + codes
                + [dataSet.string(.studyDescription)])
    }

    private static let regionCodes: [Tag] = [
        .anatomicRegionSequence, Tag(0x0040, 0x0260),  // Performed Protocol Code Sequence
        .viewCodeSequence, .procedureCodeSequence,
    ]
}

extension Projection {
    /// The projection a film was made in. StudyDescription is not asked: it names all films of a visit.
    public init?(dataSet: DataSet) {
        let texts: [String?] = [
            dataSet.string(.protocolName), dataSet.string(.seriesDescription),
            dataSet.string(.acquisitionDeviceProcessingDescription),
        ]
        let found = Projection.named(
            in: texts + dataSet.codeMeanings(.viewCodeSequence), viewPosition: dataSet.string(.viewPosition))
        guard let found else { return nil }
        self = found
    }
}

extension DataSet {
    /// Code Meaning (0008,0104) of each item of a code sequence. Standard: PS3.3 §8.
    fileprivate func codeMeanings(_ sequence: Tag) -> [String] {
        items(sequence).compactMap { $0.string(.codeMeaning) }
    }
}
