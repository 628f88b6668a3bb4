import Radiology

/// A name and how many exams have it.
public struct NameCount: Sendable, Equatable {
    public let name: String
    public let exams: Int

    public init(name: String, exams: Int) { (self.name, self.exams) = (name, exams) }
}

/// What the selects of a list offer.
extension ExamIndex {
    /// Regions of the exams that are `done`, by name; without the unknown one.
    public func regions() throws(StoreError) -> [NameCount] { try names(.region, .done) }

    /// Radiologists of all exams, by name as it stands in the reports.
    public func radiologists() throws(StoreError) -> [NameCount] { try names(.radiologist, ExamFilter()) }

    /// Diagnoses of all radiologists' reports, in small letters.
    public func diagnoses() throws(StoreError) -> [NameCount] { try names(.diagnosis, ExamFilter()) }

    private func names(_ group: ExamGroup, _ filter: ExamFilter) throws(StoreError) -> [NameCount] {
        try current { columns in
            let marks = columns.selection(filter, threshold: threshold)
            let (numbers, names) = columns.group(group)
            var counts = [Int](repeating: 0, count: names.words.count)
            for place in marks.indices { counts[Int(numbers[place])] += Int(marks[place]) }
            return counts.indices.dropFirst().compactMap { number in
                counts[number] == 0 ? nil : NameCount(name: names.words[number], exams: counts[number])
            }.sorted { $0.name < $1.name }
        }
    }
}
