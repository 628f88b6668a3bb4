import DICOM
import Radiology
import Store
import Web

/// What a search says about each study, series or instance: the attributes of the newest film's header, and counts.
/// Standard: PS3.18 tables 10.6.3-3 to 10.6.3-5.
struct OriginalAttributes {
    private let level: KeptOriginals.Search.Level
    private let base: String
    private let isAll: Bool
    private let wanted: Set<Tag>
    /// Of these an answer has each, without a value where the film has none.
    private let required: Set<Tag>

    init(_ search: KeptOriginals.Search, including: [Tag]) {
        (level, base, isAll) = (search.level, search.base, search.includesAll)
        var wanted = Set(including)
        // Series and instances found anywhere also say where they belong.
        let isBelowStudy = search.study != nil
        var required: Set<Tag> = []
        if level == .studies || !isBelowStudy {
            wanted.formUnion(Self.study)
            required.formUnion(Self.requiredOfStudy)
        }
        if level == .series || (level == .instances && search.series == nil) {
            wanted.formUnion(Self.series)
            required.formUnion(Self.requiredOfSeries)
        }
        if level == .instances {
            wanted.formUnion(Self.instance)
            required.formUnion(Self.requiredOfInstance)
        }
        (self.wanted, self.required) = (wanted, required)
    }

    /// A DICOM JSON object.
    func object(_ hit: Originals.Hit, _ head: KeptFile.Head?) -> String {
        var dataSet = DataSet((head?.dataSet.elements ?? []).filter { isWanted($0) })
        let original = hit.original
        dataSet.set(.studyInstanceUID, original.study.rawValue)
        dataSet.set(Self.availability, "ONLINE")
        switch level {
        case .studies:
            dataSet.set(.modalitiesInStudy, hit.modalitiesInStudy)
            dataSet.set(Self.seriesInStudy, "\(hit.seriesInStudy)")
            dataSet.set(.numberOfStudyRelatedInstances, "\(hit.instancesInStudy)")
        case .series, .instances:
            dataSet.set(.seriesInstanceUID, original.series.rawValue)
            if !dataSet.contains(.modality), !original.modality.isEmpty { dataSet.set(.modality, original.modality) }
        }
        if level == .series { dataSet.set(Self.instancesInSeries, "\(hit.instancesInSeries)") }
        if level == .instances {
            dataSet.set(.sopInstanceUID, original.uid.rawValue)
            if let syntax = head?.syntax { dataSet.set(Self.syntaxes, syntax) }
        }
        dataSet.set(Self.retrieveURL, base + address(original))
        for tag in required where !dataSet.contains(tag) { dataSet.setEmpty(tag) }
        return dataSet.json()
    }

    /// Long values and sequences of unasked attributes are left out: a search is no retrieval.
    private func isWanted(_ element: Element) -> Bool {
        if element.tag == .specificCharacterSet || wanted.contains(element.tag) { return true }
        guard isAll, element.tag.group >= 8, !element.tag.isPrivate, case .bytes(let bytes) = element.value else {
            return false
        }
        return bytes.count <= 1024
    }

    private func address(_ original: Originals.Original) -> String {
        let study = "/studies/\(original.study)"
        return switch level {
        case .studies: study
        case .series: "\(study)/series/\(original.series)"
        case .instances: "\(study)/series/\(original.series)/instances/\(original.uid)"
        }
    }

    private static let availability = Tag(0x0008, 0x0056)
    private static let retrieveURL = Tag(0x0008, 0x1190)
    private static let syntaxes = Tag(0x0008, 0x3002)
    private static let seriesInStudy = Tag(0x0020, 0x1206)
    private static let instancesInSeries = Tag(0x0020, 0x1209)

    private static let study: Set<Tag> = [
        .studyDate, .studyTime, .accessionNumber, .referringPhysicianName, .timezoneOffsetFromUTC, .studyDescription,
        .patientName, .patientID, .issuerOfPatientID, .patientBirthDate, .patientSex, .studyID,
    ]
    private static let requiredOfStudy: Set<Tag> = [
        .studyDate, .studyTime, .accessionNumber, .referringPhysicianName, .patientName, .patientID, .patientBirthDate,
        .patientSex, .studyID,
    ]
    private static let requiredOfSeries: Set<Tag> = [.modality, .seriesNumber]
    private static let requiredOfInstance: Set<Tag> = [.sopClassUID, .instanceNumber]
    private static let series: Set<Tag> = [
        .modality, .seriesDescription, .seriesNumber, .seriesDate, .seriesTime, .bodyPartExamined, .laterality,
        .performedProcedureStepStartDate, .performedProcedureStepStartTime, .requestAttributesSequence,
        .timezoneOffsetFromUTC,
    ]
    private static let instance: Set<Tag> = [
        .sopClassUID, .instanceNumber, .rows, .columns, .bitsAllocated, .numberOfFrames, .timezoneOffsetFromUTC,
        .contentDate, .contentTime,
    ]
}
