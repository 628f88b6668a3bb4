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
        let thinMonths = Set(shown.curves.months.filter { $0.exams == nil }.map(\.label))
        for (kind, counts) in months {
            let hidden = Self.hidden(kind, shown)
            details.months[kind] = counts.hidingFew(cells) { thinMonths.contains($0) || hidden.contains($1) }
        }
        details.days = daysHidingFew(cells, shown)
        return details
    }

    private static func hidden(_ kind: GroupKind, _ shown: Performance) -> Set<String> {
        Set(shown.figures(of: kind).filter { $0.figures.contains { $0.measure == "exams" && $0.isFew } }.map(\.name))
    }

    /// Month by month: the days of a month and region add up to a number that is shown.
    private func daysHidingFew(_ cells: SmallCells, _ shown: Performance) -> CrossCounts {
        let thinDays = Set(shown.curves.days.filter { $0.exams == nil }.map(\.label))
        var thinRegions: Set<[String]> = []
        for trend in shown.curves.regionMonths {
            for point in trend.months where point.exams == nil { thinRegions.insert([trend.region, point.label]) }
        }
        var hidden = days
        for month in Set(days.times.map { $0.prefix(7) }) {
            let places = days.times.indices.filter { days.times[$0].hasPrefix(month) }
            let part = CrossCounts(days.times, days.groups, places.map { days.counts[$0] }, at: places)
                .hidingFew(cells) { day, region in
                    thinDays.contains(day) || thinRegions.contains([region, String(month)])
                }
            for (row, place) in places.enumerated() { hidden.counts[place] = part.counts[row] }
        }
        return hidden
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
    fileprivate init(_ times: [String], _ groups: [String], _ counts: [[Int?]], at places: [Int]) {
        (self.times, self.groups, self.counts) = (places.map { times[$0] }, groups, counts)
    }

    /// - Parameter isHidden: for another reason, by time and group.
    fileprivate func hidingFew(_ cells: SmallCells, isHidden: (String, String) -> Bool) -> CrossCounts {
        let also = times.map { time in groups.map { isHidden(time, $0) } }
        let marks = cells.hidden(table: counts.map { $0.map { $0 ?? 0 } }, also: also, hidesEmpty: true)
        var shown = self
        for (row, hidden) in marks.enumerated() {
            for (column, isHidden) in hidden.enumerated() where isHidden { shown.counts[row][column] = nil }
        }
        return shown
    }
}
