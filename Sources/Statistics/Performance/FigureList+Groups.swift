extension FigureList {
    /// More groups of a kind than these are added up to one, by size: nobody reads hundreds, and the correction for so
    /// many comparisons would leave nothing.
    static let mostGroups = 50

    /// The figures of each group, and whether the groups differ in how often reader and reference disagree.
    mutating func groups(_ kind: GroupKind, _ counts: PerformanceCounts) {
        let groups = Self.largest(kind, counts)
        let tables = groups.map { $0.counts.pairs.table(threshold: threshold) }
        let verdicts = tables.map { $0.verdicts(threshold: threshold) }
        let comparison = GroupComparison(zip(groups, verdicts).map { ($0.0.name, $0.1.disagreement) })
        for (index, group) in groups.enumerated() {
            let prefix = Figure.id(kind, group.name, "")
            sizes(prefix, tables[index])
            cells(prefix, verdicts[index])
            verdictRates(prefix, verdicts[index])
            if kind == .region { regionFigures(prefix, verdicts[index], group.counts) }
            guard let row = comparison.rows.first(where: { $0.group == group.name }) else { continue }
            for (measure, p) in [("p", row.pValue), ("holm", row.holm), ("fdr", row.falseDiscovery)] {
                self.index(prefix + measure, p, of: verdicts[index].compared, nil, by: .none, .pValue)
            }
        }
        guard !groups.isEmpty else { return }
        index(
            "\(kind.rawValue).homogeneity", comparison.homogeneity?.pValue, of: comparison.overall.total, nil,
            by: .none,
            .pValue)
    }

    private mutating func regionFigures(_ prefix: String, _ verdicts: VerdictCounts, _ counts: GroupCounts) {
        indices(prefix, verdicts)
        quantile(prefix + "latency.median", 0.5, counts.latency, .seconds)
        quantile(prefix + "report.median", 0.5, counts.reports, .minutes)
        survivalMedian(prefix + "report.medianKM", counts.reports, counts.waiting)
    }

    /// In the order in which they are shown. Of equal sizes the one that comes first by name stays.
    static func largest(_ kind: GroupKind, _ counts: PerformanceCounts) -> [(name: String, counts: GroupCounts)] {
        let all = counts.groups.groups.filter { $0.key.kind == kind }
        guard all.count > mostGroups else { return all.map { ($0.key.name, $0.value) } }
        let sizes = all.map { $0.value.pairs.total }
        let order = all.indices.sorted { (-sizes[$0], $0) < (-sizes[$1], $1) }
        let kept = Set(order.prefix(mostGroups))
        var others = GroupCounts()
        var shown: [(name: String, counts: GroupCounts)] = []
        for (index, group) in all.enumerated() {
            if kept.contains(index) && group.key.name != GroupKind.others {
                shown.append((group.key.name, group.value))
            } else {
                others.merge(group.value)
            }
        }
        return shown + [(GroupKind.others, others)]
    }
}
