extension Performance {
    /// For readers who must not recognise a patient in a small group: no number of 1 … minimum − 1 exams is shown, neither
    /// as a group nor as the numerator of a share nor as what is left beside it, and nothing from which one follows by
    /// adding and subtracting within this answer.
    ///
    /// All exams together count as one group as well; what they are divided into by threshold and time is hidden likewise.
    /// - Parameter tellsWhole: all exams are told as they are, and only their groups are hidden: for readers who see the
    ///   films of every day one by one and can count them, as long as no filter makes a group of all exams.
    public func suppressed(below minimum: Int = 5, tellsWhole: Bool = false) -> Performance {
        let cells = SmallCells(minimum: minimum)
        var (hidden, withheld): (Set<String>, Set<String>) = ([], [])
        for kind in GroupKind.allCases {
            let named = figures(of: kind)
            let groups = named.map { GroupParts($0.figures) }
            let known = kind.isOfReports ? Set(named.indices.filter { named[$0].name == GroupKind.unknown }) : []
            if cells.areCountable(groups.map(\.exams), known: known) { withheld.formUnion(groups.flatMap(\.ids)) }
            hidden.formUnion(LevelHiding(groups, cells, known: known, tellsWhole: tellsWhole).figures(of: groups))
            if !hidden.isDisjoint(with: groups.compactMap { $0["disagreement"]?.id }) {
                // One number that follows from all of them, the hidden ones too.
                hidden.insert("\(kind.rawValue).homogeneity")
            }
            hidden.formUnion(Self.sharedCorrections(groups, hidden))
        }
        let overall = GroupParts(figures.filter { $0.group == nil && $0.id.hasPrefix("overall.") })
        var tables: [[Int]] = []
        if !tellsWhole {
            hidden.formUnion(LevelHiding([overall], cells).figures(of: [overall]))
            let rows = ThresholdHiding(self, overall, hidden, cells)
            hidden.formUnion(rows.hidden)
            tables = rows.tables
        }
        let hiding = CurveHiding(self, overall, hidden, tables, isTold: tellsWhole)
        let shown = curves.suppressed(cells, hiding)
        if shown.reliability.count < curves.reliability.count { hidden.formUnion(["overall.ece", "overall.mce"]) }
        let told = figures.filter { !withheld.contains($0.id) }
        return Performance(threshold, level, rates, told.map { hidden.contains($0.id) ? $0.asFew : $0 }, shown)
    }

    /// Corrected p values that are those of a hidden group: each is its own or one of its neighbours'.
    private static func sharedCorrections(_ groups: [GroupParts], _ hidden: Set<String>) -> [String] {
        ["holm", "fdr"].flatMap { measure -> [String] in
            let all = groups.compactMap { $0[measure] }
            let secret = Set(all.filter { hidden.contains($0.id) }.compactMap(\.value).filter { $0 < 1 })
            return all.filter { $0.value.map(secret.contains) ?? false }.map(\.id)
        }
    }
}

/// Which figures of other thresholds are hidden: two of them must not differ in a few exams, since whoever is positive at
/// one and not at the other can be counted.
struct ThresholdHiding {
    private(set) var hidden: Set<String> = []
    /// The 2 × 2 tables that are shown, that of the threshold in force among them.
    private(set) var tables: [[Int]] = []

    init(_ performance: Performance, _ overall: GroupParts, _ already: Set<String>, _ cells: SmallCells) {
        let isBare = already.contains("overall.tp")
        let hasPositives = !already.contains("overall.positive")
        if !isBare { tables = [overall.table] }
        var positives = hasPositives ? [overall.positive] : []
        // The threshold in force comes first, and then what is near it.
        let distance = { (threshold: Int) in abs(threshold - performance.threshold) }
        for threshold in FigureList.thresholds.sorted(by: { (distance($0), $0) < (distance($1), $1) }) {
            let prefix = "threshold.\(threshold)."
            let row = GroupParts(performance.figures.filter { $0.id.hasPrefix(prefix) }, beside: overall)
            let isShown =
                !isBare && !row.table.contains(where: cells.isSmall)
                && tables.allSatisfy { cells.areApart(row.table, $0) }
            if isShown { tables.append(row.table) } else { hidden.formUnion(row.ids) }
            let hasPositive =
                isShown && hasPositives && row.isOpen(cells)
                && positives.allSatisfy { cells.areApart([row.positive], [$0]) }
            if hasPositive { positives.append(row.positive) } else { hidden.insert("\(prefix)positive") }
        }
    }
}

extension SmallCells {
    /// Whether the numbers of two tables differ in nothing or in enough exams.
    func areApart(_ a: [Int], _ b: [Int]) -> Bool { zip(a, b).allSatisfy { !isSmall(abs($0 - $1)) } }
}
