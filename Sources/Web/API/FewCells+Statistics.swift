import Store

/// Which numbers of a tally may be told. Each step divides the exams further than the one before it.
struct ToldTally: Sendable {
    var total = true
    var reviewed = true
    var positive = true
    /// The 2 × 2 table and all that follows from it.
    var table = true
}

/// Which numbers of a radiologist or a diagnosis may be told. Each step divides the exams further, as well.
struct ToldGroup: Sendable {
    let compared: Bool
    /// How many of the compared ones are right.
    let accuracy: Bool
    let table: Bool
}

/// A day or a month of a region that may be told.
struct ToldPoint: Sendable {
    let point: TrendPoint
    let isPositiveTold: Bool
}

extension FewCells {
    /// What may be told of all exams together, and of each region. What is hidden of a region in one step is hidden in
    /// all after it: otherwise the table of one and the positives of another would add up to what a third one hides.
    func told(_ figures: ExamStatistics) -> (overall: ToldTally, regions: [ToldTally]) {
        guard isHiding else { return (ToldTally(), figures.regions.map { _ in ToldTally() }) }
        let (all, tallies) = (figures.overall, figures.regions.map(\.tally))
        let (reviews, calls, tables) = (tallies.map(\.reviews), tallies.map(\.calls), tallies.map(\.table))
        // Exams without an answer of the AI are in no region: beside the regions they make up all exams.
        let alone = [all.unansweredReviewed, all.unanswered - all.unansweredReviewed]
        let wholly = hidden(tallies.map(\.total) + [all.unanswered])
        let reviewed = hidden(numbers: reviews, also: wholly)
        let positive = hidden(numbers: calls, also: reviewed)
        // Where nothing is reviewed the table is known to be empty.
        let table = hidden(
            numbers: tables, also: positive, but: Set(tallies.indices.filter { tallies[$0].reviewed == 0 }))
        let fewPositive = isFew(all.calls + together(calls, positive))
        let overall = ToldTally(
            total: !isFew(all.total), reviewed: !isFew(alone + all.reviews + together(reviews, reviewed)),
            positive: !fewPositive, table: !fewPositive && !isFew(all.table + together(tables, table)))
        let regions = tallies.indices.map {
            ToldTally(total: !wholly[$0], reviewed: !reviewed[$0], positive: !positive[$0], table: !table[$0])
        }
        return (overall, regions)
    }

    /// The radiologists or diagnoses that may be told, and what of each. Their answers do not say what they add up to,
    /// but that of all exams does.
    func told<Group>(_ groups: [Group], _ tally: (Group) -> VerdictTally) -> [(group: Group, told: ToldGroup)] {
        let tallies = groups.map(tally)
        let wholly = hidden(tallies.map(\.total))
        let few = zip(wholly, tallies).map { $0 || isFew(compared: $1) }
        let compared = hidden(numbers: tallies.map { [$0.compared] }, also: few)
        let accuracy = hidden(numbers: tallies.map { [$0.correct, $0.wrong] }, also: compared)
        let tables = hidden(numbers: tallies.map(\.cells), also: accuracy)
        return groups.indices.filter { !wholly[$0] }.map { place in
            let told = ToldGroup(compared: !compared[place], accuracy: !accuracy[place], table: !tables[place])
            return (group: groups[place], told: told)
        }
    }

    /// What is compared, or what is left beside it.
    private func isFew(compared tally: VerdictTally) -> Bool { isFew(tally.compared, tally.total - tally.compared) }
}

extension FewCells {
    /// The months of each region that may be told.
    func months(_ figures: ExamStatistics, _ regions: [String: ToldTally]) -> [ToldPoint] {
        let wholes: [String: Part] = Dictionary(
            figures.regions.map { ($0.name, (part: $0.tally.positive, whole: $0.tally.total)) }
        ) { first, _ in first }
        return figures.months.runs { $0.region == $1.region }.flatMap { months in
            let (told, whole) = (regions[months[0].region], wholes[months[0].region] ?? (part: 0, whole: 0))
            return points(months, of: whole, isTold: told?.total ?? true, isPositiveTold: told?.positive ?? true)
        }
    }

    /// The days of each region that may be told: month by month, since they add up to the months.
    /// - Parameter months: those that may be told.
    func days(_ figures: ExamStatistics, _ regions: [String: ToldTally], _ months: [ToldPoint]) -> [ToldPoint] {
        let wholes: [[String]: Part] = Dictionary(
            figures.months.map { ($0.place, (part: $0.positive, whole: $0.total)) }
        ) { first, _ in first }
        let told = Dictionary(months.map { ($0.point.place, $0.isPositiveTold) }) { first, _ in first }
        return figures.days.runs { $0.place == $1.place }.flatMap { days in
            let place = days[0].place
            return points(
                days, of: wholes[place] ?? (part: 0, whole: 0), isTold: told[place] != nil,
                isPositiveTold: told[place] ?? false)
        }
    }

    /// - Parameter whole: positives and all, of which the points are a part. What is older follows from both; since a
    ///   region leaves out exams without an answer, its rest can be less than nothing.
    private func points(
        _ points: [TrendPoint], of whole: Part, isTold: Bool, isPositiveTold: Bool
    ) -> [ToldPoint] {
        guard isHiding else { return points.map { ToldPoint(point: $0, isPositiveTold: true) } }
        guard isTold else { return [] }
        let positives = points.reduce(whole.part) { $0 - $1.positive }
        let others = points.reduce(whole.whole - whole.part) { $0 - ($1.total - $1.positive) }
        let rest: Part = (part: abs(positives), whole: abs(positives) + abs(others))
        let wholly = hidden(points.map(\.total), rest: abs(positives + others))
        let parts: [Part] = points.map { (part: $0.positive, whole: $0.total) } + [rest]
        let positive = hidden(parts: parts, also: wholly + [false])
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

/// Numbers of exams that readers can work out where they are told a step and those before it.
extension VerdictTally {
    private var called: Int { truePositive + falsePositive }

    /// Reviewed, not reviewed, and reviewed though the AI has not assessed them.
    fileprivate var reviews: [Int] { [reviewed, total - reviewed, reviewed - compared] }

    /// Positive for the AI and not, of all exams and of the compared ones: for a reader who knows that all are compared
    /// these are the same.
    fileprivate var calls: [Int] { [positive, total - positive, called, compared - called] }

    /// Rows and columns of the table, right and wrong ones are few only where a cell is.
    fileprivate var cells: [Int] { [truePositive, falsePositive, falseNegative, trueNegative] }

    /// The cells, and what is beside them, not compared: positive ones, the others, and the others not reviewed either.
    fileprivate var table: [Int] {
        let alone = positive - called
        return cells + [alone, total - positive - (compared - called), total - reviewed - alone]
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
