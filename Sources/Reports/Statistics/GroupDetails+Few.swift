import Statistics

extension GroupDetails {
    /// Hides what is of few exams, and what would give it away beside the figures.
    /// - Parameter shown: the figures that the same reader sees.
    func hidingFew(_ cells: SmallCells, beside shown: Performance) -> GroupDetails {
        var details = self
        for (kind, groups) in groups {
            let hidden = Self.hidden(kind, shown)
            details.groups[kind] = groups.mapValues { $0.hidingFew(cells) }.filter { !hidden.contains($0.key) }
        }
        let months = Set(shown.curves.months.map(\.label))
        for (kind, counts) in details.months {
            details.months[kind] = counts.hidingFew(cells, times: months, without: Self.hidden(kind, shown))
        }
        // The days of a month and region add up to a number that is told: only of these.
        let trends = shown.curves.regionMonths
        let told = Set(trends.flatMap { $0.months.map(\.label) })
        details.days = days.hidingFew(
            cells, times: Set(shown.curves.days.map(\.label).filter { told.contains(String($0.prefix(7))) }),
            without: Set(days.groups).subtracting(trends.map(\.region)))
        return details
    }

    private static func hidden(_ kind: GroupKind, _ shown: Performance) -> Set<String> {
        Set(shown.figures(of: kind).filter { $0.figures.contains { $0.measure == "exams" && $0.isFew } }.map(\.name))
    }
}

extension GroupDetails.Group {
    /// Counts beside names would add up to those of the group, so they go; rare ones go with their names, which might be
    /// of one patient.
    fileprivate func hidingFew(_ cells: SmallCells) -> Self {
        var group = self
        group.most = most.filter { ($0.exams ?? 0) >= cells.minimum }.map { .init($0.name, nil) }
        if severities < cells.minimum { (group.severities, group.severitySum) = (0, 0) }
        return group
    }
}

extension CrossCounts {
    /// - Parameters:
    ///   - told: days or months whose exams are told.
    ///   - hidden: groups whose exams are not.
    fileprivate func hidingFew(_ cells: SmallCells, times told: Set<String>, without hidden: Set<String>) -> CrossCounts
    {
        let marks = cells.hidden(
            counts.map { $0.map { $0 ?? 0 } }, rows: Set(times.indices.filter { !told.contains(times[$0]) }),
            columns: Set(groups.indices.filter { hidden.contains(groups[$0]) }))
        var shown = self
        for (row, marks) in marks.enumerated() {
            for (column, isHidden) in marks.enumerated() where isHidden { shown.counts[row][column] = nil }
        }
        return shown
    }
}
