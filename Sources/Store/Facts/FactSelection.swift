import Radiology

/// A filter made ready for many facts: it means the same exams as `ExamIndex` does.
public struct FactSelection: Sendable {
    private let filter: ExamFilter
    private let threshold: Int
    /// 1 or 0 by `VerdictCode`.
    private let verdicts: [UInt8]
    /// 1 or 0 by the numbers of the names.
    private let regions: [UInt8]?
    private let radiologists: [UInt8]?
    private let diagnoses: [UInt8]?
    private let clocks: Range<UInt64>
    private let found: Set<UInt64>?

    /// - Parameter found: `ExamFact.hash(of:)` of what the search of the filter means; a search finds nothing without it.
    public init(_ filter: ExamFilter, threshold: Int, names: FactNames, found: Set<UInt64>? = nil) {
        (self.filter, self.threshold) = (filter, threshold)
        verdicts = VerdictCode.table { ExamColumns.admits(filter, $0, threshold: threshold) ? 1 : 0 }
        regions = filter.region.map(SearchText.folded).map { part in
            names.marks(.region) { ByteSearch.contains(SearchText.folded($0), part) }
        }
        radiologists = Self.marks(names, .radiologist, filter.radiologists)
        diagnoses = Self.marks(names, .diagnosis, filter.diagnoses)
        clocks = ExamColumns.clocks(from: filter.firstDay, to: filter.lastDay)
        let searches = filter.search.map { !SearchText.folded($0).isEmpty } ?? false
        self.found = searches ? found ?? [] : nil
    }

    private static func marks(_ names: FactNames, _ kind: FactKind, _ wanted: [String]) -> [UInt8]? {
        if wanted.isEmpty { return nil }
        let wanted = Set(wanted.map { $0.lowercased() })
        return names.marks(kind) { !$0.isEmpty && wanted.contains($0.lowercased()) }
    }

    public func admits(_ fact: ExamFact) -> Bool {
        let ai = fact.hasAnswer ? fact.ai?.score ?? -1 : nil
        let code = VerdictCode(ai: ai, compared: fact.compared(threshold: threshold)).code
        return verdicts[Int(code)] == 1 && clocks.contains(fact.clock) && admitsStanding(fact)
            && admitsValues(fact) && Self.isMeant(fact.region, regions)
            && Self.isMeant(fact.radiologist, radiologists) && Self.isMeant(fact.diagnosis, diagnoses)
            && (found?.contains(fact.uidHash) ?? true)
    }

    private func admitsStanding(_ fact: ExamFact) -> Bool {
        filter.statuses?.contains(fact.status) != false && (filter.flagged ?? fact.isFlagged) == fact.isFlagged
            && (filter.hasReview ?? (fact.review != nil)) == (fact.review != nil)
    }

    private func admitsValues(_ fact: ExamFact) -> Bool {
        if let sex = filter.sex, fact.sex != sex { return false }
        guard let wanted = filter.confidence else { return true }
        return fact.confidence.map(wanted.contains) ?? false
    }

    private static func isMeant(_ number: UInt32, _ marks: [UInt8]?) -> Bool {
        guard let marks else { return true }
        return Int(number) < marks.count && marks[Int(number)] == 1
    }
}

extension ExamFilter {
    /// For one fact; whoever asks about many keeps a `FactSelection`.
    public func matches(
        _ fact: ExamFact, _ names: FactNames, threshold: Int, found: Set<UInt64>? = nil
    ) -> Bool {
        FactSelection(self, threshold: threshold, names: names, found: found).admits(fact)
    }
}
