/// The exams of a day, a month, or of what is in none of them, as the figures of a trend divide them.
struct TrendParts {
    var exams = 0
    /// Positive, negative, not assessed by the reader.
    var positive = [0, 0, 0]
    /// Different, alike, not compared, and of those the assessed.
    var disagreement = [0, 0, 0, 0]

    init(exams: Int = 0, positive: Int = 0, assessed: Int = 0, different: Int = 0, compared: Int = 0) {
        self.exams = exams
        self.positive = [positive, assessed - positive, exams - assessed]
        disagreement = [different, compared - different, exams - compared, max(0, assessed - compared)]
    }

    init(_ point: TrendPoint) {
        self.init(
            exams: point.exams ?? 0, positive: point.positive?.count ?? 0, assessed: point.positive?.total ?? 0,
            different: point.disagreement?.count ?? 0, compared: point.disagreement?.total ?? 0)
    }

    /// What is left of a sum that is told.
    static func rest(of whole: TrendParts, without parts: [TrendParts]) -> TrendParts {
        parts.reduce(into: whole) { rest, part in
            rest.exams = max(0, rest.exams - part.exams)
            rest.positive = zip(rest.positive, part.positive).map { max(0, $0 - $1) }
            rest.disagreement = zip(rest.disagreement, part.disagreement).map { max(0, $0 - $1) }
        }
    }
}

/// What of a point of a trend is hidden.
struct HiddenPoint {
    var exams = false
    var positive = false
    var disagreement = false

    static let all = HiddenPoint(exams: true, positive: true, disagreement: true)
}

/// One line of points that add up to a number that is told. Points of few exams are left out, label and all: how many there
/// were might say how many exams each had.
struct LineHiding {
    let shown: [TrendPoint]
    private let marks: [String: HiddenPoint]

    /// - Parameters:
    ///   - whole: what the points add up to, together with what is in none of them.
    ///   - already: what of the whole is hidden, and so of all points.
    init(_ line: [TrendPoint], of whole: TrendParts, _ cells: SmallCells, already: HiddenPoint) {
        var parts = line.map(TrendParts.init)
        parts.append(.rest(of: whole, without: parts))
        func all(_ isHidden: Bool) -> [Bool] { parts.map { _ in isHidden } }
        let exams = cells.hidden(parts.map(\.exams), also: all(already.exams))
        func either(_ isHidden: Bool) -> [Bool] { exams.map { $0 || isHidden } }
        let positive = cells.hidden(line: parts.map(\.positive), also: either(already.positive))
        let disagreement = cells.hidden(line: parts.map(\.disagreement), also: either(already.disagreement))
        var marks: [String: HiddenPoint] = [:]
        for (at, point) in line.enumerated() {
            marks[point.label] = HiddenPoint(
                exams: exams[at], positive: positive[at], disagreement: disagreement[at])
        }
        self.marks = marks
        shown = line.compactMap { $0.without(marks[$0.label] ?? .all) }
    }

    func hidden(_ label: String) -> HiddenPoint { marks[label] ?? .all }
}

/// The months of all regions: whole rows and columns of them (`ShownBlock`), first of exams, then of verdicts.
struct RegionMonthsHiding {
    let shown: [RegionTrend]

    /// - Parameters:
    ///   - wholes: of each region.
    ///   - hidden: of each region.
    ///   - months: which are told of all exams.
    init(
        _ trends: [RegionTrend], _ cells: SmallCells, wholes: [TrendParts], hidden: [HiddenPoint],
        months: (String) -> HiddenPoint
    ) {
        let labels = Set(trends.flatMap { $0.months.map(\.label) }).sorted()
        let points = trends.map { trend in
            Dictionary(trend.months.map { ($0.label, TrendParts($0)) }) { first, _ in first }
        }
        let table = points.map { row in labels.map { row[$0] ?? TrendParts() } }
        let rest = zip(wholes, table).map { TrendParts.rest(of: $0, without: $1) }
        func block(
            _ rows: Set<Int>, _ columns: Set<Int>, _ isHidden: (HiddenPoint) -> Bool, _ parts: (TrendParts) -> [Int]
        ) -> ShownBlock {
            ShownBlock(
                table.map { $0.map(parts) }, rest: rest.map(parts), rows: rows.filter { !isHidden(hidden[$0]) },
                columns: columns.filter { !isHidden(months(labels[$0])) }, cells)
        }
        let exams = block(Set(trends.indices), Set(labels.indices), \.exams) { [$0.exams] }
        let positive = block(exams.rows, exams.columns, \.positive) { Array($0.positive.prefix(2)) }
        let disagreement = block(exams.rows, exams.columns, \.disagreement) { Array($0.disagreement.prefix(2)) }
        let places = Dictionary(labels.enumerated().map { ($1, $0) }) { first, _ in first }
        let lines = trends.indices.filter(exams.rows.contains).map { row in
            RegionTrend(
                region: trends[row].region,
                months: trends[row].months.compactMap { point in
                    guard let column = places[point.label] else { return nil }
                    func isHidden(_ block: ShownBlock) -> Bool {
                        !block.rows.contains(row) || !block.columns.contains(column)
                    }
                    return point.without(
                        .init(
                            exams: isHidden(exams), positive: isHidden(positive), disagreement: isHidden(disagreement)))
                })
        }
        shown = lines.filter { !$0.months.isEmpty }
    }
}

extension SmallCells {
    /// Which points of a line to hide, each as a whole, that are shown with the same parts.
    fileprivate func hidden(line: [[Int]], also: [Bool]) -> [Bool] {
        var marked = zip(line, also).map { $1 || $0.contains(where: isSmall) }
        while true {
            var next = marked
            for part in line.first?.indices ?? [].indices { next = hidden(line.map { $0[part] }, also: next) }
            next = hidden(parts: line, also: next)
            if next == marked { return marked }
            marked = next
        }
    }
}

extension TrendPoint {
    /// `nil` for a point of which nothing may be told.
    fileprivate func without(_ hidden: HiddenPoint) -> TrendPoint? {
        guard !hidden.exams else { return nil }
        var point = self
        if hidden.positive { (point.positive, point.meanSeverity) = (nil, nil) }
        if hidden.disagreement { point.disagreement = nil }
        return point
    }
}
