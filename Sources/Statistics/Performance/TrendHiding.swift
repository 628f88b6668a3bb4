/// What of a point of a trend is hidden.
struct HiddenPoint {
    var exams = false
    var positive = false
    var disagreement = false

    static let all = HiddenPoint(exams: true, positive: true, disagreement: true)

    func and(_ other: HiddenPoint) -> HiddenPoint {
        HiddenPoint(
            exams: exams || other.exams, positive: positive || other.positive,
            disagreement: disagreement || other.disagreement)
    }
}

/// Trends of several groups, without the points that are of few exams or would give such away.
struct TrendHiding {
    let shown: [[TrendPoint]]
    private let marks: [[HiddenPoint]]
    private let labels: [String]

    /// - Parameter already: what is hidden for another reason, by row and label.
    init(_ lines: [[TrendPoint]], _ cells: SmallCells, already: (Int, String) -> HiddenPoint = { _, _ in .init() }) {
        let labels = Set(lines.joined().map(\.label)).sorted()
        let rows = lines.map { line in Dictionary(line.map { ($0.label, $0) }) { first, _ in first } }
        // A point that is not there is seen not to be there: it hides nothing beside it.
        let also = rows.indices.map { row in
            labels.map { rows[row][$0] == nil ? HiddenPoint() : already(row, $0) }
        }
        func hidden(_ parts: (TrendPoint) -> [Int], _ also: [[Bool]]) -> [[Bool]] {
            let table = rows.map { row in labels.map { row[$0].map(parts) } }
            return cells.hidden(table: table, also: also)
        }
        func either(_ a: [[Bool]], _ b: [[Bool]]) -> [[Bool]] { zip(a, b).map { zip($0, $1).map { $0 || $1 } } }
        let sizes = rows.map { row in labels.map { row[$0]?.exams ?? 0 } }
        let exams = cells.hidden(table: sizes, also: also.map { $0.map(\.exams) })
        let positive = hidden(\.positiveParts, either(exams, also.map { $0.map(\.positive) }))
        let compared = hidden(\.disagreementParts, either(exams, also.map { $0.map(\.disagreement) }))
        let marks = rows.indices.map { row in
            labels.indices.map { at in
                HiddenPoint(exams: exams[row][at], positive: positive[row][at], disagreement: compared[row][at])
            }
        }
        (self.labels, self.marks) = (labels, marks)
        let places = Dictionary(labels.enumerated().map { ($1, $0) }) { first, _ in first }
        shown = lines.enumerated().map { row, line in
            line.map { point in places[point.label].map { point.without(marks[row][$0]) } ?? point }
        }
    }

    func hidden(_ row: Int, _ label: String) -> HiddenPoint {
        labels.firstIndex(of: label).map { marks[row][$0] } ?? HiddenPoint()
    }
}

extension SmallCells {
    /// Which cells of a table to hide, each as a whole, that are shown with the same parts; `nil` where there is none.
    fileprivate func hidden(table: [[[Int]?]], also: [[Bool]]) -> [[Bool]] {
        let parts = table.joined().compactMap { $0?.count }.first ?? 0
        let cells = table.map { $0.map { $0 ?? Array(repeating: 0, count: parts) } }
        var marked = zip(cells, also).map { zip($0, $1).map { $1 || $0.contains(where: isSmall) } }
        while true {
            var next = marked
            for part in 0..<parts { next = hidden(table: cells.map { $0.map { $0[part] } }, also: next) }
            next = zip(cells, next).map { hidden(parts: $0, also: $1) }
            for column in cells.first?.indices ?? [].indices {
                let line = hidden(parts: cells.map { $0[column] }, also: next.map { $0[column] })
                for row in cells.indices { next[row][column] = line[row] }
            }
            if next == marked { return marked }
            marked = next
        }
    }
}

extension TrendPoint {
    fileprivate var positiveParts: [Int] {
        let rate = positive
        return [rate?.count ?? 0, (rate?.total ?? 0) - (rate?.count ?? 0), (exams ?? 0) - (rate?.total ?? 0)]
    }

    /// The last: assessed, but not compared.
    fileprivate var disagreementParts: [Int] {
        let (rate, total) = (disagreement, disagreement?.total ?? 0)
        return [
            rate?.count ?? 0, total - (rate?.count ?? 0), (exams ?? 0) - total,
            max(0, (positive?.total ?? total) - total),
        ]
    }

    fileprivate func without(_ hidden: HiddenPoint) -> TrendPoint {
        var point = self
        if hidden.exams { point.exams = nil }
        if hidden.positive { (point.positive, point.meanSeverity) = (nil, nil) }
        if hidden.disagreement { point.disagreement = nil }
        return point
    }
}
