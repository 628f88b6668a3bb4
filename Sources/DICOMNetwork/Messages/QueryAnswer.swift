import DICOM

/// One match of a C-FIND, as the archive says it: every value may be missing, and none is checked against the query.
public struct QueryAnswer: Sendable, Equatable {
    public let dataSet: DataSet

    /// What one answer may cost: identifiers have some dozen elements.
    public static let limits = ParsingLimits(
        maxBytes: 1 << 20, maxElements: 10_000, maxDepth: 8, maxInflatedBytes: 1 << 20)

    public init(_ dataSet: DataSet) { self.dataSet = dataSet }

    /// - Throws: `MessageError.badIdentifier`, never with a value.
    public init(_ bytes: [UInt8], transferSyntax: TransferSyntax) throws(MessageError) {
        do {
            dataSet = try DataSet(bytes, transferSyntax: transferSyntax, limits: QueryAnswer.limits)
        } catch {
            throw .badIdentifier(error)
        }
    }

    public var level: QueryLevel? { dataSet.string(.queryRetrieveLevel).flatMap(QueryLevel.init(rawValue:)) }

    // Identifiers pass PS3.5 §9.1 or are `nil`: they name things later.
    public var studyInstanceUID: String? { uid(.studyInstanceUID) }
    public var seriesInstanceUID: String? { uid(.seriesInstanceUID) }
    public var sopInstanceUID: String? { uid(.sopInstanceUID) }
    public var sopClassUID: String? { uid(.sopClassUID) }

    public var patientID: String? { dataSet.string(.patientID) }
    public var patientName: PersonName? { dataSet.personName(.patientName) }
    public var accessionNumber: String? { dataSet.string(.accessionNumber) }
    public var studyDate: DICOMDate? { dataSet.date(.studyDate) }
    public var studyTime: DICOMTime? { dataSet.time(.studyTime) }
    public var studyDescription: String? { dataSet.string(.studyDescription) }
    public var seriesDescription: String? { dataSet.string(.seriesDescription) }
    public var seriesNumber: Int? { dataSet.integer(.seriesNumber) }
    /// Where the films can be had; often not said.
    public var retrieveTitles: [String] { dataSet.strings(.retrieveAETitle) }

    /// Of a study, all that its series have; of a series its own.
    public var modalities: [String] {
        let ofStudy = dataSet.strings(.modalitiesInStudy).filter { !$0.isEmpty }
        return ofStudy.isEmpty ? dataSet.strings(.modality).filter { !$0.isEmpty } : ofStudy
    }

    /// Instances of the study or of the series, by the level of the answer; `nil` when the archive does not count.
    public var instanceCount: Int? {
        let tag: Tag = seriesInstanceUID == nil ? .numberOfStudyRelatedInstances : .numberOfSeriesRelatedInstances
        return count(tag)
    }

    public var seriesCount: Int? { count(.numberOfStudyRelatedSeries) }

    /// More than any study has. Counts are added up; an absurd one is none.
    private static let mostCounted = 1_000_000

    private func count(_ tag: Tag) -> Int? {
        dataSet.integer(tag).flatMap { (0...QueryAnswer.mostCounted).contains($0) ? $0 : nil }
    }

    private func uid(_ tag: Tag) -> String? {
        dataSet.string(tag).flatMap { $0.isUniqueIdentifier ? $0 : nil }
    }
}
