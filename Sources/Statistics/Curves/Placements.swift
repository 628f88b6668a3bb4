/// DeLong's placement values of one score, as exact integers.
struct Placements {
    struct Row {
        let score: Int
        let positives: Int
        let negatives: Int
    }

    let positives: Int
    let negatives: Int
    private let rows: [Row]
    /// By row: 2 · #negatives below + #negatives equal, 0…2n: the placement of a positive, times 2n.
    let ofPositive: [Int]
    /// By row: 2 · #positives above + #positives equal, 0…2m: the placement of a negative, times 2m.
    let ofNegative: [Int]

    /// Rows by rising score. `nil` unless both classes are there and each is below 2³¹.
    init?(_ rows: [Row]) {
        positives = rows.reduce(0) { $0 + $1.positives }
        negatives = rows.reduce(0) { $0 + $1.negatives }
        guard (1...1 << 31).contains(positives), (1...1 << 31).contains(negatives) else { return nil }
        var (below, above) = (0, positives)
        var (first, second): ([Int], [Int]) = ([], [])
        for row in rows {
            above -= row.positives
            first.append(2 * below + row.negatives)
            second.append(2 * above + row.positives)
            below += row.negatives
        }
        (self.rows, ofPositive, ofNegative) = (rows, first, second)
    }

    /// Σ over positives of their placement / (2 m n).
    var area: Double {
        let wins = zip(rows, ofPositive).reduce(Int128(0)) { $0 + Int128($1.0.positives) * Int128($1.1) }
        return Double(wins) / (2 * Double(positives) * Double(negatives))
    }

    /// S₁₀/m + S₀₁/n; `nil` with one exam in a class.
    var variance: Double? {
        let ours = Spread(zip(ofPositive, rows).map { ($0, $1.positives) }, scale: negatives)
        let theirs = Spread(zip(ofNegative, rows).map { ($0, $1.negatives) }, scale: positives)
        guard let ours = ours?.ofMean, let theirs = theirs?.ofMean else { return nil }
        return ours + theirs
    }

    /// By score: the placement of a positive and of a negative exam, for pairing with another score.
    var byScore: [Int: (positive: Int, negative: Int)] {
        var placed: [Int: (positive: Int, negative: Int)] = [:]
        for (index, row) in rows.enumerated() { placed[row.score] = (ofPositive[index], ofNegative[index]) }
        return placed
    }
}

/// The variance of the mean of integers v, each `times` over, in units of 1 / (2 · scale):
/// (k Σ v² − (Σ v)²) / (k² (k−1) (2 scale)²), exact up to the division. |v| ≤ 2³², k ≤ 2³¹.
struct Spread {
    let ofMean: Double

    init?(_ values: [(value: Int, times: Int)], scale: Int) {
        let count = values.reduce(0) { $0 + $1.times }
        guard count > 1, scale > 0 else { return nil }
        var (sum, squares) = (Int128(0), Int128(0))
        for (value, times) in values {
            sum += Int128(value) * Int128(times)
            squares += Int128(value) * Int128(value) * Int128(times)
        }
        let excess = Double(Int128(count) * squares - sum * sum)
        let (k, unit) = (Double(count), 2 * Double(scale))
        ofMean = excess / (k * k * (k - 1) * unit * unit)
    }
}
