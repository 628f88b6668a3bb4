import DICOM

/// What a C-FIND asks for, or what a C-MOVE or C-GET shall bring: the keys of an identifier. Standard: PS3.4 §C.4.1.1.3.
public struct QueryKeys: Sendable, Equatable {
    public let level: QueryLevel
    /// The term for text that is not ASCII, such as `ISO_IR 100`; text that does not fit it goes as UTF-8.
    public var characterSet: String?
    private var keys: [Tag: Matching] = [:]

    /// Asks for everything of a level, with the usual attributes in the answers.
    public init(level: QueryLevel, returning tags: [Tag]? = nil) {
        self.level = level
        for tag in tags ?? level.usualReturnKeys { keys[tag] = .universal }
        if keys[level.uniqueKey] == nil { keys[level.uniqueKey] = .universal }
    }

    /// How an attribute is compared; `nil` when it is not asked for.
    public subscript(_ tag: Tag) -> Matching? {
        get { keys[tag] }
        set { keys[tag] = newValue }
    }

    /// The same keys and one more.
    public func matching(_ tag: Tag, _ matching: Matching) -> QueryKeys {
        var more = self
        more[tag] = matching
        return more
    }

    /// All studies between two moments of one day or several days.
    public static func studies(from: DICOMDate?, to: DICOMDate?) -> QueryKeys {
        QueryKeys(level: .study).matching(.studyDate, .dates(from: from, to: to))
    }

    /// One study.
    public static func study(_ uid: String) -> QueryKeys {
        QueryKeys(level: .study).matching(.studyInstanceUID, .single(uid))
    }

    /// The series of one study.
    public static func series(ofStudy uid: String) -> QueryKeys {
        QueryKeys(level: .series).matching(.studyInstanceUID, .single(uid))
    }

    /// The images of one series.
    public static func images(ofSeries series: String, study: String) -> QueryKeys {
        QueryKeys(level: .image)
            .matching(.studyInstanceUID, .single(study)).matching(.seriesInstanceUID, .single(series))
    }

    /// Images by name: what a retrieval asks again when some did not arrive.
    public static func images(_ uids: [String], series: String, study: String) -> QueryKeys {
        images(ofSeries: series, study: study).matching(.sopInstanceUID, .uids(uids))
    }

    /// The identifier of a C-FIND.
    /// - Throws: `MessageError.badKey` when a key cannot be asked for as it is, or the level does not belong to the model,
    ///   or a level above is not named by one value (hierarchical search). Standard: PS3.4 §C.4.1.2.1, §C.4.1.3.1.
    public func identifier(in model: QueryModel) throws(MessageError) -> DataSet {
        try checkLevelsAbove(in: model)
        return try dataSet(of: keys)
    }

    /// The identifier of a C-MOVE or C-GET: the unique keys only. Standard: PS3.4 §C.4.2.1.4, §C.4.3.1.3.
    public func retrieveIdentifier(in model: QueryModel) throws(MessageError) -> DataSet {
        try checkLevelsAbove(in: model)
        let unique = Set(model.levels.prefix(while: { $0 != level }).map(\.uniqueKey) + [level.uniqueKey])
        guard let wanted = keys[level.uniqueKey], wanted.namesEntities else {
            throw .badKey(level.uniqueKey, detail: "a retrieval must name what it wants")
        }
        return try dataSet(of: keys.filter { unique.contains($0.key) })
    }

    private func checkLevelsAbove(in model: QueryModel) throws(MessageError) {
        guard model.levels.contains(level) else {
            throw .badKey(.queryRetrieveLevel, detail: "study root has no level \(level.rawValue)")
        }
        for above in model.levels.prefix(while: { $0 != level }) {
            // The patient may stay open: archives look studies up by their own UID, and PACS workers rarely know the ID.
            if above == .patient, keys[.patientID] == nil || keys[.patientID] == .universal { continue }
            guard case .single? = keys[above.uniqueKey] else {
                throw .badKey(above.uniqueKey, detail: "one value is needed to search below \(above.rawValue)")
            }
        }
    }

    private func dataSet(of keys: [Tag: Matching]) throws(MessageError) -> DataSet {
        var identifier = DataSet()
        if let characterSet { identifier.set(.specificCharacterSet, characterSet) }
        identifier.set(.queryRetrieveLevel, level.rawValue)
        for (tag, matching) in keys.sorted(by: { $0.key < $1.key }) where tag != .queryRetrieveLevel {
            try matching.write(tag, to: &identifier)
        }
        // Text in items does not move the whole data set to another character set by itself.
        if identifier.hasForeignTextInItems { identifier.convertToUTF8() }
        return identifier
    }
}

extension Matching {
    /// One entity or a list of them, not a search.
    var namesEntities: Bool {
        switch self {
        case .single, .uids: true
        default: false
        }
    }
}

extension DataSet {
    /// An item wrote its text in a character set of its own, or the items' set is not this one's.
    fileprivate var hasForeignTextInItems: Bool {
        elements.contains { element in
            items(element.tag).contains { $0.contains(.specificCharacterSet) || $0.hasForeignTextInItems }
        }
    }
}
