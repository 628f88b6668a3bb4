import Store

/// Which numbers of a tally may be told.
struct ToldTally: Sendable {
    var total = true
    var reviewed = true
    var positive = true
    /// The 2 × 2 table and all that follows from it.
    var table = true
}

/// A day or a month of a region that may be told.
struct ToldPoint: Sendable {
    let point: TrendPoint
    let isPositiveTold: Bool
}

extension FewCells {
    /// A cell of the table, the sum of a row or a column, or how many are right or wrong.
    func isFew(table tally: VerdictTally) -> Bool { isFew(tally.cells.numbers) || isFew(tally.compared) }

    /// What is compared, or what is left beside it.
    func isFew(compared tally: VerdictTally) -> Bool { isFew(tally.compared, tally.total - tally.compared) }

    private func isFew(reviewed tally: VerdictTally) -> Bool {
        isFew(tally.reviewed, tally.total - tally.reviewed, tally.reviewed - tally.compared)
    }

    private func isFew(positive tally: VerdictTally) -> Bool {
        let called = tally.truePositive + tally.falsePositive
        let left = tally.total - tally.positive
        return isFew(tally.positive, left, tally.positive - called, left - (tally.compared - called))
    }

    /// What may be told of all exams together.
    func told(_ figures: ExamStatistics) -> ToldTally {
        let all = figures.overall
        return ToldTally(
            total: !isFew(all.total), reviewed: !isFew(reviewed: all), positive: !isFew(positive: all),
            table: !isFew(table: all))
    }

    /// What may be told of each region. All regions' rows and the exams without an answer, which have no row, add up to
    /// the numbers of all exams.
    func toldRegions(_ figures: ExamStatistics) -> [ToldTally] {
        guard isHiding else { return figures.regions.map { _ in ToldTally() } }
        let (tallies, all) = (figures.regions.map(\.tally), figures.overall)
        let wholly = hidden(tallies.map(\.total) + [all.unanswered])
        let reviews = tallies.map { ($0.reviewed, $0.total) } + [(all.unansweredReviewed, all.unanswered)]
        let few = tallies.map { isFew(reviewed: $0) } + [false]
        let reviewed = hidden(parts: reviews, also: zip(wholly, few).map { $0 || $1 })
        let positive = hidden(
            parts: tallies.map { ($0.positive, $0.total) },
            also: zip(wholly, tallies).map { $0 || isFew(positive: $1) })
        let tables = hidden(tables: tallies, also: wholly)
        return tallies.indices.map {
            ToldTally(total: !wholly[$0], reviewed: !reviewed[$0], positive: !positive[$0], table: !tables[$0])
        }
    }

    /// The hidden tables together are a table as well, that of all exams minus the rest: it has no small number, as long
    /// as there is one left to hide.
    private func hidden(tables: [VerdictTally], also: [Bool]) -> [Bool] {
        var hidden = zip(tables, also).map { isFew(table: $0) || $1 }
        while true {
            let number = hidden.count(where: { $0 })
            let together = zip(tables, hidden).reduce(TwoByTwo()) { $1.1 ? $0 + $1.0.cells : $0 }
            guard number == 1 || isFew(together.numbers) else { return hidden }
            let left = tables.indices.filter { !hidden[$0] && tables[$0].compared > 0 }
            guard let next = left.min(by: { tables[$0].compared < tables[$1].compared }) else { return hidden }
            hidden[next] = true
        }
    }
}

extension FewCells {
    /// The months of each region that may be told.
    func months(_ figures: ExamStatistics, _ regions: [String: ToldTally]) -> [ToldPoint] {
        let totals = Dictionary(figures.regions.map { ($0.name, $0.tally.total) }) { first, _ in first }
        return figures.months.runs { $0.region == $1.region }.flatMap { months in
            let told = regions[months[0].region]
            let rest = abs((totals[months[0].region] ?? 0) - months.reduce(0) { $0 + $1.total })
            return points(months, rest: rest, isTold: told?.total ?? true, isPositiveTold: told?.positive ?? true)
        }
    }

    /// The days of each region that may be told: month by month, since they add up to the months.
    /// - Parameter months: those that may be told.
    func days(_ figures: ExamStatistics, _ regions: [String: ToldTally], _ months: [ToldPoint]) -> [ToldPoint] {
        let all = Dictionary(figures.months.map { ($0.place, $0.total) }) { first, _ in first }
        let told = Dictionary(months.map { ($0.point.place, $0.isPositiveTold) }) { first, _ in first }
        return figures.days.runs { $0.place == $1.place }.flatMap { days in
            let place = days[0].place
            let rest = max(0, (all[place] ?? 0) - days.reduce(0) { $0 + $1.total })
            return points(days, rest: rest, isTold: told[place] != nil, isPositiveTold: told[place] ?? false)
        }
    }

    private func points(
        _ points: [TrendPoint], rest: Int, isTold: Bool, isPositiveTold: Bool
    ) -> [ToldPoint] {
        guard isHiding else { return points.map { ToldPoint(point: $0, isPositiveTold: true) } }
        guard isTold else { return [] }
        let wholly = hidden(points.map(\.total), rest: rest)
        let positive = hidden(parts: points.map { ($0.positive, $0.total) }, also: wholly)
        return points.indices.filter { !wholly[$0] }.map {
            ToldPoint(point: points[$0], isPositiveTold: isPositiveTold && !positive[$0])
        }
    }

    /// Month by month and name by name, so that none follows from the rest of its month.
    func shown(_ months: [MonthCounts]) -> [MonthCounts] {
        guard isHiding else { return months }
        let names = Set(months.flatMap { $0.counts.map(\.name) }).sorted()
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        var table = months.map { _ in names.map { _ in 0 } }
        for (row, month) in months.enumerated() {
            for count in month.counts { if let place = places[count.name] { table[row][place] = count.exams } }
        }
        let hidden = hidden(table: table)
        return months.enumerated().compactMap { row, month in
            let counts = month.counts.filter { count in places[count.name].map { !hidden[row][$0] } ?? false }
            return counts.isEmpty ? nil : MonthCounts(month: month.month, counts: counts)
        }
    }
}

/// The table of two verdicts.
private struct TwoByTwo {
    var cells = [0, 0, 0, 0]

    /// Its cells, the sums of its rows and columns, and how many are right and wrong.
    var numbers: [Int] {
        let margins = [cells[0] + cells[1], cells[0] + cells[2], cells[3] + cells[1], cells[3] + cells[2]]
        return cells + margins + [cells[0] + cells[3], cells[1] + cells[2]]
    }

    static func + (a: TwoByTwo, b: TwoByTwo) -> TwoByTwo { TwoByTwo(cells: zip(a.cells, b.cells).map { $0 + $1 }) }
}

extension VerdictTally {
    fileprivate var cells: TwoByTwo {
        TwoByTwo(cells: [truePositive, falsePositive, falseNegative, trueNegative])
    }
}

extension TrendPoint {
    /// Region and month.
    fileprivate var place: [String] { [region, String(period.prefix(7))] }
}

extension Array {
    /// Neighbours that belong together.
    fileprivate func runs(_ belong: (Element, Element) -> Bool) -> [[Element]] {
        reduce(into: []) { runs, element in
            if let last = runs.last?.last, belong(last, element) {
                runs[runs.count - 1].append(element)
            } else {
                runs.append([element])
            }
        }
    }
}
